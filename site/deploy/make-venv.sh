#!/bin/sh
# Makes .venv/ with exactly the packages of the lock file given. uv when it can be had, else pip.
set -eu
lock=$1
python=${PYTHON:-python3}
"$python" - <<'PY'
import sys
if sys.version_info < (3, 11):
    sys.exit("eBOK needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=/path/to/python3.11")
try:
    import ensurepip, venv  # noqa: F401
except ImportError:
    sys.exit("Python's venv is missing. On Debian: apt install python3-venv")
PY
[ -x .venv/bin/python ] || "$python" -m venv .venv
if .venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install -q uv 2>/dev/null; then
    .venv/bin/python -m uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
else
    .venv/bin/python -m pip install -q --require-hashes -r "$lock"
fi
touch .venv/.installed
