# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/effect.R: difference in differences by lm and sandwich; matching and weighting in plain R, as
# the method is defined in src/stat/match.h.
invisible(Sys.setlocale("LC_COLLATE", "C"))
library(sandwich)
library(survival)
out <- "tests/reference/effect"
dir.create(out, showWarnings = FALSE)
digits <- function(d) { for (j in which(sapply(d, is.double))) d[[j]] <- ifelse(is.na(d[[j]]), "", sprintf("%.17g", d[[j]])); d }
save <- function(d, name) write.csv(digits(d), file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
told <- function(name, fit, v, keep) {
  i <- grep(keep, names(coef(fit)))
  save(data.frame(term = names(coef(fit))[i], coef = coef(fit)[i], se = sqrt(diag(vcov(fit)))[i], robust_se = sqrt(diag(v))[i]), name)
}

# 2 x 2 and two-way on chicks: an unbalanced panel; "treated" is diet 3 or 4 from day 10 or 14
chick <- data.frame(chick = as.integer(as.character(ChickWeight$Chick)), day = as.integer(ChickWeight$Time), weight = ChickWeight$weight,
                    diet = as.integer(ChickWeight$Diet))
chick <- transform(chick, group = as.integer(diet >= 3), late = as.integer(day >= 10), hatch = paste0("h", chick %% 3))
chick$on <- as.integer((chick$diet == 3 & chick$day >= 10) | (chick$diet == 4 & chick$day >= 14))
chick$one <- as.integer(chick$diet == 3 & chick$day >= 10)
save(chick, "chick")
f <- lm(weight ~ group * late, chick)
told("chick-did", f, vcovCL(f, chick$chick, type = "HC1"), ".")
told("chick-did-hc1", f, vcovHC(f, "HC1"), ".")
f <- lm(weight ~ group * late + hatch, chick)
told("chick-did-x", f, vcovCL(f, chick$chick, type = "HC1"), ".")
f <- lm(weight ~ on + factor(chick) + factor(day), chick)
told("chick-twoway", f, vcovCL(f, chick$chick, type = "HC1"), "^on")
before <- with(chick, ifelse(diet == 3 & day < 10, match(10, sort(unique(day))) - match(day, sort(unique(day))), 0))
leads <- setNames(as.data.frame(sapply(2:5, function(k) as.integer(before == k))), paste0("lead", 2:5))
f <- lm(weight ~ one + lead2 + lead3 + lead4 + lead5 + factor(chick) + factor(day), cbind(chick, leads))
told("chick-leads", f, vcovCL(f, chick$chick, type = "HC1"), "^(one|lead)")

# matching and weighting: was colon cancer with obstruction followed by more deaths?
c2 <- na.omit(subset(colon, etype == 2)[, c("status", "obstruct", "age", "sex", "nodes", "differ", "extent", "rx")])
c2$rx <- as.character(c2$rx)
row.names(c2) <- NULL
save(c2, "colon")
m <- glm(obstruct ~ age + sex + nodes + differ + extent + rx, binomial, c2, control = glm.control(epsilon = 1e-14, maxit = 100))
ps <- fitted(m)
X <- model.matrix(m)[, -1]
match_greedy <- function(caliper) {
  free <- c2$obstruct == 0
  pair <- rep(NA, nrow(c2))
  for (i in which(c2$obstruct == 1)) {
    d <- ifelse(free, abs(ps - ps[i]), Inf)
    j <- which.min(d)
    if (d[j] <= caliper) { pair[i] <- j; free[j] <- FALSE }
  }
  pair
}
smd <- function(w1, w0) {
  t <- c2$obstruct == 1
  s <- sqrt((apply(X[t, ], 2, var) + apply(X[!t, ], 2, var)) / 2)
  (apply(X, 2, function(x) sum(w1 * x) / sum(w1)) - apply(X, 2, function(x) sum(w0 * x) / sum(w0))) / s
}
put <- function(name, counts, att, se, before, after) {
  z <- qnorm(0.975)
  save(rbind(data.frame(measure = names(counts), term = "", estimate = as.double(counts), se = NA, lower = NA, upper = NA),
             data.frame(measure = "att", term = "", estimate = att, se = se, lower = att - z * se, upper = att + z * se),
             data.frame(measure = "smd_before", term = colnames(X), estimate = before, se = NA, lower = NA, upper = NA),
             data.frame(measure = "smd_after", term = colnames(X), estimate = after, se = NA, lower = NA, upper = NA)), name)
}
one <- as.numeric(c2$obstruct == 1)
for (k in c(NA, 0.1)) {
  pair <- match_greedy(if (is.na(k)) Inf else k * sd(ps))
  i <- which(!is.na(pair)); d <- c2$status[i] - c2$status[pair[i]]
  w1 <- replace(numeric(nrow(c2)), i, 1); w0 <- replace(numeric(nrow(c2)), pair[i], 1)
  put(if (is.na(k)) "colon-match" else "colon-match-caliper",
      c(treated = sum(one), untreated = sum(1 - one), matched = length(i), unmatched = sum(one) - length(i)),
      mean(d), sd(d) / sqrt(length(d)), smd(one, 1 - one), smd(w1, w0))
  if (!is.na(k)) save(data.frame(treated = i, control = pair[i], distance = abs(ps[i] - ps[pair[i]])), "colon-pairs")
}
w <- (1 - one) * ps / (1 - ps)
f <- lm(status ~ obstruct, c2, weights = one + w)
put("colon-ipw", c(treated = sum(one), untreated = sum(1 - one), effective = sum(w)^2 / sum(w^2)), coef(f)[[2]],
    sqrt(vcovHC(f, "HC0")[2, 2]), smd(one, 1 - one), smd(one, w))
