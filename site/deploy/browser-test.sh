#!/bin/sh
# Journeys in Debian's Chromium against the whole running office, with accessibility rules.
# Pictures of every page land in test-results/screens, traces of failures in test-results/traces.
# Arguments go to pytest.
set -eu
cd "$(dirname "$0")/../.."
. site/deploy/need.sh
need chromium chromium fonts-liberation
.venv/bin/python site/tests/browser/running.py \
    .venv/bin/python -m pytest -n 2 -m browser site/tests/browser --force-enable-socket \
    -o addopts="--strict-markers -q" --output test-results/traces --tracing retain-on-failure "$@"
