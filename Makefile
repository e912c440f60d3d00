# The commands of the house. `make run` and `make test` work on a fresh machine; the README says what it must have.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
WORKERS ?= 2
COMPILING := $(addprefix tests/engine/test_,assign.py blocks.py plan.py sparse.py) tests/test_bench_million.py
APART := tests/engine tests/tables tests/taxonomy tests/wording tests/test_architecture.py
export UV_COMPILE_BYTECODE := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.PHONY: run setup test check static lint types imports translations test-kernels test-apart test-sqlite test-postgres test-journeys bench messages lock clean

run: .venv/.run ## set up and serve the demo on http://127.0.0.1:$(PORT)
	@$(BIN)/resonanz demo --port $(PORT)

setup: .venv/.dev ## set up for development, and nothing else

test: setup ## everything: checks, tests on SQLite and PostgreSQL, journeys in a browser
	@scripts/ensure-system-packages
	$(MAKE) --no-print-directory -j 2 --output-sync=target static test-kernels
	$(MAKE) --no-print-directory test-sqlite
	$(MAKE) --no-print-directory test-postgres
	$(MAKE) --no-print-directory test-journeys

check: setup lint types imports translations ## the fast subset, for every save
	$(BIN)/python -m pytest -n $(WORKERS) -m "not journey" -x

static: # one after the other, beside test-kernels
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory imports
	@$(MAKE) --no-print-directory translations
	@$(MAKE) --no-print-directory test-apart

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports --cache-dir .import_linter_cache

translations:
	$(BIN)/python scripts/translations.py check

# These tests compile the engine's kernels; two processes at once would do that twice. Meanwhile the other core does what
# needs neither them nor a database.
test-kernels:
	$(BIN)/python -m pytest $(COMPILING)

test-apart:
	$(BIN)/python -m pytest $(APART) $(addprefix --ignore ,$(COMPILING))

test-sqlite:
	$(BIN)/python -m pytest -n $(WORKERS) -m "not journey" $(addprefix --ignore ,$(COMPILING) $(APART))

test-postgres:
	$(BIN)/python scripts/with_postgres.py $(BIN)/python -m pytest -n $(WORKERS) -m "not journey and database"

test-journeys:
	$(BIN)/python -m pytest -n $(WORKERS) --maxschedchunk 1 -m journey tests/journeys

bench: setup ## the benchmarks, each beside its peers where there are any
	$(BIN)/python -m bench
	$(BIN)/python -m bench occupations
	$(BIN)/python -m bench imports

messages: setup ## collect translatable texts, compile what is translated
	$(BIN)/python scripts/translations.py collect

lock: .venv/.uv ## renew the locked versions
	$(BIN)/uv pip compile -q pyproject.toml --group build --universal --generate-hashes --no-emit-index-url --python-version 3.11 -o requirements/run.txt
	$(BIN)/uv pip compile -q pyproject.toml --group build --group dev --universal --generate-hashes --no-emit-index-url --python-version 3.11 -c requirements/run.txt -o requirements/dev.txt

.venv/.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Resonanz needs Python 3.11 or newer; name it with PYTHON=python3.12, for example."; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || { echo "Python cannot make a virtual environment here; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.run: .venv/.uv requirements/run.txt pyproject.toml
	$(BIN)/uv pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

clean: ## forget the environment; the demo's data in var/ stay
	rm -rf .venv .migrated .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
