# SPDX-License-Identifier: EUPL-1.2
#
# What a user could pick instead of bench_incidence: the same curves by counting with data.table, and by
# survival::survfit, one call a municipality (once: it takes a minute). CPU seconds, one thread.
# usage: Rscript incidence.R FILE RUNS
suppressMessages({library(data.table); library(survival)})
args <- commandArgs(TRUE)
runs <- as.integer(args[2])
setDTthreads(1L)
cpu <- function(e) { g <- system.time(e); g[[1]] + g[[2]] }
d <- fread(args[1])

counting <- function(d) {
    e <- d[, .(g = (kom - 101L) * 2L + sex, entry, exit, event)]
    n1 <- e[, .(c = .N), by = .(g, t = entry)]
    n2 <- e[, .(x = .N, e1 = sum(event == 1L), e2 = sum(event == 2L)), by = .(g, t = exit)]
    m <- merge(n1, n2, by = c("g", "t"), all = TRUE)
    for (j in c("c", "x", "e1", "e2")) set(m, which(is.na(m[[j]])), j, 0L)
    setorder(m, g, t)
    m[, Y := shift(cumsum(c) - cumsum(x), fill = 0L), by = g]
    m <- m[Y > 0]
    m[, S := cumprod(1 - (e1 + e2) / Y), by = g]
    m[, Sm := shift(S, fill = 1), by = g]
    m[, `:=`(F1 = cumsum(Sm * e1 / Y), F2 = cumsum(Sm * e2 / Y)), by = g]
    m
}
counted <- median(sapply(seq_len(runs), function(i) cpu(m <<- counting(d))))
f <- m[g == 1 & t <= 9131, .SD[.N]]
cat(sprintf("counting %.4f\ncounting_at_25 %.15g,%.15g\n", counted, f$F1, f$F2))

d$ev <- factor(d$event, 0:2, c("cens", "comp", "other"))
parts <- split(as.data.frame(d), d$kom)
for (se in c(FALSE, TRUE)) {
    used <- cpu(for (x in parts) s <- survfit(Surv(entry, exit, ev) ~ sex, data = x, id = id, se.fit = se))
    cat(sprintf("%s %.3f\n", if (se) "survfit_jackknife" else "survfit_points", used))
}
s <- survfit(Surv(entry, exit, ev) ~ 1, data = subset(parts[[1]], sex == 1), id = id)
z <- summary(s, times = 9131)
cat(sprintf("survfit_at_25 %.15g,%.15g,%.15g,%.15g\n", z$pstate[2], z$pstate[3], z$std.err[2], z$std.err[3]))
