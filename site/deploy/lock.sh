#!/bin/sh
# Pins the whole tree of packages with checksums; versions already locked stay where they can.
set -eu
cd "$(dirname "$0")/../.."
compile() {
    target=$1
    shift
    .venv/bin/python -m uv pip compile -q --no-config --generate-hashes --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 --custom-compile-command "make lock" "$@" -o "$target"
}
compile site/requirements.lock requirements.txt
compile site/requirements-dev.lock requirements.txt site/requirements-dev.txt
