#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
#
# Can a login be told from no login by the clock? Sends failing logins of four kinds, interleaved, to a
# running server and prints p50 and p95 of each kind and how far the kinds lie apart:
#
#     unknown     there is no such login
#     wrong       the login exists, the password is wrong
#     disabled    the password is right, the account was disabled
#     expired     the password is right, its last day has passed
#
# The accounts are made in the database file beforehand, many of each kind, since the throttle lets
# nobody fail more than five times; for the same reason every attempt comes from an address of its own
# (the server must run with --origin, so that it believes X-Forwarded-For).
#
# usage: bench/login.py DATABASE.db LOGIN PASSWORD URL [--each N] [--clients N] [--load N]
# LOGIN and PASSWORD: of an account in the database; the made accounts have the same password
import argparse
import http.client
import random
import re
import sqlite3
import threading
import time
import urllib.parse

KINDS = ('unknown', 'wrong', 'disabled', 'expired')


def accounts_make(path, like, each):
    db = sqlite3.connect(path, timeout=30)
    (hashed,) = db.execute('select password from account where login = ?', (like,)).fetchone()
    top = db.execute('select max(id) from account').fetchone()[0]
    now = int(time.time() * 1e6)
    rows = []
    for kind in ('wrong', 'disabled', 'expired'):
        for i in range(each):
            top += 1
            rows.append((top, f'bench-{kind}-{i}', hashed, now if kind == 'disabled' else None,
                         '2020-01-01' if kind == 'expired' else None, now))
    db.executemany('insert into account (id, login, name, role, password, disabled_at, valid_to, created_at)'
                   " values (?, ?, 'Bench', 'counsellor', ?, ?, ?, ?)", rows)
    db.commit()
    db.close()


class Client:
    def __init__(self, url):
        self.url = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=60)
        self.connection.request('GET', '/log-ind')
        reply = self.connection.getresponse()
        self.cookie = reply.getheader('Set-Cookie').split(';')[0]
        self.csrf = re.search(rb'name="csrf" value="([^"]*)"', reply.read()).group(1).decode()

    def attempt(self, login, password):
        """Seconds until the answer; None when the server said that it was too busy."""
        address = '10.%d.%d.%d' % tuple(random.randrange(256) for _ in range(3))
        body = urllib.parse.urlencode({'csrf': self.csrf, 'brugernavn': login, 'kode': password})
        headers = {'Content-Type': 'application/x-www-form-urlencoded', 'Cookie': self.cookie,
                   'Origin': self.url.geturl(), 'X-Forwarded-For': address}
        start = time.perf_counter()
        self.connection.request('POST', '/log-ind', body, headers)
        reply = self.connection.getresponse()
        reply.read()
        took = time.perf_counter() - start
        if reply.status not in (200, 503):
            raise SystemExit(f'{login}: {reply.status}')
        return took if reply.status == 200 else None


def attempts_of(each, password):
    """Kinds take turns, in another order every time."""
    for i in range(each):
        for kind in random.sample(KINDS, len(KINDS)):
            right = kind in ('disabled', 'expired')
            yield kind, f'bench-{kind}-{i}', password if right else 'not the password at all'


def percentile(values, p):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * p))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('database')
    parser.add_argument('login')
    parser.add_argument('password')
    parser.add_argument('url')
    parser.add_argument('--each', type=int, default=300)
    parser.add_argument('--clients', type=int, default=1, help='how many measure at once')
    parser.add_argument('--load', type=int, default=0, help='how many more only make load')
    args = parser.parse_args()
    accounts_make(args.database, args.login, args.each)

    lock = threading.Lock()
    todo = attempts_of(args.each, args.password)
    took = {kind: [] for kind in KINDS}
    busy = 0
    done = threading.Event()

    def measure():
        nonlocal busy
        client = Client(args.url)
        while True:
            with lock:
                item = next(todo, None)
            if item is None:
                return
            seconds = client.attempt(item[1], item[2])
            with lock:
                if seconds is None:
                    busy += 1
                else:
                    took[item[0]].append(seconds * 1000)

    def load(n):
        client = Client(args.url)
        i = 0
        while not done.is_set():
            client.attempt(f'load-{n}-{i}', 'not the password at all')
            i += 1

    measuring = [threading.Thread(target=measure) for _ in range(args.clients)]
    loading = [threading.Thread(target=load, args=(n,)) for n in range(args.load)]
    for thread in measuring + loading:
        thread.start()
    for thread in measuring:
        thread.join()
    done.set()
    for thread in loading:
        thread.join()

    for p, name in ((0.50, 'p50'), (0.95, 'p95')):
        values = [percentile(took[kind], p) for kind in KINDS]
        line = ', '.join(f'{kind} {value:.1f}' for kind, value in zip(KINDS, values))
        print(f'failing login, {name}: {line} ms; apart {max(values) - min(values):.1f} ms')
    if busy:
        print(f'{busy} of {4 * args.each} were told to try again in a moment')


if __name__ == '__main__':
    main()
