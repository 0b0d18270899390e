# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash disable=SC2154
#
# The statistics' parts of bench/run.sh. Programs and R scripts print lines "name value"; what they say is held
# against each other, and the figures become rows of the table. CPU seconds of one thread, medians of five, the
# baselines right after ours on the same population.

# take COMMAND...: its lines "name value" into the array `v`
declare -A v
take() {
    local name value
    "$@" >"$work/said"
    while read -r name value; do v[$name]=$value; done <"$work/said"
}

# tool NAME: builds bench/NAME
tool() { script/build "bench_$1"; }

# The folder with persons.csv, spells.csv and rows.csv: POPULATION, or an invented country.
population() {
    if [ -n "${country:-}" ]; then return; fi
    country=${POPULATION:-}
    if [ -n "$country" ]; then return; fi
    tool population
    country=$work/country
    mkdir "$country"
    "$build/bench_population" 1100000 20220901 "$country" >&2
}

# The same spells in no order, the same at each run.
shuffled() {
    if [ -e "$work/shuffled" ]; then return; fi
    mkdir "$work/shuffled"
    ln -s "$country/persons.csv" "$work/shuffled/persons.csv"
    head -1 "$country/spells.csv" >"$work/shuffled/spells.csv"
    tail -n +2 "$country/spells.csv" | shuf --random-source=<(yes) >>"$work/shuffled/spells.csv"
}

# same WHAT LEFT RIGHT WITHIN: numbers joined by commas, all within a relative difference; else the bench has failed
same() {
    local apart
    apart=$(awk -v a="$2" -v b="$3" 'BEGIN {
        n = split(a, x, ","); split(b, y, ",")
        for (i = 1; i <= n; i++) { d = x[i] / y[i] - 1; if (d < 0) d = -d; if (d > worst) worst = d }
        printf "%.2g", worst}')
    row "$1: largest relative difference" "" "" "$apart" "<=" "$4"
}

part_columns() {
    population
    tool cohort
    local day=2021-10-01
    shuffled
    read -r 'v[read]' 'v[peak_mb]' < <("$build/bench_cohort" read "$country")
    read -r 'v[read_shuffled]' 'v[peak_shuffled_mb]' < <("$build/bench_cohort" read "$work/shuffled")
    take "$build/bench_cohort" columns "$country" "$day" "$work/cells.csv"
    take Rscript bench/cohort.R "$country" "$day" "$work/cells-r.csv" "$work/curve-r.csv"
    take /usr/bin/python3 bench/cohort.py "$country" "$day" "$work/country.db"
    row "both files, ${v[rows]} rows, read and checked" "${v[read]} s" "data.table fread: ${v[fread]} s" "$(ratio "${v[fread]}" "${v[read]}")" ">=" 1
    row "the same with the spells in no order" "${v[read_shuffled]} s" "in order: ${v[read]} s" "$(ratio "${v[read]}" "${v[read_shuffled]}")" "" ""
    row "status on a day by municipality, age, kind" "${v[status]} s" "data.table: ${v[data_table_status]} s" \
        "$(ratio "${v[data_table_status]}" "${v[status]}")" ">=" 10
    row "the same" "${v[status]} s" "SQLite: ${v[sqlite_status]} s" "$(ratio "${v[sqlite_status]}" "${v[status]}")" ">=" 100
    row "the same: its time against a flat scan's" "${v[status]} s" "flat scan of all spells: ${v[scan]} s" "$(ratio "${v[status]}" "${v[scan]}")" "<=" 10
    row "60 month-ends in one pass: its time against one" "${v[sweep60]} s" "one day: ${v[status]} s" "$(ratio "${v[sweep60]}" "${v[status]}")" "<=" 10
    row "memory for the country: MB held" "" "" "${v[held_mb]}" "<=" 150
    row "memory for the country: MB at the peak of reading" "" "" "${v[peak_mb]}" "<=" 150
    row "the same with the spells in no order" "" "" "${v[peak_shuffled_mb]}" "<=" 150
    row "cells that differ from data.table's" "" "" "$(diff "$work/cells.csv" "$work/cells-r.csv" | grep -c '^<' || true)" "<=" 0
    "$vejviser" cohort curve --csv "$country" --ages 18,20,22,25,28 --out "$work/curve.csv"
    same "the curve of all against survfit" "$(values est "$work/curve.csv")" "$(values est "$work/curve-r.csv")" 1e-10
}

