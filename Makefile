# `make` lists the verbs. `make run` and `make test` are all a fresh machine needs.
.DEFAULT_GOAL := help
.PHONY: help run cast practice test fast lint journeys drill bench words lock clean

python := .venv/bin/python
# What tests write lies in memory where there is some: nothing of it is to last.
pytest := $(if $(wildcard /dev/shm),PYTEST_DEBUG_TEMPROOT=/dev/shm) $(python) -m pytest

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, plant the demo cast, serve the portal on http://127.0.0.1:8000, the desk on 8001, monitors on 8002 (PORT, DESK_PORT, OPERATIONS_PORT)
	@bin/setup
	@exec env DEMO=1 .venv/bin/dossier demo start

cast: ## print who can sign in to the demo, and with what
	@bin/setup
	@exec env DEMO=1 .venv/bin/dossier demo cast

practice: ## serve the practice portal on http://127.0.0.1:8010 and the practice desk on 8011
	@bin/setup
	@exec .venv/bin/dossier practice

test: lint ## everything: lint, then all tests on SQLite, PostgreSQL, Chromium and the text browsers; the same as CI
	@$(pytest) -n 2 --dist worksteal

fast: ## while working: the rules, the rooms on SQLite and the rules of the house
	@bin/setup test
	@$(pytest) -n 2 --dist worksteal --sqlite-only -m "not slow and not journey and not drill" \
		$(wildcard tests/rules tests/rooms tests/house)

lint: ## ruff, types, and who may import whom
	@bin/setup test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

journeys: ## whole journeys in real browsers: lynx, w3m, and Chromium without JavaScript
	@bin/setup test
	@$(pytest) -m journey

drill: ## long faults and kills, half an hour at most
	@bin/setup test
	@$(pytest) -n 2 -m drill

bench: ## measure, print, and write var/bench.json
	@bin/setup test
	@$(python) -m tests.bench

words: ## list every text of the product in i18n/catalogs/messages.pot
	@bin/setup test
	@$(python) -m i18n.check --write

lock: ## pin the newest allowed dependencies in requirements/*.txt
	@bin/setup test
	@bin/lock

clean: ## throw away the environment, the caches and var/, the demo database with it
	@rm -rf .venv var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
