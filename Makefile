# Everything a newcomer needs: make run, make test. The environment lives in .venv, made by uv.
SHELL := /bin/bash
PORT ?= 8501
WORKERS ?= 2
SCALE ?= 1
BIN := .venv/bin
UV := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)
READY := .venv/.ready
# What the server imports is compiled once, also where it may write nothing later (deploy/backorders.service).
COMPILE := $(BIN)/python -m scripts.compiled
# Environments beside it: DuckDB as the shared store's extensions want it, and the newest there is.
SHARED := .venv-shared
NEXT := .venv-next
NEWEST := duckdb==2.0.1
SUITES ?= replicas tests/services tests/pages tests/store tests/reliability
NEXT_SUITES ?= tests/store tests/services

.PHONY: help setup run test test-shared test-next bench-shared soak soak-shared check bench bench-peers browser pictures \
	sbom audit
.DEFAULT_GOAL := help

help:
	@echo "make run    set up and serve http://localhost:$(PORT) on demo data"
	@echo "make test   set up and run every test, browser tests included"
	@echo "make test-shared  run suites on shared stores, with a PostgreSQL of its own; SUITES=paths picks"
	@echo "make test-next    run the suites of store and services on the newest DuckDB"
	@echo "make soak   the long runs: hours of kills, races and load; ONLY=words picks, SCALE=0.1 shortens"
	@echo "make soak-shared  the same of several processes on one store"
	@echo "make check  format, lint, types, layers"
	@echo "make bench  measure speed as ratios; make bench-peers holds it against others"
	@echo "make sbom   write what the app is made of (CycloneDX), offline"
	@echo "make audit  ask a database of weaknesses about every locked package"
	@echo "make pictures  photograph the pages for docs/images"

setup: $(READY)

$(READY): pyproject.toml uv.lock
	@echo "Setting up the environment in .venv …"
	@test -x "$(UV)" || scripts/bootstrap
	@UV_PROJECT_ENVIRONMENT=.venv "$(UV)" sync --frozen --quiet
	@$(COMPILE)
	@touch $@

# Replaces make's shell, so that Ctrl-C reaches the server alone and is no error of make's.
run: setup
	@exec $(BIN)/backorders serve --demo --port $(PORT)

browser: setup
	@$(BIN)/python scripts/browser.py

test: setup browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --max-worker-restart 4

# Several processes on one store, then suites of one process whose stores are shared ones.
test-shared: setup
	@UV_PROJECT_ENVIRONMENT=$(SHARED) "$(UV)" sync --frozen --quiet --extra shared
	@$(SHARED)/bin/python -m scripts.with_postgres $(SHARED)/bin/python -m pytest -n $(WORKERS) --dist loadfile $(SUITES)

# The move to it is one line in pyproject.toml, as soon as the extensions of a shared store exist for it.
test-next: setup
	@UV_PROJECT_ENVIRONMENT=$(NEXT) "$(UV)" sync --frozen --quiet --inexact
	@"$(UV)" pip install --no-config --quiet --python $(NEXT)/bin/python "$(NEWEST)"
	@$(NEXT)/bin/python -m pytest -n $(WORKERS) --dist loadfile $(NEXT_SUITES)

# One after the other: each wants the machine for itself. Figures go into the documents that promise them.
soak: setup browser
	@$(BIN)/python -m pytest soak -s --timeout 0 -o faulthandler_timeout=0 --scale $(SCALE) $(if $(ONLY),-k "$(ONLY)")

soak-shared: setup
	@UV_PROJECT_ENVIRONMENT=$(SHARED) "$(UV)" sync --frozen --quiet --extra shared
	@$(SHARED)/bin/python -m pytest soak/shared_store.py -s --timeout 0 -o faulthandler_timeout=0 --scale $(SCALE)

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_layers.py

bench: setup
	@$(BIN)/python -m benchmarks.run

bench-peers: setup
	@UV_PROJECT_ENVIRONMENT=.venv "$(UV)" sync --frozen --quiet --group peers
	@$(BIN)/python -m benchmarks.peers.run

bench-shared: setup
	@UV_PROJECT_ENVIRONMENT=$(SHARED) "$(UV)" sync --frozen --quiet --extra shared
	@$(SHARED)/bin/python -m replicas.measure

pictures: setup browser
	@$(BIN)/python -m scripts.pictures

sbom: setup
	@$(BIN)/python -m scripts.sbom

audit: setup
	@$(BIN)/python -m scripts.audit
