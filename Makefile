# make demo      install letopis in .venv and tell the history in the example heap
# make test      the tests that are fast; make test-all: all of them, the pages in a browser too
# make fuzz      files that nobody would write, against every reader, for an hour; FUZZ_SECONDS=60: a minute
# make static    the front-end files of the desk, from npm
# make check     style and types
# make dist      the wheel and the source archive, in dist/
# make quality   figures against the marked texts, where they are there
# make bench     the speed of analysis, dates, a whole build, copies beside natasha, slovnet, dateparser, datasketch;
#                and of 1, 10 and 100 times as much text (10 minutes)
# make bench-copies   how well and fast copies are found, beside datasketch; BENCH="--passages 1000000" asks for more
# make bench-desk   how fast the desk answers, on 100,000 events (1 GB in build/)
# make bench-scale   minutes, memory and cost a sentence of builds of 10,000 to a million made-up sentences (6 GB in build/)
# make bench-questions   how fast timelines and indices are on a million events (2.5 GB in build/)
#
# Needs make and either uv or Python 3.11+ with python3-venv. Nothing outside this folder is written.
# Another Python: make demo PYTHON=python3.12

ROOT := $(shell cd "$$(dirname "$(strip $(MAKEFILE_LIST))")" && pwd -P)
GOALS := demo static test test-all fuzz check dist quality bench bench-copies bench-questions bench-desk bench-scale clean
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
PEER := build/dateparser
ENGINES := daft==0.7.26 "pandas>=2.2,<3" pyspark==4.3.0 ray==2.60.0
BROWSER := playwright==1.65.2 schemathesis==4.32.5

demo: .venv/installed
	@rm -f $(CHRONICLE) $(CHRONICLE)-wal $(CHRONICLE)-shm
	@$(BIN)/letopis build examples/heap --into $(CHRONICLE)
	@echo
	@$(BIN)/letopis timeline $(CHRONICLE)
	@echo "Your own texts: $(BIN)/letopis build FOLDER. The manual: $(BIN)/letopis docs"

# The front-end files come from npm, pinned by package-lock.json; pages are readable without them.
VENDOR := src/letopis/web/static/vendor
static: $(VENDOR)/fetched

$(VENDOR)/fetched: package.json package-lock.json
	@npm ci --silent --no-progress
	@mkdir -p $(VENDOR)
	@cp node_modules/@picocss/pico/css/pico.classless.min.css node_modules/htmx.org/dist/htmx.min.js \
		node_modules/world-atlas/land-50m.json $(VENDOR)/
	@touch $@

test: .venv/installed
	@$(BIN)/python -m pytest

# What needs a tool that cannot be installed here is skipped and named; everything else has to pass.
test-all: .venv/installed build/readers/installed build/browser/installed build/engines/installed build/fuzz/installed static
	@$(BIN)/python -m pytest -m "" -rs
	@if [ -d build/engines ]; then build/engines/bin/python -m pytest -m slow -rs tests/engines; \
		else echo "skipped: Daft, Ray and Spark"; fi
	@if [ -d build/browser ]; then build/browser/bin/python -m pytest -m slow -rs tests/web/test_browser.py; \
		else echo "skipped: the pages in a browser"; fi
	@if [ -d build/fuzz ]; then build/fuzz/bin/python scripts/fuzz.py --seconds 60; else echo "skipped: fuzzing"; fi

# Files that nobody would write, for an hour; FUZZ_SECONDS=60 asks for a minute. FUZZ="--only pdf" names targets.
FUZZ_SECONDS ?= 3600
fuzz: .venv/installed build/fuzz/installed
	@if [ -d build/fuzz ]; then build/fuzz/bin/python scripts/fuzz.py --seconds $(FUZZ_SECONDS) $(FUZZ); \
		else echo "skipped: fuzzing"; fi

NO_ENGINES := { rm -rf build/engines; echo "Daft, Ray and Spark could not be installed"; }
NO_BROWSER := { rm -rf build/browser; echo "playwright could not be installed"; }
# The pages are tried in Debian's chromium (CHROMIUM=path names another), by tools of an environment of its own.
build/browser/installed: pyproject.toml constraints.txt
	@mkdir -p build && rm -rf build/browser
	@if uv --version >/dev/null 2>&1; then set -e; \
		uv venv --quiet $(if $(PYTHON),--python "$(PYTHON)") build/browser; \
		uv pip install --quiet --python build/browser/bin/python --require-hashes -r constraints.txt; \
		uv pip install --quiet --python build/browser/bin/python --no-deps --no-build-isolation -e .; \
		uv pip install --quiet --python build/browser/bin/python -c constraints.txt $(BROWSER) || $(NO_BROWSER); \
	else set -e; \
		$(or $(PYTHON),python3) -m venv build/browser; \
		build/browser/bin/python -m pip install --quiet --require-hashes -r constraints.txt; \
		build/browser/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
		build/browser/bin/python -m pip install --quiet $(BROWSER) || $(NO_BROWSER); \
	fi
	@if [ -d build/browser ]; then touch $@; fi

