# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/proportion.R: Wilson, Newcombe and funnel limits as R gives them.
library(Epi)
out <- "tests/reference/proportion"
dir.create(out, showWarnings = FALSE)
save <- function(d, name) {
  for (j in which(sapply(d, is.double))) d[[j]] <- sprintf("%.17g", d[[j]])
  write.csv(d, file.path(out, name), row.names = FALSE, quote = FALSE)
}

g <- expand.grid(n = c(1, 2, 5, 13, 40, 100, 997, 20000), part = c(0, 0.01, 0.2, 0.5, 0.93, 1),
                 conf = c(0.9, 0.95, 0.998))
g$x <- round(g$n * g$part)
ci <- t(mapply(function(x, n, conf) suppressWarnings(prop.test(x, n, conf.level = conf, correct = FALSE)$conf.int),
               g$x, g$n, g$conf))
save(data.frame(x = g$x, n = g$n, conf = g$conf, estimate = g$x / g$n, lower = ci[, 1], upper = ci[, 2]),
     "wilson.csv")

# Newcombe's own table of examples, and some more
d <- data.frame(x1 = c(56, 9, 6, 5, 0, 0, 10, 10, 8, 300, 2), n1 = c(70, 10, 7, 56, 10, 10, 10, 10, 12, 5000, 1500),
                x2 = c(48, 3, 2, 0, 0, 0, 0, 0, 3, 411, 2400), n2 = c(80, 10, 7, 29, 20, 10, 20, 10, 9, 4800, 2600))
ci <- t(apply(d, 1, function(r) ci.pd(r[["x1"]], r[["x2"]], r[["n1"]] - r[["x1"]], r[["n2"]] - r[["x2"]],
                                       method = "Nc", print = FALSE)))
save(cbind(d, conf = 0.95, estimate = ci[, 5], lower = ci[, 6], upper = ci[, 7]), "difference.csv")

f <- expand.grid(n = c(1, 4, 5, 18, 60, 333, 5000, 100000), theta = c(0.002, 0.06, 0.2, 0.5, 0.91), level = c(0.95, 0.998))
limit <- function(q, n, theta) {
  r <- qbinom(q, n, theta)
  (r - (pbinom(r, n, theta) - q) / dbinom(r, n, theta)) / n
}
save(data.frame(theta = f$theta, n = f$n, level = f$level,
                lower = pmin(1, pmax(0, limit((1 - f$level) / 2, f$n, f$theta))),
                upper = pmin(1, pmax(0, limit((1 + f$level) / 2, f$n, f$theta)))), "funnel.csv")
