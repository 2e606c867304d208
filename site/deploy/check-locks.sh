#!/bin/sh
# Every pinned line of requirements*.txt stands in its lock with the same version.
set -eu
bad=0
compare() {
    lock=$1
    shift
    for pin in $(sed -n 's/^\([A-Za-z0-9._-]*\)\(\[[^]]*\]\)\{0,1\}==\([^ ;#]*\).*/\1==\3/p' "$@" | tr 'A-Z_.' 'a-z_.'); do
        name=${pin%%==*}
        version=${pin#*==}
        grep -qi "^$name\(\[[^]]*\]\)\{0,1\}==$version\( \|\$\)" "$lock" || {
            echo "$lock: $pin is missing; run make lock"
            bad=1
        }
    done
}
compare site/requirements.lock requirements.txt
compare site/requirements-dev.lock requirements.txt site/requirements-dev.txt
exit $bad
