# eBOK, the electronic customer office. `make` lists what can be done.
PY := .venv/bin/python
MANAGE := $(PY) site/manage.py
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup run test check services-test browser-test bench messages lock clean

help: ## List every target with a sentence
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: .venv/.installed ## Make the environment .venv/ with the pinned packages

.venv/.installed: site/requirements-dev.lock
	@./site/deploy/make-venv.sh site/requirements-dev.lock

run: setup ## Start the office on http://localhost:8000 (PORT=...), with a demo town; Ctrl-C stops it
	@$(MANAGE) run --port $(PORT)

test: setup ## Run the test suite, about a minute
	@$(PY) site/deploy/messages.py compile
	@$(PY) -m pytest

check: setup ## Everything a machine can check: format, lint, types, imports, migrations, messages, templates
	@./site/deploy/check.sh

services-test: setup ## Tests on real PostgreSQL, Redis, nginx and an S3 gateway (installs them from Debian)
	@./site/deploy/services-test.sh

browser-test: setup ## Journeys in Debian's Chromium with accessibility rules
	@./site/deploy/browser-test.sh

bench: setup ## Measure speed and memory as ratios to a limit of the same run
	@$(PY) site/benchmarks/run.py

messages: setup ## Collect texts for translation into site/locale (needs gettext)
	@./site/deploy/messages.sh

lock: setup ## Pin the whole tree of packages with checksums
	@.venv/bin/uv pip compile -q --generate-hashes --python-version 3.11 requirements.txt -o site/requirements.lock
	@.venv/bin/uv pip compile -q --generate-hashes --python-version 3.11 requirements.txt site/requirements-dev.txt -o site/requirements-dev.lock

clean: ## Remove the environment and the demo data in var/
	@rm -rf .venv var
