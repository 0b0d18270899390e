# SPDX-License-Identifier: EUPL-1.2
# VEJVISER=build/vejviser Rscript tests/reference/printed.R: runs the call in R that each `vejviser stat NAME --help` prints,
# as it is printed, on an example file, and holds what R answers against what the command answers. When all agree, the
# calls are written to tests/reference/printed.txt; the test of the help asks that what it prints stands there.
# A column of an example is named as the option that tells it.
invisible(Sys.setlocale("LC_COLLATE", "C"))
suppressMessages({library(survival); library(survey)})
program <- Sys.getenv("VEJVISER", "build/vejviser")
folder <- tempfile(); dir.create(folder)
put <- function(d, name) { f <- file.path(folder, name); write.csv(d, f, row.names = FALSE, quote = FALSE, na = ""); f }
ask <- function(...) system2(program, c("stat", ...), stdout = TRUE)

printed <- function(name, word = "In R: ", ...) {
  help <- ask(name, "--help", ...)
  at <- grep(word, help, fixed = TRUE)
  at <- at[length(at)]
  c(sub(paste0(".*", word), "", help[at]), help[-seq_len(at)])
}
# Every value that the call gives, in order; FILE, START and TOTALS are the example's.
run <- function(lines, files) {
  for (n in names(files)) lines <- gsub(paste0('"', n, '"'), paste0('"', files[[n]], '"'), lines, fixed = TRUE)
  env <- new.env(parent = globalenv()); values <- list()
  for (e in parse(text = lines)) {
    v <- suppressWarnings(suppressMessages(withVisible(eval(e, env))))
    if (v$visible) values <- c(values, list(v$value))
  }
  values
}

left <- 0
# Nine digits, more than R prints.
agree <- function(name, ours, theirs, digits = 9) {
  ours <- as.vector(as.matrix(ours)); theirs <- as.vector(as.matrix(theirs))
  known <- !is.na(ours) & !is.na(theirs)
  off <- abs(ours[known] - theirs[known]) / pmax(abs(theirs[known]), 1e-3)
  ok <- length(ours) == length(theirs) && any(known) && max(off) < 10^-digits
  cat(sprintf("%s - %s: %d numbers, greatest relative difference %.1e\n", if (ok) "ok" else "not ok", name, sum(known),
              if (length(ours) == length(theirs)) max(off) else NA))
  if (!ok) { left <<- left + 1; print(utils::head(ours, 12)); print(utils::head(theirs, 12)) }
}
answer <- function(name, d, options, more = list()) {
  files <- c(list(FILE = put(d, paste0(name, ".csv"))), lapply(names(more), function(n) put(more[[n]], paste0(name, "-", n, ".csv"))) |> setNames(names(more)))
  for (n in names(files)) options <- sub(paste0("^", n, "$"), files[[n]], options)
  ours <- read.csv(text = ask(name, "--in", files$FILE, options), check.names = FALSE)
  list(ours = ours, theirs = run(printed(name), files))
}
columns <- function(...) as.vector(rbind(paste0("--", c(...)), c(...)))

# ---- curves and tests of groups
m <- read.csv("tests/reference/survival/mgus.csv")
m <- transform(m, by = sex, strata = band, n = 1)
d <- transform(m, event = died)[c("entry", "exit", "event", "by")]
a <- answer("km", d, columns("entry", "exit", "event", "by"))
s <- a$theirs[[1]]
end <- s$surv %in% 0:1 # R's interval at 0 and 1 says nothing
agree("km", a$ours[c("time", "n_risk", "n_event", "surv", "se", "lower", "upper")],
      with(s, cbind(time, n.risk, n.event, surv, ifelse(surv == 0, NA, std.err), ifelse(end, NA, lower), ifelse(end, NA, upper))))
