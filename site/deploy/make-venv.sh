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
PY
# A plain Debian has pip but not ensurepip (python3-venv), so the pip of the machine fills the environment.
venv=.venv/bin/python
[ -x $venv ] || "$python" -m venv --without-pip .venv
if "$venv" -m pip --version >/dev/null 2>&1; then
    pip="$venv -m pip"
elif "$python" -m pip --python "$venv" --version >/dev/null 2>&1; then
    pip="$python -m pip --python $venv"
elif "$venv" -m ensurepip --version >/dev/null 2>&1; then
    "$venv" -m ensurepip >/dev/null
    pip="$venv -m pip"
else
    echo "eBOK needs pip 22.3 or newer. On Debian: apt install python3-pip" >&2
    exit 1
fi
echo "Installing the packages of $lock"
if "$venv" -m uv --version >/dev/null 2>&1 || $pip install -q "uv==$uv_version" 2>/dev/null; then
    "$venv" -m uv pip install -q --python "$venv" --require-hashes -r "$lock"
else
    $pip install -q --require-hashes -r "$lock"
fi
# Some packages carry templates that are no Python; those stay as they are.
"$venv" -m compileall -q -j 0 .venv/lib >/dev/null || true
touch "$@"
