#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# Measures what bench/README.md promises: the pages on a municipality of 100,000 young people, the statistics on a
# country of 1.1 million. Ends with one table: what we take, what the baseline of the same run takes, their ratio or
# the figure, what is to be reached, and whether it is. Each figure is the median of five runs unless bench/README.md
# says otherwise. Everything runs on the loopback address, for a bounded time, and is stopped at the end.
# usage: bench/run.sh [PART...]      (needs what script/packages-bench lists); parts:
#   start pages public import write login duty indicators report   the program
#   columns curves models disclosure simulation whatif   the statistics
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=/dev/null
. bench/table.sh
# shellcheck source=/dev/null
. bench/stat.sh

build=${BUILD:-build}
vejviser=${VEJVISER:-$build/vejviser}
youth=${YOUTH:-100000}
seconds=${SECONDS_EACH:-5}
runs=5
work=$(mktemp -d)
pids=()
trap 'kill ${pids[@]+"${pids[@]}"} 2>/dev/null || true; rm -rf "$work"' EXIT
table_begin "$work/table"

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

# number_before WORD LINE
number_before() {
    local head=${2%%"$1"*}
    echo "${head##* }"
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
        wrk -t2 -c"$1" -d"${seconds}s" ${cookie:+-H "Cookie: $cookie"} --latency "http://127.0.0.1:$port$2" >"$work/wrk.$i"
        if grep -q 'Non-2xx' "$work/wrk.$i"; then echo "not all answers were 200: $2" >&2; exit 1; fi
        awk '/99%/{x=$2; if (x ~ /us$/) f=0.001; else if (x ~ /ms$/) f=1; else f=1000; sub(/[a-z]+$/,"",x); p=x*f}
             /Requests\/sec/{r=$2} END {print r, p}' "$work/wrk.$i" >>"$out"
    done
    echo "$(awk '{print $1}' "$out" | median) $(awk '{print $2}' "$out" | median)"
}

# nginx_serve FILE: sets nginx_port; the file is served from memory, without a log
nginx_serve() {
    mkdir -p "$work/files"
    cp "$1" "$work/files/page.html"
    chmod 755 "$work" "$work/files"
    nginx_port=$(free_port)
    cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.err; events { worker_connections 256; }
http { access_log off; default_type text/html; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f;
 uwsgi_temp_path $work/u; scgi_temp_path $work/s; keepalive_requests 1000000;
 server { listen 127.0.0.1:$nginx_port; root $work/files; } }
CONF
    nginx -c "$work/nginx.conf" -g 'daemon off;' &
    nginx=$!
    pids+=("$nginx")
    for _ in $(seq 100); do curl -sf "http://127.0.0.1:$nginx_port/page.html" >/dev/null && break; sleep 0.05; done
}

# against_nginx WHAT PATH REACH: the page at 32 connections, and nginx with the same bytes right after it
against_nginx() {
    local r p nginx_r own=$port
    curl -s -b "$cookie" "http://127.0.0.1:$port$2" >"$work/page.html"
    read -r r p <<<"$(load 32 "$2")"
    nginx_serve "$work/page.html"
    port=$nginx_port
    read -r nginx_r _ <<<"$(load 32 /page.html)"
    port=$own
    kill "$nginx"
    row "$1, 32 connections" "$r/s, p99 $p ms" "nginx, the same $(stat -c %s "$work/page.html") bytes: $nginx_r/s" \
        "$(ratio "$r" "$nginx_r")" ">=" "$3"
    answered=$r waited=$p
}

# answer WHAT PATH REACH: the 99th percentile at 8 connections
answer() {
    local r p
    read -r r p <<<"$(load 8 "$2")"
    row "$1, 8 connections: p99 ms" "$r/s" "" "$p" "<=" "$3"
}

