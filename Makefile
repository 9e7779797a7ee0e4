# Everything a newcomer needs; `make help` lists it. Paths stay relative, so that the folder may
# lie anywhere, under a name with spaces or Chinese characters. Programs start as
# `python -m …`, because the first line of an installed script is an absolute path.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test browser check fmt bench lock tour cover clean setup setup-dev

# Texts are UTF-8 whatever the machine's locale says.
export PYTHONUTF8 := 1
# What was compiled is kept, whatever the shell says: each program starts in two thirds of the time.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
# Processes for the tests: as many as there are processors, from two to eight.
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n < 2 ? 2 : n > 8 ? 8 : n)))
ARGS ?=

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

run: setup ## set up what is missing, fill in demo data once, serve; Ctrl-C stops
	@exec $(PY) -m dudao serve --demo $(ARGS)

test: setup-dev ## install what the tests need and run them all, on SQLite and PostgreSQL
	@$(PY) -P scripts/test.py -n $(JOBS) -q --dist worksteal $(ARGS)

browser: setup-dev ## of the tests only those of the pages in a real Chromium on a real server
	@$(PY) -m pytest -n $(JOBS) -q --dist worksteal tests/web/browser $(ARGS)

check: setup-dev ## format, lint, types, layers, unused dependencies, unused code
	@sh scripts/check

fmt: setup-dev ## rewrite the Python files in the house format
	@$(PY) -m ruff format
	@$(PY) -m ruff check --fix

cover: setup-dev ## the tests again, with branch coverage
	@$(PY) -m pytest -n $(JOBS) -q --cov --cov-report=term $(ARGS)

bench: setup-dev ## measure; prints every figure with its target beside it
	@$(PY) -m bench $(ARGS)

tour: setup-dev ## pictures of every page, at a desk and on a phone, in var/tour; ARGS=--guide those of docs/guide.md
	@$(PY) -m tests.web.tour $(ARGS)

lock: setup-dev ## resolve the dependencies again and write requirements/*.txt
	@sh scripts/lock

setup: ## what the product needs to run, in .venv
	@sh scripts/setup runtime

setup-dev: ## what its tests and checks need as well
	@sh scripts/setup dev

clean: ## remove what the targets made, the demo data included
	rm -rf .venv var .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
