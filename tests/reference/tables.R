# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/tables.R: Mantel-Haenszel and trends. OR and p are mantelhaen.test's; R itself has no pooled RR and
# RD, so those are written out here from the papers (as metafor::rma.mh has them).
invisible(Sys.setlocale("LC_COLLATE", "C"))
library(survival)
out <- "tests/reference/tables"
dir.create(out, showWarnings = FALSE)
digits <- function(d) { for (j in which(sapply(d, is.double))) d[[j]] <- ifelse(is.na(d[[j]]), "", sprintf("%.17g", d[[j]])); d }
save <- function(d, name) write.csv(digits(d), file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")

pooled <- function(tab, conf) { # tab: group x outcome x stratum, the second level is group 1 and the event
  a <- tab[2, 2, ]; b <- tab[2, 1, ]; c <- tab[1, 2, ]; d <- tab[1, 1, ]
  n1 <- a + b; n0 <- c + d; n <- n1 + n0; z <- qnorm(1 - (1 - conf) / 2)
  rr <- sum(a * n0 / n) / sum(c * n1 / n)
  se <- sqrt(sum((n1 * n0 * (a + c) / n - a * c) / n) / (sum(a * n0 / n) * sum(c * n1 / n)))
  w <- n1 * n0 / n
  rd <- sum((a / n1 - c / n0) * w) / sum(w)
  v <- (rd * sum(c * (n1 / n)^2 - a * (n0 / n)^2 + (n1 / n) * (n0 / n) * (n0 - n1) / 2) +
        sum(a * (n0 - c) / n + c * (n1 - a) / n) / 2) / sum(w)^2
  rbind(c(rr, rr * exp(-z * se), rr * exp(z * se)), c(rd, rd - z * sqrt(v), rd + z * sqrt(v)))
}
mh <- function(name, tab, conf = 0.95, correct = TRUE) {
  t <- mantelhaen.test(tab, conf.level = conf, correct = correct)
  r <- rbind(c(t$estimate, t$conf.int), pooled(tab, conf))
  save(data.frame(measure = c("OR", "RR", "RD"), estimate = r[, 1], lower = r[, 2], upper = r[, 3], p = t$p.value), name)
}
ucb <- as.data.frame(UCBAdmissions)
save(transform(ucb, Freq = as.integer(Freq)), "ucb")
tab <- xtabs(Freq ~ Gender + Admit + Dept, transform(ucb, Gender = factor(as.character(Gender)), Admit = factor(as.character(Admit))))
mh("ucb-mh", tab)
mh("ucb-mh-plain", tab, 0.9, FALSE)
col <- na.omit(colon[, c("sex", "obstruct", "status", "rx", "etype")])
save(transform(col, rx = as.character(rx)), "colon")
mh("colon-mh", xtabs(~ obstruct + status + interaction(rx, etype), col))

trend <- function(name, d, at, conf = 0.95) {
  m <- glm(cbind(x, n - x) ~ year, binomial, d, control = glm.control(epsilon = 1e-15, maxit = 100))
  phi <- sum(residuals(m, "pearson")^2) / m$df.residual
  p <- predict(m, data.frame(year = at), se.fit = TRUE, dispersion = max(1, phi))
  z <- qnorm(1 - (1 - conf) / 2)
  save(data.frame(year = at, fit = plogis(p$fit), lower = plogis(p$fit - z * p$se.fit), upper = plogis(p$fit + z * p$se.fit)), name)
}
m <- aggregate(cbind(x = pstat, n = 1) ~ dxyr, mgus2, sum)
names(m)[1] <- "year"
save(m, "mgus")
trend("mgus-trend", m, c(1970, 1985, 1995, 2005))
wild <- data.frame(year = 2015:2022, x = c(812, 905, 790, 1003, 950, 870, 1101, 1040), n = c(3050, 3111, 2987, 3205, 3190, 3001, 3333, 3280))
save(wild, "wild")
trend("wild-trend", wild, c(2015:2022, 2030))
trend("wild-trend-90", wild, c(2023, 2025), 0.9)
