#!/bin/sh
# Everything a machine can check without a server or a browser. One line a step, faults at the end.
set -u
cd "$(dirname "$0")/../.."
. site/deploy/steps.sh
. site/deploy/need.sh
bin=.venv/bin
export PYTHONPATH=site:.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" "$step_log"' EXIT
export DJANGO_SETTINGS_MODULE=ebok.settings.test

production() {
    secret=$("$bin/python" -c "import secrets; print(secrets.token_urlsafe(60))")
    sed "s/:secret@/:$secret@/" site/deploy/ebok.env.example >"$scratch/ebok.env"
    site/deploy/with-env.sh "$scratch/ebok.env" \
        env SECRET_KEY="$secret" VAR_DIR="$scratch" "$bin/python" site/manage.py "$@"
}

need xgettext gettext
step "format of Python files" "$bin/ruff" format --check -q .
step "lint of Python files" "$bin/ruff" check -q .
step "types" "$bin/mypy" site/ebok cms_pages documents selfservice
step "who imports whom" "$bin/lint-imports" --no-cache
step "missing migrations" "$bin/python" site/manage.py makemigrations --check --dry-run
step "settings of production" production check --deploy --fail-level WARNING
step "translations" "$bin/python" site/deploy/messages.py check
step "lint of templates" "$bin/djlint" --lint --quiet templates
step "locks agree with requirements" site/deploy/check-locks.sh
step "shell scripts" sh -c 'for file in $(git ls-files "*.sh" .ci/run); do sh -n "$file" || exit 1; done'
step "links in documents" "$bin/python" site/deploy/check_links.py
finish