# atheris is a heavy tool of one purpose: it lives in an environment of its own.
ATHERIS := atheris==3.0.0
build/fuzz/installed: pyproject.toml constraints.txt
	@mkdir -p build && rm -rf build/fuzz
	@set -e; $(or $(PYTHON),python3) -m venv build/fuzz; \
		build/fuzz/bin/python -m pip install --quiet --require-hashes -r constraints.txt; \
		build/fuzz/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
		build/fuzz/bin/python -m pip install --quiet --only-binary :all: $(ATHERIS) \
			|| { rm -rf build/fuzz; echo "atheris could not be installed"; }
	@if [ -d build/fuzz ]; then touch $@; fi

# Daft, Ray and Spark share the reading out on this machine; Spark wants Java 17 or later.
build/engines/installed: pyproject.toml constraints.txt
	@mkdir -p build && rm -rf build/engines
	@if uv --version >/dev/null 2>&1; then set -e; \
		uv venv --quiet $(if $(PYTHON),--python "$(PYTHON)") build/engines; \
		uv pip install --quiet --python build/engines/bin/python --require-hashes -r constraints.txt; \
		uv pip install --quiet --python build/engines/bin/python --no-deps --no-build-isolation -e .; \
		uv pip install --quiet --python build/engines/bin/python $(ENGINES) || $(NO_ENGINES); \
	else set -e; \
		$(or $(PYTHON),python3) -m venv build/engines; \
		build/engines/bin/python -m pip install --quiet --require-hashes -r constraints.txt; \
		build/engines/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
		build/engines/bin/python -m pip install --quiet $(ENGINES) || $(NO_ENGINES); \
	fi
	@if [ -d build/engines ]; then touch $@; fi

check: .venv/installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Both are built without a network; the front-end files must be there (npm), for the pages ship with them.
dist: .venv/installed static
	@rm -rf dist
	@$(BIN)/hatchling build -d dist
	@ls dist

quality: .venv/installed $(PEER)/installed
	@$(BIN)/python scripts/quality.py
	@$(BIN)/python scripts/quality_dates.py
	@$(BIN)/python scripts/quality_names.py
	@$(BIN)/python scripts/quality_questions.py
	@$(BIN)/python scripts/quality_attitudes.py
	@$(BIN)/python scripts/quality_pairs.py

# dateparser answers the date cases beside letopis; without it they are measured alone.
$(PEER)/installed:
	@rm -rf $(PEER) && mkdir -p build
	@if uv --version >/dev/null 2>&1; then \
		uv venv --quiet $(if $(PYTHON),--python "$(PYTHON)") $(PEER) && uv pip install --quiet --python $(PEER)/bin/python dateparser==1.5.0; \
	else \
		$(or $(PYTHON),python3) -m venv $(PEER) && $(PEER)/bin/python -m pip install --quiet dateparser==1.5.0; \
	fi && touch $@ || { rm -rf $(PEER); echo "dateparser could not be installed"; }

# Those who read what is handed out; R comes from Debian where it may be installed.
build/readers/installed:
	@mkdir -p build && rm -rf build/readers
	@$(or $(PYTHON),python3) -m venv build/readers && build/readers/bin/python -m pip install --quiet \
		pandas polars pyarrow datasette followthemoney || { rm -rf build/readers; echo "the readers could not be installed"; }
	@command -v Rscript >/dev/null || apt-get install -y -qq r-base-core r-cran-rsqlite r-cran-readr >/dev/null 2>&1 \
		|| echo "R could not be installed"
	@if [ -d build/readers ]; then touch $@; fi

# The three speak one after the other: reading beside its peers, copies beside datasketch, and text ten and a hundredfold.
bench: .venv/installed build/bench-natasha/installed build/bench/installed $(PEER)/installed
	@$(BIN)/python scripts/bench_analysis.py
	@echo; echo "copies"
	@$(BIN)/python scripts/bench_copies.py --peer build/bench/bin/python --passages 20000
	@echo; echo "text 1, 10 and 100 times"
	@$(BIN)/python scripts/bench_scale.py --sizes 1000 10000 100000

bench-copies: .venv/installed build/bench/installed
	@$(BIN)/python scripts/bench_copies.py --peer build/bench/bin/python $(BENCH)

bench-questions: .venv/installed
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/bench_questions.py $(BENCH)

bench-scale: .venv/installed
	@$(BIN)/python scripts/bench_scale.py $(BENCH)

bench-desk: .venv/installed
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/bench_desk.py $(BENCH)

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

# natasha itself needs pkg_resources, which later setuptools lack
build/bench-natasha/installed:
	@mkdir -p build && rm -rf build/bench-natasha
	@if uv --version >/dev/null 2>&1; then set -e; \
		uv venv --quiet $(if $(PYTHON),--python "$(PYTHON)") build/bench-natasha; \
		uv pip install --quiet --python build/bench-natasha/bin/python "setuptools<70" natasha==1.6.0; \
	else set -e; \
		$(or $(PYTHON),python3) -m venv build/bench-natasha; \
		build/bench-natasha/bin/python -m pip install --quiet "setuptools<70" natasha==1.6.0; \
	fi
	@touch $@

endif
