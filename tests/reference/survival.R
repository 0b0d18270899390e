# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/survival.R: curves and tests of groups on data sets of R itself, by survival, cmprsk and etm.
# NAME.csv is the input, NAME-CASE.csv R's answer in the columns of `vejviser stat`.
invisible(Sys.setlocale("LC_COLLATE", "C"))
suppressMessages({library(survival); library(cmprsk); library(etm)})
out <- "tests/reference/survival"
dir.create(out, showWarnings = FALSE)
digits <- function(d) { for (j in which(sapply(d, is.double))) d[[j]] <- ifelse(is.finite(d[[j]]), sprintf("%.17g", d[[j]]), ""); d }
save <- function(d, name) write.csv(digits(d), file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")

km <- function(name, fit, times = NULL) {
  z <- if (is.null(times)) summary(fit, censored = TRUE) else summary(fit, times = times)
  save(data.frame(stratum = if (is.null(z$strata)) "" else as.character(z$strata), time = z$time, n_risk = z$n.risk, n_event = z$n.event, n_censor = z$n.censor,
                  surv = z$surv, se = ifelse(z$surv == 0, NA, z$std.err), lower = ifelse(z$surv %in% 0:1, NA, z$lower), upper = ifelse(z$surv %in% 0:1, NA, z$upper)), name)
}
# rows by stratum, time, cause; `who`: the states to tell, in the order of their names
states <- function(name, fit, who, column = "cause") {
  one <- function(s, label) {
    j <- match(who, s$states)
    long <- function(m) as.vector(t(m[, j, drop = FALSE]))
    risk <- if (column == "cause") rep(s$n.risk[, 1], each = length(who)) else long(s$n.risk)
    p <- long(s$pstate)
    d <- data.frame(stratum = label, time = rep(s$time, each = length(who)), state = who, n_risk = risk, n_event = long(s$n.event), est = p, se = long(s$std.err),
                    lower = ifelse(p %in% 0:1, NA, long(s$lower)), upper = ifelse(p %in% 0:1, NA, long(s$upper)))
    names(d)[3] <- column
    d
  }
  save(if (is.null(names(fit$strata))) one(fit, "") else do.call(rbind, lapply(names(fit$strata), function(l) one(fit[match(l, names(fit$strata)), ], l))), name)
}

l <- lung[, c("time", "status", "sex", "ph.ecog")]
l <- l[!is.na(l$ph.ecog), ]
names(l)[4] <- "ecog"
save(l, "lung")
km("lung-km", survfit(Surv(time, status) ~ sex, l, conf.type = "log-log"))
km("lung-km-90", survfit(Surv(time, status) ~ 1, l, conf.type = "log", conf.int = .9))
km("lung-km-at", survfit(Surv(time, status) ~ sex, l, conf.type = "plain"), c(100, 365.25, 700))
logrank <- function(name, fit, groups, df, obs = fit$obs, exp = fit$exp)
  save(data.frame(stratum = groups, n = if (is.matrix(obs)) as.vector(fit$n) else as.vector(fit$n), observed = if (is.matrix(obs)) rowSums(obs) else obs,
                  expected = if (is.matrix(exp)) rowSums(exp) else exp, variance = diag(fit$var), chisq = fit$chisq, df = df, p = pchisq(fit$chisq, df, lower.tail = FALSE)), name)
logrank("lung-logrank", survdiff(Surv(time, status) ~ ecog, l), paste0("ecog=", 0:3), 3)
logrank("lung-logrank-rho", survdiff(Surv(time, status) ~ ecog, l, rho = 1), paste0("ecog=", 0:3), 3)
logrank("lung-logrank-strata", survdiff(Surv(time, status) ~ sex + strata(ecog), l), paste0("sex=", 1:2), 1)

m <- mgus2[mgus2$id <= 420, ]
m <- with(m, data.frame(id, sex, entry = 12 * age, exit = 12 * age + ifelse(pstat == 1, ptime, futime), months = ifelse(pstat == 1, ptime, futime),
                        event = ifelse(pstat == 1, "pcm", ifelse(death == 1, "death", "censor")), house = id %% 17, band = ifelse(age < 65, "young", ifelse(age < 75, "middle", "old"))))
m <- m[m$months > 0, ]
m$died <- as.integer(m$event != "censor")
m$years <- round(m$entry / 12 + m$months / 12 + (m$id %% 97) / 1e4, 6) # no two at once
m$age <- m$entry / 12
save(m, "mgus")
f <- factor(m$event, c("censor", "death", "pcm"))
who <- c("death", "pcm")
km("mgus-km-late", survfit(Surv(entry, exit, died) ~ sex, m, conf.type = "log-log"))
km("mgus-km-start", survfit(Surv(age, years, died) ~ 1, m, conf.type = "log-log", start.time = 50, timefix = FALSE))
km("mgus-km-house", survfit(Surv(entry, exit, died) ~ 1, m, conf.type = "log-log", cluster = house, start.time = 600))
states("mgus-aj", survfit(Surv(months, f) ~ sex, m, id = id, conf.type = "log-log"), who)
states("mgus-aj-late", survfit(Surv(entry, exit, f) ~ 1, m, id = id, start.time = 600, conf.type = "log"), who)
# each person's time in pieces: the curve must be that of the whole
cut <- do.call(rbind, lapply(seq_len(nrow(m)), function(i) {
  at <- unique(c(seq(m$entry[i], m$exit[i], by = 31), m$exit[i]))
  k <- length(at) - 1
  data.frame(id = m$id[i], entry = at[seq_len(k)], exit = at[-1], event = c(rep("censor", k - 1), m$event[i]), house = m$house[i])
}))
cut <- cut[cut$id <= 150, ]
save(cut[order(cut$exit, cut$id), ], "pieces")
few <- m$id <= 150
states("pieces-aj", survfit(Surv(m$entry[few], m$exit[few], f[few]) ~ 1, id = m$id[few], start.time = 600, conf.type = "plain"), who)
for (s in c("F", "M")) {
  d <- m[m$sex == s, ]
  tra <- matrix(FALSE, 3, 3)
  tra[1, 2:3] <- TRUE
  to <- c(censor = "cens", death = "1", pcm = "2")[d$event]
  e <- etm(data.frame(id = d$id, from = 0, to = to, entry = d$entry, exit = d$exit), c("0", "1", "2"), tra, "cens", s = 0)
  save(data.frame(time = e$time, death = trprob(e, "0 1"), pcm = trprob(e, "0 2"), death_se = sqrt(trcov(e, "0 1")), pcm_se = sqrt(trcov(e, "0 2"))), paste0("mgus-etm-", s))
}
gray <- function(name, g, strata, rho = 0) {
  z <- cuminc(m$months, m$event, g, strata, rho, cencode = "censor")$Tests
  save(data.frame(cause = who, chisq = z[, 1], df = z[, 3], p = pchisq(z[, 1], z[, 3], lower.tail = FALSE)), name)
}
gray("mgus-gray", m$band, rep(1, nrow(m)))
gray("mgus-gray-strata", m$sex, m$house %% 3, 1)
m$room <- m$house %% 3
save(m[, c("months", "event", "sex", "band", "room")], "gray")
# log-rank with late entry: the score test of Cox where no two events coincide
x <- coxph(Surv(age, years, died) ~ band, m, ties = "breslow", timefix = FALSE)
save(data.frame(chisq = x$score, df = 2, p = pchisq(x$score, 2, lower.tail = FALSE)), "mgus-logrank-late")

set.seed(7)
stays <- do.call(rbind, lapply(1:160, function(i) {
  t <- if (runif(1) < .4) 0 else round(runif(1, 0, 20))
  s <- sample(c("a", "b"), 1, prob = c(.7, .3))
  end <- t + round(runif(1, 10, 60))
  d <- NULL
  repeat {
    len <- 1 + round(rexp(1, 1 / 12))
    if (t + len >= end) return(rbind(d, data.frame(id = i, entry = t, exit = max(end, t + 1), from = s, to = "cens")))
    to <- if (runif(1) < .15) "d" else setdiff(c("a", "b", "c"), s)[1 + (runif(1) < .5)]
    d <- rbind(d, data.frame(id = i, entry = t, exit = t + len, from = s, to = to))
    if (to == "d") return(d)
    t <- t + len
    s <- to
  }
}))
stays$side <- ifelse(stays$id %% 2 == 0, "x", "y")
save(stays, "stays")
stays$to <- factor(stays$to, c("cens", "a", "b", "c", "d"))
states("stays-multistate", survfit(Surv(entry, exit, to) ~ side, stays, id = id, istate = from, conf.type = "log-log"), c("a", "b", "c", "d"), "state")
states("stays-multistate-start", survfit(Surv(entry, exit, to) ~ 1, stays, id = id, istate = from, start.time = 12, conf.type = "plain"), c("a", "b", "c", "d"), "state")
at <- summary(survfit(Surv(entry, exit, to) ~ 1, stays, id = id, istate = from, conf.type = "log-log"), times = c(12, 20.5, 31, 40))
states("stays-multistate-at", list(states = at$states, n.risk = at$n.risk, n.event = at$n.event, pstate = at$pstate, std.err = at$std.err, time = at$time,
                                   lower = at$lower, upper = at$upper), c("a", "b", "c", "d"), "state")
