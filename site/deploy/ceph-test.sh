#!/bin/sh
# A throw-away S3 server for tests: Ceph's gateway over one OSD that keeps everything in memory.
#
#   ceph-test.sh start PORT FOLDER   starts it and prints a STORAGE_URL (ports PORT to PORT+9 are used)
#   ceph-test.sh stop FOLDER         stops it, by the process ids written in FOLDER, and removes FOLDER
#
# No authentication inside the cluster: it listens on 127.0.0.1 only and lives as long as a test run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/need.sh"
access_key=ebok-test
secret_key=ebok-test-secret-0123456789
bucket=ebok-test

configure() {
    cat >"$folder/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$mon_port/0]
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
ms bind msgr1 = false
ms bind port min = $((port + 2))
ms bind port max = $((port + 9))
# radosgw insists on encrypted connections to the monitor; without authentication there is no key.
ms mon client mode = crc
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 1073741824
osd memory target = 939524096
run dir = $folder
log file = $folder/\$name.log
admin socket = $folder/\$name.asok
[mon]
mon data = $folder/mon
[osd]
osd data = $folder/osd
[client.rgw]
# Without tcp_nodelay every small answer waits some 40 ms.
rgw frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
CONF
}

# What stays in the foreground under our own process id can be stopped by that id and no other.
launch() {
    name=$1
    shift
    "$@" >"$folder/$name.out" 2>&1 &
    echo $! >"$folder/$name.pid"
}

start() {
    need ceph-mon ceph-mon ceph-osd radosgw ceph-common
    need radosgw radosgw
    mkdir -p "$folder/osd"
    folder=$(cd "$folder" && pwd)
    fsid=$(cat /proc/sys/kernel/random/uuid)
    mon_port=$((port + 1))
    configure
    conf="-c $folder/ceph.conf"
    monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon_port]" "$folder/monmap" >/dev/null
    ceph-mon $conf --mkfs -i a --monmap "$folder/monmap" >/dev/null
    trap 'stop' EXIT
    launch mon ceph-mon $conf -i a -f
    osd=$(timeout 30 ceph $conf osd create)
    ceph-osd $conf -i "$osd" --mkfs >/dev/null 2>&1
    launch osd ceph-osd $conf -i "$osd" -f
    timeout 30 ceph $conf osd crush add "osd.$osd" 1 root=default host=localhost >/dev/null 2>&1
    timeout 60 radosgw-admin $conf -n client.rgw user create --uid=ebok --display-name=eBOK \
        --access-key="$access_key" --secret-key="$secret_key" >/dev/null 2>"$folder/user.out"
    launch rgw radosgw $conf -n client.rgw -f
    make_bucket
    trap - EXIT
    echo "s3://$access_key:$secret_key@127.0.0.1:$port/$bucket?tls=0"
}

make_bucket() {
    "${PYTHON:-$here/../../.venv/bin/python}" - "http://127.0.0.1:$port" "$access_key" "$secret_key" "$bucket" <<'PY'
import sys, time
import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

endpoint, access_key, secret_key, bucket = sys.argv[1:]
client = boto3.client(
    "s3", endpoint_url=endpoint, aws_access_key_id=access_key, aws_secret_access_key=secret_key,
    region_name="us-east-1", config=Config(s3={"addressing_style": "path"}, signature_version="s3v4"),
)
until = time.monotonic() + 60
while True:
    try:
        client.create_bucket(Bucket=bucket)
        break
    except (BotoCoreError, ClientError) as error:
        if time.monotonic() > until:
            sys.exit(f"The gateway did not come up: {error}")
        time.sleep(0.3)
PY
}

stop() {
    [ -f "$folder/ceph.conf" ] || return 0
    for name in rgw osd mon; do
        [ -f "$folder/$name.pid" ] || continue
        kill -9 "$(cat "$folder/$name.pid")" 2>/dev/null || true
    done
    rm -rf "$folder"
}

case "${1:-}" in
    start) port=$2 folder=$3; start ;;
    stop) folder=$2; stop ;;
    *) sed -n '2,6p' "$0" >&2; exit 2 ;;
esac
