#!/bin/sh
# Collects the texts of the source into site/locale and compiles what is translated.
set -eu
cd "$(dirname "$0")/../.."
. site/deploy/need.sh
need xgettext gettext
.venv/bin/python site/deploy/messages.py collect
.venv/bin/python site/deploy/messages.py compile
