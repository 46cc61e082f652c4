# Everything sets itself up in .venv on a machine that has Python 3.11 to 3.13 and make.

PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: app test lint eval bench requirements clean

app: .venv/app
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: lint
	$(BIN)/python -m pytest

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: .venv/dev
	$(BIN)/python -m benchmarks.evaluate

bench: .venv/dev
	$(BIN)/python -m benchmarks

.venv/bin/uv: requirements-setup.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Python 3.11, 3.12 or 3.13 is needed; name one with PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-setup.txt
	touch $@

.venv/app: .venv/bin/uv requirements.txt pyproject.toml
	$(BIN)/uv pip install --quiet --link-mode=copy --python $(BIN)/python --require-hashes -r requirements.txt \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: .venv/app requirements-dev.txt
	$(BIN)/uv pip install --quiet --link-mode=copy --python $(BIN)/python --require-hashes -r requirements-dev.txt \
	  || $(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

# Pins anew, with hashes and without naming a package index.
requirements: .venv/bin/uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --no-annotate \
	  -o requirements-setup.txt requirements-setup.in
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --extra dev -c requirements.txt \
	  -o requirements-dev.txt pyproject.toml

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