states <- function(fit, who) do.call(rbind, lapply(seq_along(fit$strata), function(i) {
  f <- fit[i, ]; j <- match(who, f$states)
  long <- function(x) as.vector(t(x[, j]))
  cbind(rep(f$time, each = length(j)), long(f$pstate), long(f$std.err), ifelse(long(f$pstate) %in% 0:1, NA, long(f$lower)), ifelse(long(f$pstate) %in% 0:1, NA, long(f$upper)))
}))
d <- transform(m, event = c(censor = 0, death = 1, pcm = 2)[event])[c("id", "entry", "exit", "event", "by")]
a <- answer("aj", d, c(columns("entry", "exit", "event", "by", "id"), "--se", "ij"))
agree("aj", a$ours[c("time", "est", "se", "lower", "upper")], states(a$theirs[[1]], c("1", "2")))
d <- read.csv("tests/reference/survival/stays.csv")
d <- transform(d, to = ifelse(to == "cens", "", to), by = side)[c("id", "entry", "exit", "from", "to", "by")]
a <- answer("multistate", d, c(columns("entry", "exit", "from", "to", "id", "by"), "--se", "ij"))
agree("multistate", a$ours[c("time", "est", "se", "lower", "upper")], states(a$theirs[[1]], c("a", "b", "c", "d")))
d <- with(m, data.frame(exit = months, event = died, by = band, strata = sex))
a <- answer("logrank", d, columns("exit", "event", "by", "strata"))
s <- a$theirs[[1]]
agree("logrank", a$ours[c("observed", "expected", "variance", "chisq")], cbind(rowSums(s$obs), rowSums(s$exp), diag(s$var), s$chisq))
d <- with(m, data.frame(exit = months, event = c(censor = 0, death = 1, pcm = 2)[event], by = sex, strata = house %% 3))
a <- answer("gray", d, columns("exit", "event", "by", "strata"))
agree("gray", a$ours[c("chisq", "df", "p")], a$theirs[[1]][, c("stat", "df", "pv")])

# ---- shares
d <- data.frame(x = c(0, 3, 17, 120, 9), n = c(12, 40, 17, 251, 9))
a <- answer("proportion", d, columns("x", "n"))
agree("proportion", a$ours[c("lower", "upper")], a$theirs[[1]])
d <- data.frame(x1 = c(56, 9, 5, 300), n1 = c(70, 10, 56, 5000), x2 = c(48, 3, 0, 411), n2 = c(80, 10, 29, 4800))
a <- answer("difference", d, columns("x1", "n1", "x2", "n2"))
agree("difference", a$ours[c("estimate", "lower", "upper")], a$theirs[[1]][, 5:7])
d <- data.frame(x = c(1, 9, 30, 44, 210), n = c(6, 31, 90, 204, 800))
a <- answer("funnel", d, columns("x", "n"))
agree("funnel", a$ours[order(a$ours$level, a$ours$n), c("lower", "upper")], rbind(a$theirs[[1]][, 1:2], a$theirs[[1]][, 3:4]))
a <- answer("trend", read.csv("tests/reference/tables/wild.csv"), columns("year", "x", "n"))
agree("trend", a$ours[c("fit", "lower", "upper")], a$theirs[[1]])
col <- read.csv("tests/reference/tables/colon.csv")
d <- with(col, data.frame(y = status, x = obstruct, strata = paste(rx, etype)))
a <- answer("mh", d, columns("y", "x", "strata"))
s <- a$theirs[[1]]
agree("mh", a$ours[a$ours$measure == "OR", c("estimate", "lower", "upper", "p")], c(s$estimate, s$conf.int, s$p.value))

# ---- regressions
col <- read.csv("tests/reference/regression/colon.csv")
d <- with(subset(col, etype == 2), data.frame(y = status, x = age, cluster = age %% 23))
a <- answer("logit", d, columns("y", "x", "cluster"))
agree("logit", a$ours[c("coef", "se", "robust_se")], a$theirs[[1]])
cgd <- read.csv("tests/reference/regression/cgd.csv")
d <- with(cgd, data.frame(id, entry = tstart, exit = tstop, event = status, x = age, strata = inherit))
a <- answer("cox", d, columns("entry", "exit", "event", "x", "strata", "id"))
agree("cox", a$ours[c("coef", "se", "robust_se")], a$theirs[[1]][, c("coef", "se(coef)", "robust se")])
z <- answer("cox", d, c(columns("entry", "exit", "event", "x", "strata", "id"), "--zph", "km"))
agree("cox --zph", z$ours[c("chisq", "df", "p")], z$theirs[[2]])
chick <- read.csv("tests/reference/effect/chick.csv")
d <- with(chick, data.frame(id = chick, time = day, y = weight, treat = group, post = late))
a <- answer("did", d, c(columns("y", "treat", "post"), "--cluster", "id"))
agree("did", a$ours[c("coef", "se", "robust_se")], a$theirs[[1]])
d$treat <- chick$on
a <- answer("did", d, columns("y", "treat", "id", "time"))
agree("did by unit and time", a$ours[a$ours$term == "treated" | a$ours$term == "treat", c("coef", "se", "robust_se")], a$theirs[[2]]["treat", , drop = FALSE])
col <- read.csv("tests/reference/effect/colon.csv")
d <- with(col, data.frame(y = status, treat = obstruct, x = age + nodes / 8))
a <- answer("match", d, columns("y", "treat", "x"))
b <- answer("match", d, c(columns("y", "treat", "x"), "--method", "weight"))
att <- function(r) r$ours$estimate[r$ours$measure == "att"]
agree("match", c(att(a), att(b)), c(a$theirs[[1]], a$theirs[[2]]["treat"]))

