# `make run` and `make test` need Python 3.11 to 3.13, git and make; the rest they bring themselves.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
export DO_NOT_TRACK := 1

.PHONY: run serve test test-operations check bench lock clean
.DEFAULT_GOAL := run

run: $(READY)  ## turn raw/ into records in processed/, through the Prefect flow
	@$(BIN)/python -m flows.ingest

serve: $(READY)  ## Prefect's UI, a worker and the deployments on this machine, until Ctrl-C
	@$(BIN)/python -m flows.serve

test-operations: $(READY)  ## kills at any moment, full disks, two runs at once, the clock; then the same in Prefect
	@$(BIN)/python -m pytest tests/operations tests/test_flow.py -m "" -rs

test: $(READY)  ## all tests, offline
	@$(BIN)/python -m pytest

check: $(READY)  ## style, types, import contracts, tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest

bench: $(READY)  ## the benchmarks; see docs/ for their tables
	@$(BIN)/python -m benchmarks

lock:  ## choose new versions: resolves pyproject.toml anew and writes requirements.lock
	PYTHON=$(PYTHON) scripts/lock.sh

clean:  ## remove the environment and caches; documents, records, revisions and the translation memory stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .prefect
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "Python 3.11 to 3.13 is needed; name one: make PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing pinned versions into $(VENV) (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
