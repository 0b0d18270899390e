#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The authorisation matrix: every route of the program, as every role and as nobody.

    tests/http/run.py [PROGRAM]           build/vejviser when not given

A demo municipality is made, the real program is started on it, and each route that `vejviser routes`
names is asked for as each column of matrix.csv says. The table is written by hand, from what the
roles are for, and not from the code: a route that is missing there is a failure, and so is a line
whose route no longer exists.

Columns are situations, not only roles: for a route with {youth}, {class} or {school} the counsellor
and the school staff come once with an object that is theirs and once with one that is not. Which is
which is read from the database with SQL of our own.

What a cell says, alternatives with | between:
    200 303 404 403   that status
    login             sent to the login page
    reason            sent to the page that asks for a reason
    ok                the handler was reached: any status but 403, 429 and 5xx, and sent to neither

POSTs are sent with everything in order, and must then be as the cell says; and forged (without a
token, from a foreign origin, from origin null): as everybody they must be refused with 403, or sent to
the login page where the cell says so, and change nothing in the database.
"""

import csv
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

HERE = Path(__file__).resolve().parent
DATE = "2026-11-24"
YOUTH = 500
NEW_PASSWORD = "a password of the matrix"
SITUATIONS = ["public", "counsellor-related", "counsellor-unrelated", "school-own", "school-other",
              "team-leader", "management", "admin"]
ROLE_OF = {"public": None, "counsellor-related": "counsellor", "counsellor-unrelated": "counsellor",
           "school-own": "school", "school-other": "school"}
# Ends the session or the walk: comes last.
LAST = ["/log-af"]
# Take files; an urlencoded body would be refused for its type, whoever sends it.
MULTIPART = {"/import"}
# A page with a form that everybody who is logged in may open: where the token comes from.
TOKEN_PAGE = "/min-konto"
# Not of interest when asking whether something was changed.
UNCHANGING = {"session", "login_failure"}


class Browser:
    """One visitor: cookies and token, no redirects followed."""

    def __init__(self, port):
        self.port, self.cookies, self.token = port, {}, None

    def send(self, method, path, fields=None, origin=None, multipart=False, token=True):
        headers = {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if method == "POST":
            fields = dict(fields or {})
            if token and self.token:
                fields["csrf"] = self.token
            body, headers["Content-Type"] = encode(fields, multipart)
            headers["Origin"] = origin or f"http://127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            text = reply.read().decode("utf-8", "replace")
        finally:
            connection.close()
        self.keep(reply.headers.get_all("Set-Cookie") or [])
        return reply.status, reply.headers.get("Location") or "", text

    def keep(self, cookies):
        for cookie in cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            if "max-age=0" in cookie.lower() or not value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def find_token(self, page):
        _, _, text = self.send("GET", page)
        found = re.search(r'name="csrf" value="([^"]+)"', text)
        if not found:
            sys.exit(f"no token on {page}: {text[:500]}")
        self.token = found.group(1)


def encode(fields, multipart):
    if not multipart:
        return urlencode(fields), "application/x-www-form-urlencoded"
    parts = "".join(
        f'--matrix\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items())
    return parts + "--matrix--\r\n", "multipart/form-data; boundary=matrix"


# ---- the world

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def command(program, db, *args, stdin=None):
    made = subprocess.run([program, *args, "--db", db], input=stdin, capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(f"{program} {' '.join(args)}: {made.returncode}\n{made.stderr}{made.stdout}")
    return made.stdout


def serve(program, db, port, log):
    server = subprocess.Popen(
        [program, "serve", "--listen", f"127.0.0.1:{port}", "--date", DATE, "--db", db],
        stdout=log, stderr=log)
    for _ in range(100):
        try:
            if Browser(port).send("GET", "/sundhed")[0] == 200:
                return server
        except OSError:
            time.sleep(0.1)
        if server.poll() is not None:
            break
    log.seek(0)
    sys.exit(f"the server does not answer\n{log.read()}")


def one(database, sql, *values):
    row = database.execute(sql, values).fetchone()
    return row[0] if row else None


OPEN = ("from_day <= '%s' and (to_day is null or to_day >= '%s')" % (DATE, DATE))
# Young people whom this counsellor (?1) has: their own, or at a school of theirs.
HAS = f"""select id from youth where counsellor = ?1 union
    select yc.youth from youth_class yc join class c on c.id = yc.class
    where yc.{OPEN.replace('to_day', 'yc.to_day')} and c.institution in
        (select institution from counsellor_school where account = ?1 and {OPEN})"""
AT = f"""select yc.youth from youth_class yc join class c on c.id = yc.class
    where c.institution = ?1 and yc.{OPEN.replace('to_day', 'yc.to_day')}"""


def school_year():
    year, month, _ = map(int, DATE.split("-"))
    return year if month >= 8 else year - 1


def objects(database, accounts):
    """What each situation finds behind the names in a path."""
    counsellor, school = accounts["counsellor"], accounts["school"]
    own_school = one(database, f"select institution from counsellor_school where account = ? and {OPEN}",
                     counsellor)
    staff_school = one(database, "select institution from account where id = ?", school)
    any_class = ("select id from class where school_year = ? and institution = ? and grade in"
                 " ('8', '9', '10') order by id")
    far_class = ("select id from class where school_year = ? and grade in ('8', '9', '10') and"
                 " institution not in (select institution from counsellor_school where account = ? and " + OPEN + ") order by id")
    year = school_year()
    found = {
        "counsellor-related": {
            "youth": one(database, f"select id from youth where id in ({HAS}) order by id", counsellor),
            "class": one(database, any_class, year, own_school), "school": own_school},
        "counsellor-unrelated": {
            "youth": one(database, f"select id from youth where id not in ({HAS}) order by id", counsellor),
            "class": one(database, far_class, year, counsellor),
            "school": one(database, "select institution from class where institution <> ?", own_school)},
        "school-own": {
            "youth": one(database, f"select id from youth where id in ({AT}) order by id", staff_school),
            "class": one(database, any_class, year, staff_school), "school": staff_school},
        "school-other": {
            "youth": one(database, f"select id from youth where id not in ({AT}) order by id", staff_school),
            "class": one(database, "select id from class where school_year = ? and institution <> ?"
                         " and grade in ('8', '9', '10') order by id", year, staff_school),
            "school": one(database, "select institution from class where institution <> ?", staff_school)},
    }
    for situation in SITUATIONS:
        found.setdefault(situation, found["counsellor-related"])
    for situation, values in found.items():
        missing = [name for name, value in values.items() if value is None]
        if missing:
            sys.exit(f"the demo has no {missing} for {situation}")
    return found


def choose(database, logins):
    """One login of each role; the counsellor with the fewest schools, so that there are foreign ones."""
    schools = {login: n for login, n in database.execute(
        "select a.login, count(*) from account a join counsellor_school cs on cs.account = a.id"
        f" where {OPEN} group by a.login")}
    by_role = {}
    for login in sorted(logins, key=lambda each: schools.get(each["user"], 99)):
        by_role.setdefault(login["role"], login)
    return by_role


def inner(database, name, values, accounts):
    """Objects below a young person or a class, and those that belong to nobody."""
    youth, klass = values["youth"], values["class"]
    row = {
        "note": lambda: one(database, "select id from contact where youth = ?", youth),
        "letter": lambda: one(database, "select id from letter where youth = ?", youth),
        "followup": lambda: one(database, "select id from follow_up where youth = ?", youth),
        "spell": lambda: one(database, "select id from spell where youth = ?", youth),
        "session": lambda: one(database, "select id from collective_session where class = ?", klass),
        "fix": lambda: one(database, "select id from counsellor_school"),
        "reason": lambda: one(database, "select id from access_reason"),
        "user": lambda: accounts["offer"],
        "job": lambda: one(database, "select id from job"),
        "n": lambda: 1,
        "indsats": lambda: "karriereuger",
        "event": lambda: one(database, "select id from event where state = 'published' and sign_up = 1"
                             " order by day desc, id"),
        "uger": lambda: one(database, "select id from event_season"),
        "punkt": lambda: one(database, "select id from event_item"),
        "tilmelding": lambda: one(database, "select id from event_signup where name is not null"),
        "rule": lambda: "duty_work_hours",
        "aar": lambda: "2021-22",
        "form": lambda: "xlsx",
        "del": lambda: "intro",
        "key": lambda: "talk_all",
        "moede": lambda: one(database, "select id from quality_meeting order by id"),
        "beslutning": lambda: one(database, "select v.decision from quality_decision_version v"
                                  " join account a on a.id = v.owner where a.role = 'team-leader'"
                                  " order by v.decision"),
        "lov": lambda: "publish",
        "skoleaar": lambda: 2025,
    }.get(name, lambda: None)()
    return row if row is not None else 1


def fill(database, path, values, accounts):
    def value(match):
        name = match.group(1)
        return str(values.get(name) or inner(database, name, values, accounts))
    return re.sub(r"\{(\w+)\}", value, path)


# ---- judging

def outcome(status, location):
    if status in (301, 302, 303, 307) and location.startswith("/log-ind"):
        return "login"
    if status == 303 and re.match(r"/unge/\w+/begrundelse", location):
        return "reason"
    return str(status)


def fits(cell, seen, path):
    for wanted in cell.split("|"):
        # logging out leads to the login page, which is not being turned away
        if path in LAST and wanted == "303" and seen == "login":
            return True
        if wanted == seen:
            return True
        if wanted == "ok" and seen not in ("login", "reason", "403", "429") and int(seen) < 500:
            return True
    return False


def counts(path):
    """How many rows each table has, by a connection of our own."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    tables = [row[0] for row in database.execute("select name from sqlite_master where type = 'table'")]
    numbers = {t: one(database, f'select count(*) from "{t}"') for t in tables if t not in UNCHANGING}
    numbers["account changes"] = one(
        database, "select group_concat(login || role || lang || shortcuts || coalesce(disabled_at, ''))"
        " from account")
    database.close()
    return numbers


