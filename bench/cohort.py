#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""SQLite counts who is where on a day, beside bench_cohort: days as integers, everything else as its own shell would
import it. CPU seconds, median of three. usage: cohort.py DIR DAY FILE"""

import csv
import datetime
import resource
import sqlite3
import sys

path, day, file = sys.argv[1:]
epoch = datetime.date(1970, 1, 1).toordinal()
known = {}


def number(text):
    if text not in known:
        known[text] = datetime.date.fromisoformat(text).toordinal() - epoch if text else 99999
    return known[text]


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def rows(name):
    with open(f"{path}/{name}.csv", newline="") as lines:
        next(lines)
        yield from csv.reader(lines)


db = sqlite3.connect(file)
db.execute("pragma journal_mode=off")
db.execute("pragma synchronous=off")
db.execute("create table pe(id integer primary key, b int, kom int)")
db.execute("create table sp(id int, kind int, a int, b int)")
db.executemany("insert into pe values (?,?,?)", ((r[0], number(r[1]), r[4]) for r in rows("persons")))
db.executemany("insert into sp values (?,?,?,?)", ((r[0], r[1], number(r[2]), number(r[3])) for r in rows("spells")))
db.commit()
x, times = number(day), []
for _ in range(3):
    start = cpu()
    cells = db.execute("select p.kom, (?1 - p.b) * 4 / 1461, s.kind, count(*) from sp s join pe p on p.id = s.id"
                       " where s.a <= ?1 and s.b > ?1 group by 1, 2, 3", (x,)).fetchall()
    times.append(cpu() - start)
print(f"sqlite_status {sorted(times)[1]:.4f}\nsqlite_cells {len(cells)}")
