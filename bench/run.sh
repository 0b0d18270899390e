#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# Measures what bench/README.md promises, on a municipality of 100,000 young people. Prints each figure as the median
# of five runs. Everything runs on the loopback address, for a bounded time, and is stopped at the end.
# usage: bench/run.sh [pages|import|start|write|login|duty|cohort...]      (needs wrk, nginx, curl, jq and /usr/bin/time)
set -euo pipefail
cd "$(dirname "$0")/.."

vejviser=${VEJVISER:-build/vejviser}
youth=${YOUTH:-100000}
seconds=${SECONDS_EACH:-5}
runs=5
work=$(mktemp -d)
pids=()
trap 'kill ${pids[@]+"${pids[@]}"} 2>/dev/null || true; rm -rf "$work"' EXIT

median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
free_port() { /usr/bin/python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }

db=$work/big.db
make_database() {
    [ -e "$db" ] && return
    /usr/bin/time -f "demo of $youth young people: %e s, %M KiB" \
        "$vejviser" --db "sqlite:$db" demo --youth "$youth" --heavy --json 2>"$work/demo.log" >"$work/logins.json"
    tail -1 "$work/demo.log"
}

serve() {
    make_database
    port=$(free_port)
    "$vejviser" --db "sqlite:$db" serve --listen "127.0.0.1:$port" 2>"$work/serve.log" &
    server=$!
    pids+=("$server")
    for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/sundhed" >/dev/null && break; sleep 0.05; done
    # The day's erasure walks all persons once, at night: not what is measured here.
    for _ in $(seq 300); do
        [ "$(sqlite3 "file:$db?mode=ro" "select count(*) from job where state in ('queued','running')")" = 0 ] && break
        sleep 0.2
    done
}

# log_in [ROLE]: the cookie of the first of that role; the first counsellor has 300 open tasks.
log_in() {
    local jar=$work/jar role=${1:-counsellor} user password token
    rm -f "$jar"
    user=$(jq -r --arg r "$role" '[.[]|select(.role==$r)][0].user' "$work/logins.json")
    password=$(jq -r --arg r "$role" '[.[]|select(.role==$r)][0].password' "$work/logins.json")
    token=$(curl -s -c "$jar" "http://127.0.0.1:$port/log-ind" | sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -1)
    curl -s -o /dev/null -b "$jar" -c "$jar" -H "Origin: http://127.0.0.1:$port" \
        --data-urlencode "csrf=$token" --data-urlencode "brugernavn=$user" --data-urlencode "kode=$password" \
        "http://127.0.0.1:$port/log-ind"
    cookie="vejviser=$(awk '$6=="vejviser"{print $7}' "$jar")"
}

# load CONNECTIONS PATH -> "requests/s p99-ms", medians of the runs
load() {
    local i out=$work/load
    : >"$out"
    for i in $(seq "$runs"); do
        wrk -t2 -c"$1" -d"${seconds}s" -H "Cookie: $cookie" --latency "http://127.0.0.1:$port$2" >"$work/wrk.$i"
        if grep -q 'Non-2xx' "$work/wrk.$i"; then echo "not all answers were 200: $2" >&2; exit 1; fi
        awk '/99%/{x=$2; if (x ~ /us$/) f=0.001; else if (x ~ /ms$/) f=1; else f=1000; sub(/[a-z]+$/,"",x); p=x*f}
             /Requests\/sec/{r=$2} END {print r, p}' "$work/wrk.$i" >>"$out"
    done
    echo "$(awk '{print $1}' "$out" | median) $(awk '{print $2}' "$out" | median)"
}

