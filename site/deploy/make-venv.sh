#!/bin/sh
# make-venv.sh LOCK STAMP...: makes .venv/ with the packages of the lock, by uv when it can be had,
# else by pip, and compiles them, so that every later start is quick.
set -eu
uv_version=0.13.9
lock=$1
shift
python=${PYTHON:-python3}
"$python" - <<'PY'
import sys
if sys.version_info < (3, 11):
    sys.exit("eBOK needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=python3.11")
try:
    import ensurepip, venv  # noqa: F401
except ImportError:
    sys.exit("Python's venv is missing. On Debian: apt install python3-venv")
PY
[ -x .venv/bin/python ] || "$python" -m venv .venv
venv=.venv/bin/python
echo "Installing the packages of $lock"
if "$venv" -m uv --version >/dev/null 2>&1 || "$venv" -m pip install -q "uv==$uv_version" 2>/dev/null; then
    "$venv" -m uv pip install -q --python "$venv" --require-hashes -r "$lock"
else
    "$venv" -m pip install -q --require-hashes -r "$lock"
fi
# Some packages carry templates that are no Python; those stay as they are.
"$venv" -m compileall -q -j 0 .venv/lib >/dev/null || true
touch "$@"
