# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# The table that bench/run.sh ends with. Each row is also told on standard error when it is measured.

median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.4g", a / b}'; }

table_begin() {
    table=$1
    : >"$table"
}

# row TASK OURS BASELINE VALUE OP LIMIT: VALUE (a ratio to the baseline, or what the task names) against what is to be
# reached; OP is ">=", "<=", or "" for a figure without a limit
row() {
    local met=
    if [ -n "$5" ]; then
        met=$(awk -v v="$4" -v op="$5" -v limit="$6" 'BEGIN {print (op == ">=" ? v >= limit : v <= limit) ? "yes" : "NO"}')
    fi
    printf '%s|%s|%s|%.4g|%s|%s\n' "$1" "${2:--}" "${3:--}" "$4" "${5:+$5 $6}" "$met" | tee -a "$table" | tr '|' '\t' >&2
}

table_end() {
    (echo "what|ours|baseline|ratio or figure|reach|met" && sed 's/||/|-|/g; s/|$/|-/' "$table") | column -t -s'|'
}