part_pages() {
    serve
    log_in
    local person q lines grid
    person=$(curl -s -b "$cookie" "http://127.0.0.1:$port/unge" | sed -n 's/.*href="\(\/unge\/[a-z2-7]\{26\}\)".*/\1/p' | head -1)
    against_nginx "page of a young person against nginx" "$person" 0.1
    row "page of a young person: requests a second" "" "" "$answered" ">=" 2000
    row "page of a young person: p99 ms" "" "" "$waited" "<=" 50
    lines=$(curl -s -b "$cookie" "http://127.0.0.1:$port/i-dag?alt=1" | grep -c 'class="wl__row"')
    answer "worklist with $lines open tasks" '/i-dag?alt=1' 30
    for q in 'q=ma' 'q=15.03.2010' 'q=9.b' 'q=ma&alle=1' 'q=an+s%C3%B8&alle=1' 'q=15.03.2010&alle=1'; do
        answer "search $q" "/soeg?$q" 20
    done
    log_in team-leader
    answer "the team leader's overview" /team 50
    answer "the year's wheel with every figure" /team/kvalitet 50
    answer "one figure, five years beside each other" /team/kvalitet/tal/talk_all 50
    log_in school
    grid=$(curl -s -b "$cookie" "http://127.0.0.1:$port/skole/indberetning" | sed -n 's/.*href="\(\/skole\/indberetning\/[0-9]*\/2\)".*/\1/p' | head -1)
    answer "a class of $(curl -s -b "$cookie" "http://127.0.0.1:$port$grid" | grep -o 'name="elev"' | wc -l) pupils as a grid of marks" "$grid" 50
    row "memory while serving: MiB at the peak" "" "" "$(awk '/VmHWM/{print $2/1024}' "/proc/$server/status")" "<=" 150
    kill "$server"
}

# What everybody may read, without a cookie.
part_public() {
    serve
    cookie=
    local page
    for page in /maal /maal/1 /maal/2 /maal/3 /maal/4; do
        against_nginx "public page $page against nginx" "$page" 0.3333
    done
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
    done >"$work/start"
    row "start to first answer: ms" "" "" "$(median <"$work/start")" "<=" 300
}

# The quality report of a school year, from the terminal: the process, the database, the file.
part_report() {
    make_database
    local form limit i
    for form in html:300 pdf:2000 xlsx:1000; do
        limit=${form#*:} form=${form%:*}
        for i in $(seq "$runs"); do
            /usr/bin/time -f %e "$vejviser" --db "sqlite:$db" report quality --year 2021/22 --out "$work/report.$form" 2>>"$work/report-$form"
        done
        row "quality report as $form: ms" "" "" "$(awk '{ print $1 * 1000 }' "$work/report-$form" | median)" "<=" "$limit"
    done
}

part_import() {
    local i limit file=$work/pupils.xml out=$work/import
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
    for i in "new 10" "again 5"; do
        read -r i limit <<<"$i"
        row "import of $youth pupils, $i: s" "$(awk -v k="$i" '$1==k{print $3/1024}' "$out" | median) MiB" "" \
            "$(awk -v k="$i" '$1==k{print $2}' "$out" | median)" "<=" "$limit"
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
        /usr/bin/python3 bench/login.py "$login" "$user" "$password" "http://127.0.0.1:$port" --each 100 --load "$i" >"$work/login"
        cat "$work/login" >&2
        row "failing login, $i others log in: ms between the p95 of two kinds" "" "" \
            "$(sed -n 's/.*p95: .*apart \([0-9.]*\) ms/\1/p' "$work/login")" "<=" 5
        kill "$server"
        wait "$server" 2>/dev/null || true
    done
}

part_write() {
    tool groupcommit
    "$build/bench_groupcommit" "sqlite:$work/write.db" 32 "$seconds" >"$work/write"
    cat "$work/write" >&2
    row "acknowledged writes, 32 clients" "$(sed -n 's/^ *32 clients: *\([0-9]*\).*/\1/p' "$work/write")/s" \
        "one client: $(sed -n 's/^ *1 client: *\([0-9]*\).*/\1/p' "$work/write")/s" "$(sed -n 's/^ratio //p' "$work/write")" ">=" 10
}

# Every clock of the duty, worked out anew.
part_duty() {
    make_database
    tool duty
    local said
    said=$("$build/bench_duty" "sqlite:$db" 11)
    row "the duty's clocks worked out anew, ${said%% *} cases: ms" "" "" "$(number_before ' ms' "$said")" "<=" 200
}

# All figures of the goals with all breakdowns, one school year.
part_indicators() {
    make_database
    tool indicator
    local line
    line=$("$build/bench_indicator" "sqlite:$db" "$(date +%F)")
    row "${line%%:*}, one school year: CPU s" "" "" "$(number_before ' s CPU' "$line")" "<=" 1
}

parts=("$@")
if [ "${#parts[@]}" -eq 0 ]; then
    parts=(start pages public import write login duty indicators report)
    parts+=(columns curves models disclosure simulation whatif)
fi
for part in "${parts[@]}"; do "part_$part"; done
table_end
