#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# Starts the program with a small demo municipality on a private port and lets a browser look at it.
# usage: tests/browser/run.sh     VEJVISER names another program, OUT another folder for the pictures, ONLY some pages.
set -euo pipefail
cd "$(dirname "$0")/../.."

vejviser=${VEJVISER:-build/vejviser}
out=${OUT:-build/browser}
day=2026-11-23
work=$(mktemp -d)
server=""

finish() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT

port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
db=sqlite:$work/browser.db
"$vejviser" --db "$db" migrate >/dev/null
"$vejviser" --db "$db" demo --youth 2000 --date "$day" --json >"$work/logins.json"
"$vejviser" --db "$db" serve --listen "127.0.0.1:$port" --date "$day" --outbox "$work/outbox" >"$work/server.log" 2>&1 &
server=$!

for _ in $(seq 100); do
    if curl -sf "http://127.0.0.1:$port/sundhed" >/dev/null; then break; fi
    if ! kill -0 "$server" 2>/dev/null; then
        cat "$work/server.log"
        echo "the server ended before it could serve" >&2
        exit 1
    fi
    sleep 0.1
done

status=0
node tests/browser/run.mjs "http://127.0.0.1:$port" "$work/logins.json" "$out" || status=$?
if [ "$status" -ne 0 ]; then
    echo "# the server's last words:"
    tail -n 20 "$work/server.log" | sed 's/^/#   /'
fi
[ "$status" -eq 0 ]
