# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/regression.R: logistic and Cox regression on data sets of R itself, by glm, sandwich and
# survival. NAME.csv is the input, NAME-MODEL.csv R's answer.
invisible(Sys.setlocale("LC_COLLATE", "C")) # levels in the order of their bytes
library(survival)
library(sandwich)
out <- "tests/reference/regression"
dir.create(out, showWarnings = FALSE)
digits <- function(d) { for (j in which(sapply(d, is.double))) d[[j]] <- ifelse(is.na(d[[j]]), "", sprintf("%.17g", d[[j]])); d }
save <- function(d, name) write.csv(digits(d), file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
terms_of <- function(name, coef, se, robust) save(data.frame(term = names(coef), coef = unname(coef), se = unname(se), robust_se = unname(robust)), name)

exact <- glm.control(epsilon = 1e-15, maxit = 100)
logit <- function(name, fit, cluster = NULL) {
  v <- if (is.null(cluster)) sandwich(fit) else vcovCL(fit, cluster)
  terms_of(name, coef(fit), sqrt(diag(vcov(fit))), sqrt(diag(v)))
}
tight <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-13)
zph <- function(name, fit, transform) {
  z <- cox.zph(fit, transform)$table
  save(data.frame(term = sub("^factor\\((.*)\\)$", "\\1", rownames(z)), chisq = z[, 1], df = z[, 2], p = z[, 3]), name)
}
cox <- function(name, fit, plain) terms_of(name, coef(fit), sqrt(diag(plain$var)), sqrt(diag(fit$var)))

colon2 <- within(colon[, c("id", "rx", "sex", "age", "obstruct", "nodes", "status", "etype", "time")], rx <- as.character(rx))
save(colon2, "colon")
whole <- na.omit(colon2)
f <- glm(status ~ rx + sex + age + obstruct + nodes, binomial, whole, control = exact)
logit("colon-logit", f)
logit("colon-logit-cluster", f, whole$id)
m <- Surv(time, status) ~ rx + sex + age + obstruct + nodes + strata(etype)
cox("colon-cox", coxph(m, whole, cluster = id, control = tight), coxph(m, whole, control = tight))
cox("colon-cox-breslow", coxph(m, whole, cluster = id, ties = "breslow", control = tight), coxph(m, whole, ties = "breslow", control = tight))
zph("colon-zph", coxph(m, whole, control = tight), "km")
zph("colon-zph-breslow", coxph(m, whole, ties = "breslow", control = tight), "rank")

e <- transform(esoph, agegp = as.character(agegp), alcgp = as.character(alcgp), tobgp = as.character(tobgp), total = ncases + ncontrols)
save(e[, c("agegp", "alcgp", "tobgp", "ncases", "total")], "esoph")
logit("esoph-logit", glm(cbind(ncases, total - ncases) ~ agegp + alcgp + tobgp, binomial, e, control = exact))

l <- transform(lung[, c("inst", "time", "status", "age", "sex", "ph.ecog", "wt.loss")], status = status - 1, w = 1 + (age %% 3))
save(l, "lung")
lw <- na.omit(l[, names(l) != "inst"])
m <- Surv(time, status) ~ age + sex + ph.ecog + wt.loss
cox("lung-cox", coxph(m, lw, robust = TRUE, control = tight), coxph(m, lw, control = tight))
cox("lung-cox-weight", coxph(m, lw, weights = w, robust = TRUE, control = tight), coxph(m, lw, weights = w, robust = FALSE, control = tight))
zph("lung-zph-weight", coxph(m, lw, weights = w, control = tight), "log")
m <- Surv(time, status) ~ age + factor(ph.ecog) + strata(sex)
lw <- na.omit(l[, c("time", "status", "age", "sex", "ph.ecog")])
cox("lung-cox-factor", coxph(m, lw, robust = TRUE, control = tight), coxph(m, lw, control = tight))
zph("lung-zph-factor", coxph(m, lw, control = tight), "identity")

g <- cgd[, c("id", "tstart", "tstop", "status", "treat", "inherit", "age", "steroids", "hos.cat")]
g <- transform(g, treat = as.character(treat), inherit = as.character(inherit), hos.cat = gsub("[^A-Za-z]", "", as.character(hos.cat)))
save(g, "cgd")
m <- Surv(tstart, tstop, status) ~ treat + inherit + age + steroids + strata(hos.cat)
cox("cgd-cox", coxph(m, g, cluster = id, control = tight), coxph(m, g, control = tight))
zph("cgd-zph", coxph(m, g, control = tight), "km")

h <- heart[, c("start", "stop", "event", "age", "year", "surgery", "transplant", "id")]
h$transplant <- as.numeric(as.character(h$transplant))
save(h, "heart")
m <- Surv(start, stop, event) ~ age + year + surgery + transplant
cox("heart-cox", coxph(m, h, cluster = id, control = tight), coxph(m, h, control = tight))
zph("heart-zph", coxph(m, h, control = tight), "rank")

p <- transform(pbc[, c("id", "status", "age", "edema", "bili", "albumin", "stage", "sex")], dead = as.integer(status == 2), year = 2000 + id %% 7, sex = as.character(sex))
p <- p[!is.na(p$stage), c("dead", "age", "edema", "bili", "albumin", "stage", "sex", "year")]
p$w <- 1 + p$year %% 2
save(p, "pbc")
logit("pbc-logit-year", glm(dead ~ age + edema + bili + albumin + factor(stage) + sex + year, binomial, transform(p), control = exact))
logit("pbc-logit-weight", glm(dead ~ age + bili + sex, binomial, p, weights = w, control = exact))
