# Temporary PostgreSQL and Redis from Debian for tests: own folder, own ports, stopped by pid.
# Sourced by services-test.sh and bench.sh; sets DATABASE_URL and the like.
services_dir=$(mktemp -d)
chmod 755 "$services_dir"
redis_pid=""

# A port that nobody listens on, so that two runs on one machine do not meet.
free_port() {
    .venv/bin/python -c "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
}
POSTGRES_PORT=${POSTGRES_PORT:-$(free_port)}
REDIS_PORT=${REDIS_PORT:-$(free_port)}

as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
}

start_postgres() {
    need_postgres
    pg_bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
    mkdir "$services_dir/postgres"
    [ "$(id -u)" -ne 0 ] || chown postgres "$services_dir/postgres"
    as_postgres "$pg_bin/initdb" -D "$services_dir/postgres/data" -U ebok -A trust -E UTF8 --locale=C.UTF-8 -N >/dev/null
    # Durable as in production unless a test run says otherwise: PG_OPTIONS="-c fsync=off".
    as_postgres "$pg_bin/pg_ctl" -D "$services_dir/postgres/data" -w -s -l "$services_dir/postgres/log" \
        -o "-p $POSTGRES_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=$services_dir/postgres ${PG_OPTIONS:-}" start || {
        cat "$services_dir/postgres/log" >&2
        exit 1
    }
    as_postgres "$pg_bin/createdb" -h 127.0.0.1 -p "$POSTGRES_PORT" -U ebok ebok_exchange
    as_postgres "$pg_bin/createdb" -h 127.0.0.1 -p "$POSTGRES_PORT" -U ebok ebok
    export DATABASE_URL="postgres://ebok@127.0.0.1:$POSTGRES_PORT/ebok"
    export EXCHANGE_DATABASE_URL="postgres://ebok@127.0.0.1:$POSTGRES_PORT/ebok_exchange"
    echo "PostgreSQL on port $POSTGRES_PORT"
}

need_postgres() {
    ls -d /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need postgres-server-of-debian postgresql
}

start_redis() {
    need redis-server redis-server
    redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --save '' --appendonly no --dir "$services_dir" \
        >"$services_dir/redis.log" 2>&1 &
    redis_pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        redis-cli -p "$REDIS_PORT" ping >/dev/null 2>&1 && break
        sleep 0.2
    done
    export CACHE_URL="redis://127.0.0.1:$REDIS_PORT/0"
    export PAGE_CACHE_URL="redis://127.0.0.1:$REDIS_PORT/1"
    export BROKER_URL="redis://127.0.0.1:$REDIS_PORT/2"
    echo "Redis on port $REDIS_PORT"
}

stop_services() {
    [ -z "$redis_pid" ] || kill "$redis_pid" 2>/dev/null || true
    [ ! -f "$services_dir/postgres/data/postmaster.pid" ] ||
        as_postgres "$pg_bin/pg_ctl" -D "$services_dir/postgres/data" -s -m immediate stop || true
    rm -rf "$services_dir"
}
trap stop_services EXIT
trap 'exit 130' INT TERM