class Matrix:
    def __init__(self):
        self.passed, self.failures = 0, []

    def check(self, good, what):
        if good:
            self.passed += 1
        else:
            self.failures.append(what)


def walk(matrix, routes, table, browsers, path_of):
    """With everything in order: as the cells say."""
    # reason comes late: once it is given, the counsellor is no longer outside the relation
    order = sorted(routes, key=lambda r: (r["path"] in LAST, r["method"] == "POST",
                                          r["path"].endswith("/begrundelse"), r["path"]))
    for route in order:
        method, path = route["method"], route["path"]
        for situation in SITUATIONS:
            cell = table[method, path][situation]
            target = path_of(path, situation)
            if path == "/soeg" and method == "GET" or path == "/soeg/forslag":
                target += "?q=an"
            status, location, _ = browsers[situation].send(method, target,
                                                           multipart=path in MULTIPART)
            seen = outcome(status, location)
            matrix.check(fits(cell, seen, path),
                         f"{method} {path} as {situation}: {cell} expected, {seen} came ({target})")


def walk_forged(matrix, routes, table, browsers, path_of, database_path):
    """Without a token, and from elsewhere: nobody, and nothing changes."""
    before = counts(database_path)
    for route in routes:
        if route["method"] != "POST":
            continue
        path = route["path"]
        for situation in SITUATIONS:
            target = path_of(path, situation)
            for how, options in (("without a token", {"token": False}),
                                 ("from a foreign origin", {"origin": "https://evil.example"}),
                                 ("from origin null", {"origin": "null"})):
                status, location, _ = browsers[situation].send(
                    "POST", target, multipart=path in MULTIPART, **options)
                seen = outcome(status, location)
                refused = seen == "403" or seen == table["POST", path][situation] == "login"
                matrix.check(refused, f"POST {path} as {situation} {how}: 403 expected, {seen} came")
    after = counts(database_path)
    changed = [name for name in after if after[name] != before.get(name)]
    matrix.check(not changed, f"forged POSTs changed {changed}")


