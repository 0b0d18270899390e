# SPDX-License-Identifier: EUPL-1.2
#
# Rscript bench/models.R [VEJVISER [ROWS]]: processor seconds (user + system, one thread, median of five) of logistic and Cox
# regression with clustered errors on invented people, by `vejviser stat` and by R with data.table, survival and sandwich. Both
# read the same CSV file; the coefficients and robust errors must agree.
suppressMessages({ library(survival); library(sandwich); library(data.table) })
args <- commandArgs(TRUE)
program <- if (length(args) > 0) args[1] else "build/vejviser"
n <- if (length(args) > 1) as.integer(args[2]) else 500000L
setDTthreads(1)
set.seed(1)
d <- data.table(age = round(runif(n, 15, 30), 2), sex = sample(c("f", "m"), n, TRUE), place = sample(1:98, n, TRUE), z = rnorm(n))
d[, y := rbinom(n, 1, plogis(-1 + .05 * (age - 20) + .3 * (sex == "m") + .5 * z))]
d[, exit := ceiling(rexp(n, .002 * exp(.2 * z + .1 * (sex == "m"))))]
d[, event := as.integer(exit < 800)][, exit := pmin(exit, 800)][, entry := pmin(exit - 1, floor(runif(n, 0, 200)))]
file <- tempfile(fileext = ".csv"); answer <- tempfile(fileext = ".csv")
fwrite(d, file)

seconds <- function(what) median(replicate(5, { t <- system.time(what()); sum(t[c(1, 2, 4, 5)], na.rm = TRUE) }))
compare <- function(name, ours, theirs) {
  mine <- function() stopifnot(system2(program, c("stat", ours, "--in", file, "--out", answer)) == 0)
  fast <- seconds(mine)
  slow <- seconds(function() r <<- theirs(fread(file)))
  got <- fread(answer)
  stopifnot(max(abs(got$coef / r$coef - 1)) < 1e-6, max(abs(got$robust_se / r$robust_se - 1)) < 1e-6)
  cat(sprintf("%s %.4f\n%s_r %.4f\n", name, fast, name, slow))
}
compare("logit", c("logit", "--y", "y", "--x", "age,sex,z", "--cluster", "place"), function(d) {
  m <- glm(y ~ age + sex + z, binomial, d)
  list(coef = coef(m), robust_se = sqrt(diag(vcovCL(m, d$place))))
})
compare("cox", c("cox", "--entry", "entry", "--exit", "exit", "--event", "event", "--x", "age,sex,z", "--cluster", "place"), function(d) {
  m <- coxph(Surv(entry, exit, event) ~ age + sex + z, d, cluster = place)
  list(coef = coef(m), robust_se = sqrt(diag(m$var)))
})
