#!/bin/sh
# Tests on real PostgreSQL, Redis, nginx and Ceph's S3 gateway, all from Debian and all temporary.
set -eu
cd "$(dirname "$0")/../.."
. site/deploy/need.sh
. site/deploy/services.sh
need nginx nginx
need openssl openssl
need redis-server redis-server
PG_OPTIONS="-c fsync=off" start_postgres
start_redis
trap 'site/deploy/ceph-test.sh stop "$services_dir/ceph"; stop_services' EXIT
s3_port=${S3_PORT:-$(free_port)} # and the nine after it
S3_TEST_URL=$(site/deploy/ceph-test.sh start "$s3_port" "$services_dir/ceph" | tail -n 1)
export S3_TEST_URL
echo "Ceph's S3 gateway on port $s3_port"

.venv/bin/python site/deploy/messages.py compile
# What speaks to a database runs once more on PostgreSQL, with its migrations and triggers.
databases="site/ebok/audit site/ebok/outbox selfservice/exchange selfservice/access selfservice/identity selfservice/messaging"
status=0
.venv/bin/python -m pytest -n 2 $databases -m "not browser" --migrations --force-enable-socket "$@" || status=1
.venv/bin/python -m pytest -m services --force-enable-socket $(printf -- '--ignore=%s ' $databases) "$@" || status=1
exit $status
