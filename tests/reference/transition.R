# SPDX-License-Identifier: EUPL-1.2
# Rscript tests/reference/transition.R: frequencies of going from state to state by msm::statetable.msm, and by hand with the
# years in the state; the projection by multiplying matrices, and by etm. NAME.csv is the input, NAME-CASE.csv R's answer.
suppressMessages({library(msm); library(etm)})
out <- "tests/reference/transition"
dir.create(out, showWarnings = FALSE)
digits <- function(d) { for (j in which(sapply(d, is.double))) d[[j]] <- ifelse(is.na(d[[j]]), "", sprintf("%.17g", d[[j]])); d }
save <- function(d, name) write.csv(digits(d), file.path(out, paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")

# Invented lives, one row a person and year; who stays long in a state is less likely to leave it.
set.seed(11)
names <- c("done", "job", "none", "school")
lives <- do.call(rbind, lapply(1:400, function(i) {
  sex <- 1L + (i %% 2L); origin <- as.integer(i %% 5 == 0); state <- 4L; stayed <- 0L; row <- NULL
  for (age in 15:(15 + sample(3:7, 1))) {
    row <- rbind(row, data.frame(id = i, sex, origin, age, state = names[state]))
    leave <- if (state == 1) 0 else .55 - .1 * pmin(stayed, 3)
    to <- if (runif(1) < leave) sample(setdiff(1:4, state), 1, prob = list(NULL, c(2, 2, 1), c(2, 3, 1), c(3, 1, 1))[[state]]) else state
    stayed <- if (to == state) stayed + 1L else 0L
    state <- to
  }
  row
}))
save(lives, "lives")

# by msm: no years in the state
cells <- expand.grid(age = 15:21, origin = 0:1, sex = 1:2)
msm_rows <- do.call(rbind, apply(cells, 1, function(g) {
  d <- lives[lives$sex == g["sex"] & lives$origin == g["origin"] & lives$age %in% (g["age"] + 0:1), ]
  d$number <- match(d$state, names)
  if (!nrow(d) || max(table(d$id)) < 2) return(NULL)
  n <- statetable.msm(number, id, d)
  from <- names[as.integer(rownames(n))]; to <- names[as.integer(colnames(n))]
  r <- data.frame(sex = g[["sex"]], origin = g[["origin"]], age = g[["age"]], state = rep(from, length(to)), years_in_state = 0L, to = rep(to, each = length(from)),
                  p = as.vector(n / rowSums(n)), n = rep(rowSums(n), length(to)))
  r[as.vector(n) > 0, ]
}, simplify = FALSE))
save(msm_rows[order(msm_rows$sex, msm_rows$origin, msm_rows$age, msm_rows$state, msm_rows$to), ], "lives-msm")

# by hand: with the years in the state, 2 standing for more
pairs <- do.call(rbind, lapply(split(lives, lives$id), function(d) {
  run <- ave(seq_along(d$state), cumsum(c(TRUE, d$state[-1] != d$state[-nrow(d)])), FUN = seq_along) - 1
  data.frame(d, years_in_state = pmin(run, 2))[-nrow(d), ] |> transform(to = d$state[-1])
}))
n <- aggregate(list(k = pairs$id), pairs[c("sex", "origin", "age", "state", "years_in_state", "to")], length)
all <- aggregate(list(n = n$k), n[c("sex", "origin", "age", "state", "years_in_state")], sum)
n <- merge(n, all)
n$p <- n$k / n$n
n <- n[order(n$sex, n$origin, n$age, n$state, n$years_in_state, n$to), c("sex", "origin", "age", "state", "years_in_state", "to", "p", "n")]
save(n, "lives-years")

# a whole model with every cell, and its projection by matrices over state and years
set.seed(12)
m <- expand.grid(to = names, years_in_state = 0:2, state = names, age = 15:24, origin = 0:1, sex = 1:2, stringsAsFactors = FALSE)
m$p <- round(runif(nrow(m)) * ifelse(m$to == m$state, 4, 1), 4)
m$p <- m$p / ave(m$p, m$sex, m$origin, m$age, m$state, m$years_in_state, FUN = sum)
m <- m[c("sex", "origin", "age", "state", "years_in_state", "to", "p")]
save(m, "model")
start <- data.frame(state = c("school", "none"), share = c(3, 1))
save(start, "start")
groups <- data.frame(sex = c(1, 1, 2, 2), origin = c(0, 1, 0, 1), share = c(45, 5, 44, 6))
save(groups, "groups")
stay <- expand.grid(years = 0:2, state = names, stringsAsFactors = FALSE)
forward <- function(sex, origin, absorbing) {
  v <- numeric(nrow(stay)); v[stay$years == 0] <- ifelse(names == "school", .75, ifelse(names == "none", .25, 0))
  shares <- list(tapply(v, stay$state, sum)[names])
  for (age in 15:24) {
    step <- matrix(0, nrow(stay), nrow(stay))
    d <- m[m$sex == sex & m$origin == origin & m$age == age, ]
    for (i in seq_len(nrow(d))) {
      from <- which(stay$state == d$state[i] & stay$years == d$years_in_state[i])
      to <- which(stay$state == d$to[i] & stay$years == if (d$to[i] == d$state[i]) min(d$years_in_state[i] + 1, 2) else 0)
      step[from, to] <- step[from, to] + d$p[i]
    }
    if (absorbing) for (s in which(stay$state == "done")) { step[s, ] <- 0; step[s, s] <- 1 }
    v <- as.vector(v %*% step)
    shares <- c(shares, list(tapply(v, stay$state, sum)[names]))
  }
  do.call(rbind, shares)
}
rows <- function(sex, origin, p, done) data.frame(sex, origin, age = rep(15:25, each = 4), state = rep(names, 11), p = as.vector(t(p)), attained = rep(done[, "done"], each = 4))
each <- lapply(1:4, function(g) list(p = forward(groups$sex[g], groups$origin[g], FALSE), done = forward(groups$sex[g], groups$origin[g], TRUE)))
parts <- lapply(1:4, function(g) rows(groups$sex[g], groups$origin[g], each[[g]]$p, each[[g]]$done))
mix <- function(what) Reduce(`+`, Map(function(e, w) e[[what]] * w / 100, each, groups$share))
save(rbind(do.call(rbind, parts), rows(NA, NA, mix("p"), mix("done"))), "model-project")

# etm: the product of what each year's frequencies are, of those who begin in school
men <- lives[lives$sex == 1 & lives$origin == 0, ]
men$origin <- 0L
save(men, "men")
moves <- do.call(rbind, lapply(split(men, men$id), function(d) {
  k <- nrow(d)
  r <- data.frame(id = d$id[1], from = d$state[-k], to = d$state[-1], entry = d$age[-k], exit = d$age[-1])
  r$to[r$to == r$from] <- "cens"
  r[r$from != "done", ]
}))
tra <- matrix(TRUE, 4, 4, dimnames = list(names, names)); diag(tra) <- FALSE
seen <- unique(moves[moves$to != "cens", c("from", "to")])
tra[] <- FALSE
tra[cbind(match(seen$from, names), match(seen$to, names))] <- TRUE
e <- etm(moves, names, tra, "cens", s = 15)
at <- sapply(names, function(s) trprob(e, paste("school", s))[findInterval(16:max(moves$exit), e$time)])
save(data.frame(age = rep(16:max(moves$exit), each = 4), state = rep(names, nrow(at)), p = as.vector(t(at))), "men-etm")
