# The same words for a person and for CI. `make help` lists them.
SHELL := /bin/sh
PORT ?= 8000
PYTHON ?= python3
WORKERS ?= 2
PYTEST := .venv/bin/pytest -q
export PYTHON

.NOTPARALLEL:
.PHONY: help setup run test test-sqlite test-postgresql check lint types contracts templates e2e pictures lock

help: ## Say what each word does
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r word text; do \
	  printf '  make %-17s %s\n' "$$word" "$$text"; done

setup: ## Build .venv with everything a developer needs (again only when the lists changed)
	@requirements/setup.sh develop

run: ## Set up, migrate, load demo data and serve on http://127.0.0.1:8000 (PORT=...)
	@requirements/setup.sh run
	@.venv/bin/waypoint db upgrade
	@WAYPOINT_PUBLIC_URL="$${WAYPOINT_PUBLIC_URL:-http://127.0.0.1:$(PORT)}" .venv/bin/waypoint demo --if-empty
	@WAYPOINT_PUBLIC_URL="$${WAYPOINT_PUBLIC_URL:-http://127.0.0.1:$(PORT)}" exec .venv/bin/gunicorn wsgi:app \
	  --bind 127.0.0.1:$(PORT) --workers 1 --threads 8 --no-control-socket --log-level warning

test: setup test-sqlite test-postgresql ## Run the whole suite, on SQLite and on PostgreSQL

test-sqlite: setup ## Run the suite on SQLite only
	$(PYTEST) -n $(WORKERS) --database sqlite

test-postgresql: setup ## Run the suite on a throw-away PostgreSQL only
	$(PYTEST) -n $(WORKERS) --database postgresql

check: setup lint types contracts templates test ## Everything CI asks before it lets a change in

lint: setup ## Lint and formatting
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/deptry .

types: setup ## Static types, strict
	.venv/bin/mypy

contracts: setup ## Who may import whom
	.venv/bin/lint-imports

templates: setup ## Templates
	.venv/bin/djlint --quiet --lint treatment/templates

e2e: setup ## Journeys through a real server in a real browser
	$(PYTEST) tests/journeys

pictures: setup ## Take the pictures of README and guide from the demo clinic
	$(PYTEST) tests/journeys/pictures.py

lock: setup ## Write the hash-pinned lists anew from pyproject.toml
	@requirements/lock.sh
