# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/survey.R: the Californian schools of R's survey package, by that package.
# "xlogit" is "logit" without the fit of a glm, whose tolerance would show in the ninth digit.
invisible(Sys.setlocale("LC_COLLATE", "C"))
suppressMessages(library(survey))
out <- "tests/reference/survey"
dir.create(out, showWarnings = FALSE)
digits <- function(d) { for (j in which(sapply(d, is.double))) d[[j]] <- ifelse(is.na(d[[j]]), "", sprintf("%.17g", d[[j]])); d }
save <- function(d, name) write.csv(digits(d), file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
data(api)
take <- function(d) data.frame(dnum = d$dnum, stype = as.character(d$stype), wide = as.character(d$sch.wide), met = as.integer(d$awards == "Yes"),
                               api = d$api00, pw = d$pw)
strat <- take(apistrat); clus <- take(apiclus1)
strat$api[c(3, 77, 150)] <- NA
save(strat, "strat"); save(clus, "clus")
row <- function(d, v, share) {
  f <- as.formula(paste0("~", v))
  whole <- d
  d <- subset(d, !is.na(d$variables[[v]]))
  w <- weights(d)
  if (share) { m <- svyciprop(f, d, method = "xlogit"); est <- as.double(m); se <- as.double(sqrt(attr(m, "var"))); ci <- as.double(attr(m, "ci")) }
  else { m <- svymean(f, whole, na.rm = TRUE); est <- coef(m)[[1]]; se <- SE(m)[[1]]; ci <- as.double(confint(m, df = degf(d))) }
  data.frame(n = sum(w > 0), weight = sum(w), estimate = est, se = se, lower = ci[1], upper = ci[2])
}
by <- function(d, v, share, g) do.call(rbind, lapply(sort(unique(d$variables[[g]])), function(k) {
  i <- d$variables[[g]] == k
  cbind(data.frame(stratum = paste0(g, "=", k)), row(subset(d, i), v, share))
}))
s <- svydesign(~1, strata = ~stype, weights = ~pw, data = strat)
save(row(s, "met", TRUE), "strat-met")
save(row(s, "api", FALSE), "strat-api")
save(by(s, "met", TRUE, "stype"), "strat-met-by")
c1 <- svydesign(~dnum, weights = ~pw, data = clus)
save(row(c1, "met", TRUE), "clus-met")
types <- data.frame(stype = c("E", "H", "M"), total = c(4421, 755, 1018))
save(types, "types")
p <- postStratify(c1, ~stype, setNames(types, c("stype", "Freq")))
save(row(p, "met", TRUE), "clus-met-post")
save(row(p, "api", FALSE), "clus-api-post")
save(by(p, "met", TRUE, "stype"), "clus-met-post-by")
wide <- data.frame(wide = c("No", "Yes"), total = c(1072, 5122))
save(rbind(data.frame(variable = "stype", level = types$stype, total = types$total), data.frame(variable = "wide", level = wide$wide, total = wide$total)), "margins")
raked <- function(d) rake(d, list(~stype, ~wide), list(setNames(types, c("stype", "Freq")), setNames(wide, c("wide", "Freq"))), control = list(maxit = 2000, epsilon = 1e-13))
save(row(raked(c1), "met", TRUE), "clus-met-rake")
save(row(raked(c1), "api", FALSE), "clus-api-rake")
save(row(raked(s), "met", TRUE), "strat-met-rake")
save(wide, "wide")
save(row(postStratify(s, ~wide, setNames(wide, c("wide", "Freq"))), "api", FALSE), "strat-api-post")
