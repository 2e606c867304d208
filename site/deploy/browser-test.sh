#!/bin/sh
# Journeys in Debian's Chromium against the whole running office, with accessibility rules.
# Screenshots and traces of failures land in test-results/. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/../.."
. site/deploy/need.sh
need chromium chromium fonts-liberation
.venv/bin/python -m pytest -m browser site/tests/browser --force-enable-socket \
    -o addopts="--strict-markers -q" --output test-results --tracing retain-on-failure "$@"
