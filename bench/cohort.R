# SPDX-License-Identifier: EUPL-1.2
# data.table reads the population and counts who is where on a day; survfit draws the curve of all.
# usage: Rscript bench/cohort.R DIR DAY CELLS CURVE     CPU seconds, one thread, medians of five
suppressMessages({library(data.table); library(survival)})
args <- commandArgs(TRUE)
setDTthreads(1L)
cpu <- function(e) { g <- system.time(e); g[[1]] + g[[2]] }
read <- median(sapply(1:5, function(i) cpu({
  p <<- fread(file.path(args[1], "persons.csv")); s <<- fread(file.path(args[1], "spells.csv"))})))
x <- as.integer(as.IDate(args[2]))
s[, `:=`(a = as.integer(start), b = fifelse(is.na(end), 99999L, as.integer(end)))]
p[, bd := as.integer(birth)]
status <- median(sapply(1:5, function(i) cpu({
  z <- s[a <= x & b > x, .(id, kind)]
  z[, `:=`(kom = p$kom[id], age = ((x - p$bd[id]) * 4L) %/% 1461L)]
  cells <<- z[, .N, by = .(kom, age, kind)]})))
setorder(cells, kom, age, kind)
fwrite(cells, args[3])
cat(sprintf("fread %.4f\ndata_table_status %.6f\n", read, status))
# the curve: the first completed youth education from 15 years on, moving in as truncation
snap <- max(s$a, s$b[s$b < 99999L]) + 1L
done <- s[outcome == 1L & kind %in% c(3L, 5L, 8L), .(day = min(b)), by = id]
p[, `:=`(entry = pmax(bd + 5478L, as.integer(movein)), exit = pmin(snap, fifelse(is.na(moveout), 99999L, as.integer(moveout))))]
p[done, day := i.day, on = "id"]
p[, ev := as.integer(!is.na(day) & day <= exit)]
p[ev == 1L, exit := day]
r <- p[exit > entry]
f <- survfit(Surv(entry - bd, exit - bd, ev) ~ 1, data = r)
at <- summary(f, times = round(c(18, 20, 22, 25, 28) * 365.25))
fwrite(data.table(time = at$time, est = 1 - at$surv), args[4])