def check_table(matrix, routes, table):
    known = {(r["method"], r["path"]) for r in routes}
    for key in sorted(known - set(table)):
        matrix.check(False, f"{key[0]} {key[1]} is a route without a line in matrix.csv")
    for key in sorted(set(table) - known):
        matrix.check(False, f"{key[0]} {key[1]} is a line in matrix.csv without a route")
    for route in routes:
        matrix.check(bool(route["who"]), f"{route['method']} {route['path']} is open to nobody")
        needs = "{youth}" in route["path"]
        matrix.check(not needs or route["audit"] in ("person", "person-change"),
                     f"{route['method']} {route['path']} shows a person without audit")
    return [r for r in routes if (r["method"], r["path"]) in table]


def read_table():
    with open(HERE / "matrix.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = {}
    for row in rows:
        key = row["method"], row["path"]
        if key in table:
            sys.exit(f"matrix.csv: {key} is there twice")
        if None in row.values() or any(not row[s] for s in SITUATIONS):
            sys.exit(f"matrix.csv: {key} has an empty cell")
        table[key] = row
    return table


def log_in(port, user, password):
    browser = Browser(port)
    browser.find_token("/log-ind")
    fields = {"brugernavn": user, "kode": password}
    status, location, text = browser.send("POST", "/log-ind", fields)
    if status != 303:
        sys.exit(f"cannot log in as {user}: {status}\n{text[:2000]}")
    browser.find_token(TOKEN_PAGE)
    return browser


def run(program, folder):
    database_path = f"{folder}/matrix.db"
    db = f"sqlite:{database_path}"
    logins = json.loads(command(program, db, "demo", "--youth", str(YOUTH), "--seed", "1", "--date", DATE,
                                "--json"))
    command(program, db, "user", "add", "offer", "--name", "Offer", "--role", "counsellor",
            stdin=NEW_PASSWORD + "\n")
    routes = json.loads(command(program, db, "routes", "--json"))
    matrix, table = Matrix(), read_table()
    routes = check_table(matrix, routes, table)
    port = free_port()
    with open(f"{folder}/server.log", "w+", encoding="utf-8") as log:
        server = serve(program, db, port, log)
        try:
            database = sqlite3.connect(f"file:{database_path}?mode=ro", uri=True)
            by_role = choose(database, logins)
            ids = {role: one(database, "select id from account where login = ?", login["user"])
                   for role, login in by_role.items()}
            ids["offer"] = one(database, "select id from account where login = 'offer'")
            found = objects(database, ids)

            def path_of(path, situation):
                return fill(database, path, found[situation], ids)

            browsers = {}
            for situation in SITUATIONS:
                role = ROLE_OF.get(situation, situation)
                if role is None:
                    browsers[situation] = Browser(port)
                    browsers[situation].find_token("/log-ind")
                else:
                    login = by_role[role]
                    browsers[situation] = log_in(port, login["user"], login["password"])
            walk_forged(matrix, routes, table, browsers, path_of, database_path)
            walk(matrix, routes, table, browsers, path_of)
            database.close()
        finally:
            server.send_signal(signal.SIGTERM)
            matrix.check(server.wait(20) == 0, "the server did not end well")
        log.seek(0)
        broken = [line for line in log.read().splitlines() if " error " in line]
        for line in broken[:20]:
            print(line)
    chain = subprocess.run([program, "check", "--db", db], capture_output=True, text=True)
    matrix.check(chain.returncode == 0, f"vejviser check: {chain.stdout}{chain.stderr}")
    return matrix


def main(args):
    program = str(Path(args[0] if args else HERE.parent.parent / "build/vejviser").resolve())
    if not os.access(program, os.X_OK):
        sys.exit(f"{program} is not there: build it first")
    os.environ.pop("VEJVISER_DB", None)
    os.environ.pop("VEJVISER_KEY", None)
    os.environ["LC_ALL"] = "C.UTF-8"
    with tempfile.TemporaryDirectory() as folder:
        matrix = run(program, folder)
    number = 0
    for failure in matrix.failures:
        number += 1
        print(f"not ok {number} - {failure}")
    print(f"{matrix.passed} passed, {len(matrix.failures)} failed")
    return 1 if matrix.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