part_pages() {
    serve
    log_in
    local person nginx_port r p nginx_r
    person=$(curl -s -b "$cookie" "http://127.0.0.1:$port/unge" | sed -n 's/.*href="\(\/unge\/[a-z2-7]\{26\}\)".*/\1/p' | head -1)
    curl -s -b "$cookie" "http://127.0.0.1:$port$person" >"$work/page.html"
    read -r r p <<<"$(load 32 "$person")"
    nginx_port=$(free_port)
    cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.err; events { worker_connections 256; }
http { access_log off; default_type text/html; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
 uwsgi_temp_path $work/u; scgi_temp_path $work/s; keepalive_requests 1000000;
 server { listen 127.0.0.1:$nginx_port; root $work; } }
CONF
    chmod 755 "$work"
    nginx -c "$work/nginx.conf" -g 'daemon off;' &
    pids+=("$!")
    sleep 1
    local own=$port
    port=$nginx_port
    read -r nginx_r _ <<<"$(load 32 /page.html)"
    port=$own
    echo "page of a young person, 32 connections: $r/s, p99 $p ms; nginx, the same $(stat -c %s "$work/page.html") bytes as a file: $nginx_r/s; ratio $(awk "BEGIN{print $r/$nginx_r}")"
    read -r r p <<<"$(load 8 '/i-dag?alt=1')"
    local lines
    lines=$(curl -s -b "$cookie" "http://127.0.0.1:$port/i-dag?alt=1" | grep -c 'class="wl__row"')
    echo "worklist with $lines open tasks, 8 connections: $r/s, p99 $p ms"
    local q
    for q in 'q=ma' 'q=15.03.2010' 'q=9.b' 'q=ma&alle=1' 'q=an+s%C3%B8&alle=1' 'q=15.03.2010&alle=1'; do
        read -r r p <<<"$(load 8 "/soeg?$q")"
        echo "search $q, 8 connections: $r/s, p99 $p ms"
    done
    log_in team-leader
    read -r r p <<<"$(load 8 /team)"
    echo "the team leader's overview, 8 connections: $r/s, p99 $p ms"
    log_in school
    local grid
    grid=$(curl -s -b "$cookie" "http://127.0.0.1:$port/skole/indberetning" | sed -n 's/.*href="\(\/skole\/indberetning\/[0-9]*\/2\)".*/\1/p' | head -1)
    read -r r p <<<"$(load 8 "$grid")"
    echo "a class of $(curl -s -b "$cookie" "http://127.0.0.1:$port$grid" | grep -o 'name="elev"' | wc -l) pupils as a grid of marks, 8 connections: $r/s, p99 $p ms"
    echo "memory while serving: $(awk '/VmHWM/{print $2/1024}' "/proc/$server/status") MiB at its peak"
    kill "$server"
}

part_start() {
    make_database
    local i t0
    for i in $(seq "$runs"); do
        port=$(free_port)
        t0=$(date +%s%N)
        "$vejviser" --db "sqlite:$db" serve --listen "127.0.0.1:$port" 2>/dev/null &
        server=$!
        until curl -sf "http://127.0.0.1:$port/sundhed" >/dev/null; do sleep 0.01; done
        echo $((($(date +%s%N) - t0) / 1000000))
        kill "$server"
        wait "$server" 2>/dev/null || true
    done | median | sed 's/.*/start to first answer: & ms/'
}

part_import() {
    local i file=$work/pupils.xml out=$work/import
    "$vejviser" --db "sqlite:$work/empty.db" migrate >/dev/null
    /usr/bin/python3 tests/data/make_pupils.py --pupils "$youth" --register "$work/institutions.csv" "$file"
    "$vejviser" --db "sqlite:$work/empty.db" import institutions "$work/institutions.csv" >/dev/null
    : >"$out"
    for i in $(seq "$runs"); do
        cp "$work/empty.db" "$work/import.db"
        cp "$work/empty.db.key" "$work/import.db.key"
        /usr/bin/time -f "new %e %M" "$vejviser" --db "sqlite:$work/import.db" import pupils "$file" >/dev/null 2>>"$out"
        /usr/bin/time -f "again %e %M" "$vejviser" --db "sqlite:$work/import.db" import pupils "$file" >/dev/null 2>>"$out"
        rm -f "$work"/import.db*
    done
    for i in new again; do
        echo "import of $youth pupils, $i: $(awk -v k=$i '$1==k{print $2}' "$out" | median) s, $(awk -v k=$i '$1==k{print $3/1024}' "$out" | median) MiB"
    done
}

# Whether a login can be told from no login by the clock: quiet, then while five more clients log in.
part_login() {
    make_database
    local i login=$work/login.db user password
    user=$(jq -r '.[0].user' "$work/logins.json")
    password=$(jq -r '.[0].password' "$work/logins.json")
    for i in 0 5; do
        rm -f "$login"*
        cp "$db" "$login"
        cp "$db.key" "$login.key"
        port=$(free_port)
        "$vejviser" --db "sqlite:$login" serve --listen "127.0.0.1:$port" --origin "http://127.0.0.1:$port" 2>"$work/serve.log" &
        server=$!
        pids+=("$server")
        for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/sundhed" >/dev/null && break; sleep 0.05; done
        echo "with $i other clients that log in:"
        /usr/bin/python3 bench/login.py "$login" "$user" "$password" "http://127.0.0.1:$port" --each 100 --load "$i"
        kill "$server"
        wait "$server" 2>/dev/null || true
    done
}

part_write() {
    script/build bench_groupcommit
    build/bench_groupcommit "sqlite:$work/write.db" 32 "$seconds"
}

# Every clock of the duty, worked out anew.
part_duty() {
    make_database
    script/build bench_duty
    build/bench_duty "sqlite:$db" 11
}

# The statistics over a population of files, POPULATION=DIR with persons.csv and spells.csv; needs R.
part_cohort() {
    if [ -z "${POPULATION:-}" ]; then
        echo "cohort: no population; set POPULATION to a folder with persons.csv and spells.csv"
        return
    fi
    script/build bench_cohort
    bench/cohort.sh "$POPULATION"
}

parts=("$@")
if [ "${#parts[@]}" -eq 0 ]; then parts=(start pages import write login duty cohort); fi
for part in "${parts[@]}"; do "part_$part"; done
