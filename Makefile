# Needs Python 3.11, make and a C library; everything else is installed into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo up test bench fuzz world-score lint lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALLED := .venv/.installed

help: ## Show the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(INSTALLED) ## Make .venv with exactly what requirements.lock names

# --no-deps: the lock is complete, so there is nothing to resolve; pip would look past its pins for an extra such as
# celery[redis]. --compile: without bytecode every Airflow process starts seconds later; it also holds where
# PYTHONDONTWRITEBYTECODE is set.
$(INSTALLED): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Python 3.11 is needed: make setup PYTHON=/path/to/python3.11"; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(PIP) install --compile --no-deps --require-hashes -r requirements.lock
	$(PIP) install --compile --no-deps --no-build-isolation -e .
	$(PIP) check
	@touch $@

demo: setup ## Synthetic messages through a real Airflow to published tables and a report, under var/demo
	@$(BIN)/python -m integrations.orchestration.demo

up: setup ## Airflow with its UI and the GGK endpoint on the embedded database, until Ctrl-C
	@$(BIN)/python -m integrations.orchestration.up

test: setup ## The whole suite
	$(BIN)/python -m pytest

bench: setup ## Lines a second from receive to core, beside the floor
	$(BIN)/python -m bench

DOEL ?= lezen
SECONDEN ?= 600
fuzz: setup ## Fuzz what reads messages (DOEL=lezen, groot, bundel or envelop; needs atheris, see CONTRIBUTING)
	$(BIN)/python -m tests.fuzz $(DOEL) var/fuzz --seconden $(SECONDEN)

REGELS ?= 20000
world-score: setup ## What the rules find of the faults in a synthetic world (REGELS=200000 for the table in the docs)
	@$(BIN)/python -m integrations.orchestration.score --regels $(REGELS)

lint: setup ## Style, format and types; what CI asks before the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar sql mappings quality integrations

lock: ## Resolve requirements.lock again from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --quiet -o requirements.lock

clean: ## Remove caches and the demo's data; not .venv and not your own data in var
	rm -rf var/demo dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
