#!/bin/sh
# Benchmarks, with the load generator and the servers they compare with.
set -eu
cd "$(dirname "$0")/../.."
. site/deploy/need.sh
need nginx nginx
need wrk wrk
need openssl openssl
. site/deploy/services.sh
start_postgres
BENCH_DATABASE_URL=$DATABASE_URL
BENCH_EXCHANGE_DATABASE_URL=$EXCHANGE_DATABASE_URL
export BENCH_DATABASE_URL BENCH_EXCHANGE_DATABASE_URL
unset DATABASE_URL EXCHANGE_DATABASE_URL
.venv/bin/python site/deploy/messages.py compile
.venv/bin/python site/benchmarks/run.py "$@"
