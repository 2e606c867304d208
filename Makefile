# eBOK, the electronic customer office. `make` lists what can be done.
PY := .venv/bin/python
MANAGE := $(PY) site/manage.py
PORT ?= 8000
HOST ?= 127.0.0.1
SIZE ?= S
export PORT
# A second start is quick because Python keeps what it has compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test long-test check services-test browser-test bench timing planted-faults messages lock clean

help: ## List every target with a sentence
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: .venv/.installed ## Make the environment .venv/ with the pinned packages

.venv/.runtime: site/requirements.lock
	@./site/deploy/make-venv.sh site/requirements.lock .venv/.runtime

.venv/.installed: site/requirements-dev.lock
	@./site/deploy/make-venv.sh site/requirements-dev.lock .venv/.runtime .venv/.installed

run: .venv/.runtime ## Start the office on http://localhost:8000 (PORT=...), with a demo town; Ctrl-C stops it
	@$(MANAGE) run --host $(HOST)

test: setup ## Run the test suite, about a minute
	@$(PY) site/deploy/messages.py compile
	@$(PY) -m pytest -n 2

long-test: setup ## Every page as every person, every broken delivery, killed processes: the walks that take longer
	@$(PY) site/deploy/messages.py compile
	@$(PY) -m pytest -n 2 -m long

check: setup ## Everything a machine can check: format, lint, types, imports, migrations, messages, templates
	@./site/deploy/check.sh

services-test: setup ## Tests on real PostgreSQL, Redis, nginx and an S3 gateway (installs them from Debian)
	@./site/deploy/services-test.sh

browser-test: setup ## Journeys in Debian's Chromium with accessibility rules
	@./site/deploy/browser-test.sh

planted-faults: setup ## Take one protection away at a time and see the named test fail
	@$(PY) site/tests/planted_faults.py

timing: setup ## Do times tell known from unknown people? Minutes long, no part of the suite
	@./site/deploy/bench.sh timing

bench: setup ## Measure speed and memory as ratios to a limit of the same run (SIZE=S, M or L)
	@./site/deploy/bench.sh --size $(SIZE)

messages: setup ## Collect texts for translation into site/locale
	@./site/deploy/messages.sh

lock: setup ## Pin the whole tree of packages with checksums
	@./site/deploy/lock.sh

clean: ## Remove the environment and everything in var/, demo data included
	@rm -rf .venv var