# values COLUMN FILE: a column of a CSV file without quotes, joined by commas
values() {
    awk -F, -v name="$1" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == name) at = i; next} {print $at}' "$2" | paste -sd,
}

part_curves() {
    population
    tool incidence
    take "$build/bench_incidence" "$country/rows.csv" 5
    take Rscript bench/incidence.R "$country/rows.csv" 5
    row "Aalen-Johansen, 196 strata, every day: points" "${v[points]} s" "data.table counting: ${v[counting]} s" "$(ratio "${v[counting]}" "${v[points]}")" ">=" 40
    row "the same" "${v[points]} s" "survfit (once): ${v[survfit_points]} s" "$(ratio "${v[survfit_points]}" "${v[points]}")" "" ""
    row "the same with jackknife errors" "${v[jackknife]} s" "survfit (once): ${v[survfit_jackknife]} s" \
        "$(ratio "${v[survfit_jackknife]}" "${v[jackknife]}")" ">=" 100
    row "the same with Greenwood's errors: CPU s" "" "" "${v[greenwood]}" "" ""
    row "S + F1 + F2 - 1, at most" "" "" "${v[points_sum_off]}" "<=" 1e-12
    same "F and errors at 25 against survfit" "${v[jackknife_at_25]}" "${v[survfit_at_25]}" 1e-9
}

part_models() {
    take Rscript bench/models.R "$vejviser"
    row "logistic regression, 500,000 rows, clustered errors, from the file" "${v[logit]} s" "fread, glm, vcovCL: ${v[logit_r]} s" \
        "$(ratio "${v[logit_r]}" "${v[logit]}")" "" ""
    row "Cox regression with late entry, the same rows" "${v[cox]} s" "fread, coxph: ${v[cox_r]} s" "$(ratio "${v[cox_r]}" "${v[cox]}")" "" ""
}

part_disclosure() {
    tool disclosure
    local mean
    take "$build/bench_disclosure" 2 5 10 30 100
    for mean in 2 5 10 30 100; do
        row "suppression and audit of 98 x 30 counts around $mean: CPU s" "${v[hidden_$mean]} hidden" "" "${v[suppress_$mean]}" "<=" 2
    done
}

part_simulation() {
    tool simulate
    take "$build/bench_simulate" 6000000 5
    take Rscript bench/simulate.R 200000
    row "microsimulation: million person-years a CPU second" "" "" "$(ratio "${v[simulate_per_cpu_s]}" 1e6)" ">=" 80
    row "the same" "" "R, vectorised: $(ratio "${v[simulate_r_per_cpu_s]}" 1e6)" "$(ratio "${v[simulate_per_cpu_s]}" "${v[simulate_r_per_cpu_s]}")" "" ""
    row "the same with who has attained" "" "" "$(ratio "${v[simulate_attained_per_cpu_s]}" 1e6)" ">=" 80
    row "the same on two threads: a CPU second of each" "" "" "$(ratio "${v[simulate_per_cpu_s_two]}" 1e6)" ">=" 80
    row "two threads against one, wall clock" "the best runs: ${v[simulate_two_threads_best]}" "" "${v[simulate_two_threads]}" ">=" 1.8
    row "counts that are the same on two threads" "" "" "$((v[simulate_same] + v[simulate_attained_same]))" ">=" 2
}

part_whatif() {
    population
    tool cohort
    take "$build/bench_cohort" whatif "$country"
    row "what if, 200 draws of both curves, the largest municipality: CPU s of an answer" "made once: ${v[prepare_large]} s" "" "${v[whatif_large]}" "<=" 0.1
    row "the same for the smallest" "made once: ${v[prepare_small]} s" "" "${v[whatif_small]}" "<=" 0.1
    row "the same for the country" "made once: ${v[prepare_country]} s" "" "${v[whatif_country]}" "<=" 1
}
