#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# The columns of src/cohort against data.table, SQLite and a flat scan, in one run, on the same population, and
# whether all say the same. CPU seconds, one thread, medians of five (SQLite: three). Needs R with data.table and
# survival, and python3.
# usage: bench/cohort.sh DIR [DAY]      DIR with persons.csv and spells.csv
set -euo pipefail
cd "$(dirname "$0")/.."

dir=$1 day=${2:-2021-10-01}
build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$build/bench_cohort" "$dir" "$day" "$work/cells.csv" >"$work/ours"
Rscript bench/cohort.R "$dir" "$day" "$work/cells-r.csv" "$work/curve-r.csv" >"$work/theirs"
"$build/vejviser" cohort curve --csv "$dir" --ages 18,20,22,25,28 >"$work/curve.csv"
python3 - "$dir" "$day" "$work/db" >>"$work/theirs" <<'PYTHON'
# SQLite with days as integers, everything else as its own shell would import it.
import csv, datetime, resource, sqlite3, sys
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
PYTHON

cat "$work/ours" "$work/theirs"
python3 - "$work" <<'PYTHON'
import csv, sys
work = sys.argv[1]
v = dict(line.split() for name in ("ours", "theirs") for line in open(f"{work}/{name}"))
f = {name: float(value) for name, value in v.items()}
print(f"read against fread                 {f['fread'] / f['read']:8.2f} x   (>= 1)")
print(f"status against data.table          {f['data_table_status'] / f['status']:8.1f} x   (>= 10)")
print(f"status against SQLite              {f['sqlite_status'] / f['status']:8.1f} x   (>= 100)")
print(f"status against a flat scan         {f['status'] / f['scan']:8.1f} x its time (<= 10)")
print(f"60 month-ends against one          {f['sweep60'] / f['status']:8.1f} x its time (<= 10)")
print(f"memory held, and at the peak       {f['held_mb']:.0f} MB, {f['peak_mb']:.0f} MB (<= 150)")
same = open(f"{work}/cells.csv").read() == open(f"{work}/cells-r.csv").read()
print(f"cells as data.table's: {'all equal' if same else 'DIFFERENT'}")
ours = {r["time"]: float(r["est"]) for r in csv.DictReader(open(f"{work}/curve.csv"))}
theirs = {r["time"]: float(r["est"]) for r in csv.DictReader(open(f"{work}/curve-r.csv"))}
print(f"curve against survfit: largest difference {max(abs(ours[t] - theirs[t]) for t in theirs):.1e}")
sys.exit(0 if same else 1)
PYTHON
