# make demo      install letopis in .venv and tell the history in the example heap
# make test      the tests that are fast; make test-all: all of them
# make check     style and types
# make quality   figures against the marked texts, where they are there
# make bench-copies   how well and fast copies are found, beside datasketch; BENCH="--passages 1000000" asks for more
#
# Needs make and either uv or Python 3.11+ with python3-venv. Nothing outside this folder is written.
# Another Python: make demo PYTHON=python3.12

ROOT := $(shell cd "$$(dirname "$(strip $(MAKEFILE_LIST))")" && pwd -P)
GOALS := demo test test-all check quality bench-copies clean
.PHONY: $(GOALS)
.DEFAULT_GOAL := demo

ifneq ($(shell pwd -P),$(ROOT))
$(GOALS):
	@$(MAKE) --no-print-directory -C "$(ROOT)" $@
else

export UV_CACHE_DIR := $(ROOT)/build/uv
export UV_PYTHON_INSTALL_DIR := $(ROOT)/build/python
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

BIN := .venv/bin
CHRONICLE := build/demo.letopis

demo: .venv/installed
	@rm -f $(CHRONICLE) $(CHRONICLE)-wal $(CHRONICLE)-shm
	@$(BIN)/letopis build examples/heap --into $(CHRONICLE)
	@echo
	@$(BIN)/letopis timeline $(CHRONICLE)

test: .venv/installed
	@$(BIN)/python -m pytest

test-all: .venv/installed
	@$(BIN)/python -m pytest -m ""

check: .venv/installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

quality: .venv/installed
	@$(BIN)/python scripts/quality.py

bench-copies: .venv/installed build/bench/installed
	@$(BIN)/python scripts/bench_copies.py --peer build/bench/bin/python $(BENCH)

# What letopis is measured against lives in an environment of its own.
build/bench/installed:
	@mkdir -p build && rm -rf build/bench
	@if uv --version >/dev/null 2>&1; then set -e; \
		uv venv --quiet $(if $(PYTHON),--python "$(PYTHON)") build/bench; \
		uv pip install --quiet --python build/bench/bin/python "datasketch>=2,<3"; \
	else set -e; \
		$(or $(PYTHON),python3) -m venv build/bench; \
		build/bench/bin/python -m pip install --quiet "datasketch>=2,<3"; \
	fi
	@touch $@

clean:
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/installed: pyproject.toml constraints.txt
	@mkdir -p build && rm -rf .venv
	@if uv --version >/dev/null 2>&1; then set -e; \
		uv venv --quiet $(if $(PYTHON),--python "$(PYTHON)") .venv; \
		uv pip install --quiet --python $(BIN)/python --require-hashes -r constraints.txt; \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else set -e; \
		$(or $(PYTHON),python3) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "letopis needs Python 3.11 or later: make PYTHON=python3.11")'; \
		$(or $(PYTHON),python3) -m venv .venv; \
		$(BIN)/python -m pip install --quiet --require-hashes -r constraints.txt; \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

endif
