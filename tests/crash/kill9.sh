#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# kill -9 under write load, again and again on one database: nothing acknowledged may be lost, no
# half change may be seen, and the database must open and be whole.
#
#   kill9.sh [ROUNDS [URL]]     30 rounds; the URL's database is empty at first, by default SQLite
#
# CRASH_WRITER names the program that writes; unset, it is built.
#
# Ends with one line, "N passed, N failed"; a round is one test. Exit 1 when one failed.
set -u
cd "$(dirname "$0")/../.." || exit 2
writer=${CRASH_WRITER:-}
if [ -z "$writer" ]; then
    script/build crash_writer || exit 2
    writer=build/crash_writer
fi
rounds=${1:-30}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
url=${2:-sqlite:$dir/crash.db}
passed=0 failed=0

# Kills the writer some time after its first answer.
run_and_kill() {
    "$writer" write "$url" "$1" >"$dir/lines" &
    local pid=$!
    for _ in $(seq 500); do
        [ -s "$dir/lines" ] && break
        sleep 0.02
    done
    sleep "0.$((RANDOM % 35 + 10))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ $? -eq 137 ] # else it had stopped by itself
}

# Only whole lines were promises: the last one may have been cut.
whole_lines() {
    if [ -n "$(tail -c 1 "$1")" ]; then sed '$d' "$1"; else cat "$1"; fi
}

for round in $(seq "$rounds"); do
    answer="stopped by itself"
    if run_and_kill "$round" && answer=$("$writer" check "$url" "$dir/lines"); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "round $round failed: $answer" >&2
    fi
    whole_lines "$dir/lines" >>"$dir/all"
done

# what earlier rounds were promised is still there after all the later crashes
if answer=$("$writer" check "$url" "$dir/all"); then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo "at the end: ${answer:-no answer}" >&2
fi
echo "kill9: $rounds kills, $(wc -l <"$dir/all") acknowledged changes" >&2
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