# ---- surveys
d <- read.csv("tests/reference/survey/strat.csv")
d <- with(d, data.frame(y = met, weight = pw, cluster = seq_along(met), strata = stype, post = wide))
totals <- data.frame(post = c("No", "Yes"), total = c(1072, 5122))
o <- columns("y", "weight", "cluster", "strata")
a <- answer("survey", d, o, list(TOTALS = totals))
p <- answer("survey", d, c(o, "--post", "post", "--totals", "TOTALS"), list(TOTALS = totals))
share <- function(s) c(s[[1]], attr(s, "ci"))
agree("survey", a$ours[c("estimate", "lower", "upper")], share(a$theirs[[1]]))
agree("survey, its error", a$ours[c("estimate", "se")], c(coef(a$theirs[[2]]), SE(a$theirs[[2]])))
agree("survey --post", p$ours[c("estimate", "lower", "upper")], share(a$theirs[[3]]))

# ---- moving from state to state
lives <- read.csv("tests/reference/transition/lives.csv")
pairs <- do.call(rbind, lapply(split(lives, lives$id), function(l) {
  stay <- ave(seq_along(l$state), cumsum(c(TRUE, l$state[-1] != l$state[-nrow(l)])), FUN = seq_along) - 1
  transform(l, years = stay)[-nrow(l), ] |> transform(to = l$state[-1])
}))
a <- answer("transitions", pairs, c(columns("sex", "origin", "age", "state", "years", "to"), "--least", "1"))
table <- a$theirs[[1]]
own <- subset(transform(a$ours, cell = paste(sex, origin, age, state, years_in_state)), cell %in% rownames(table))
agree("transitions", own$p, table[cbind(own$cell, own$to)])
cell <- subset(read.csv("tests/reference/transition/model.csv"), sex == 1 & origin == 0 & years_in_state == 0)
start <- read.csv("tests/reference/transition/start.csv")
o <- c("--start", "START")
a <- answer("project", cell, o, list(START = start))
last <- subset(a$ours, age == max(age) & is.na(sex))
agree("project", last$p, a$theirs[[1]][, last$state])
set.seed(1)
b <- answer("simulate", cell, c(o, "--persons", "200000"), list(START = start))
drawn <- subset(b$ours, age == max(age) & is.na(sex))
within <- function(p, n) all(abs(p - last$p) < 5 * sqrt(last$p * (1 - last$p) / n))
agree("simulate, within five errors of project", within(drawn$p, 200000) && within(b$theirs[[1]][drawn$state], 2000), TRUE)

# ---- hiding
shown <- expand.grid(row = c("a", "b", "c"), col = c("x", "y", "z"), stringsAsFactors = FALSE)
shown$value <- c(3, 9, 12, 8, 7, 20, 15, 2, 11)
d <- rbind(shown, data.frame(row = "total", aggregate(value ~ col, shown, sum)), data.frame(aggregate(value ~ row, shown, sum), col = "total"), data.frame(row = "total", col = "total", value = sum(shown$value)))
a <- answer("suppress", d, columns("row", "col"))
key <- function(d) paste(d$row, d$col)
ours <- a$ours[match(key(d), key(a$ours)), ]
agree("suppress", ours$status == "primary", a$theirs[[1]])
d$status <- ifelse(d$row %in% c("a", "b") & d$col %in% c("x", "y"), "hidden", "shown")
d$value[d$status != "shown"] <- NA
a <- answer("audit", d, c(columns("row", "col"), "--threshold", "0", "--zero"))
h <- a$ours[match(key(subset(d, status != "shown")), key(a$ours)), ]
agree("audit", h[c("low", "high")], a$theirs[[1]])

# ---- both languages print the same, and what was run is written down
names <- sub("^  ([a-z]+) .*", "\\1", grep("^  [a-z]+ ", ask("--help"), value = TRUE))
record <- unlist(lapply(names, function(n) c(paste("##", n), printed(n), "")))
if (left > 0) quit(status = 1)
writeLines(record, "tests/reference/printed.txt")
cat(length(names), "calls written to tests/reference/printed.txt\n")
