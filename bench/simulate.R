# SPDX-License-Identifier: EUPL-1.2
#
# What a user could pick instead of bench_simulate: the same size of model (six groups, 25 years of age, 16
# states, 8 years in them), every life one step at a time, all lives at once as R likes it. Person-years a
# processor second, median of three. usage: Rscript simulate.R PERSONS
n <- as.integer(commandArgs(TRUE)[1])
groups <- 6L; ages <- 25L; states <- 16L; years <- 8L
set.seed(1)
rows <- groups * ages * states * years
p <- matrix(runif(rows * states), rows)
own <- (seq_len(rows) - 1L) %/% years %% states + 1L
p[cbind(seq_len(rows), own)] <- 60 * p[cbind(seq_len(rows), own)]
cumulated <- t(apply(p / rowSums(p), 1, cumsum))
lives <- function() {
    state <- integer(n); stayed <- integer(n)
    group <- (seq_len(n) - 1L) %% groups
    for (age in seq_len(ages) - 1L) {
        row <- ((group * ages + age) * states + state) * years + stayed + 1L
        to <- pmin(as.integer(rowSums(runif(n) > cumulated[row, ])), states - 1L)
        stayed <- ifelse(to == state, pmin(stayed + 1L, years - 1L), 0L)
        state <- to
    }
    tabulate(state + 1L, states)
}
used <- median(sapply(1:3, function(i) { t <- system.time(lives()); t[[1]] + t[[2]] }))
cat(sprintf("simulate_r_per_cpu_s %.4g\n", n * as.numeric(ages) / used))
