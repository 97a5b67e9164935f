# On a fresh machine with make and Python 3.11, 3.12 or 3.13:
#   make demo    read examples/, make an archive of them and ask it a few questions
#   make test    run the tests
# Everything else is listed by `make help`.

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.locked
DEV := $(VENV)/.locked-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SOURCES := src tests benchmarks docs

# The newest first: the parser runs about 1.4 times faster on 3.12 and 3.13. A pyenv shim may be on
# the path and not run, so each is tried; PYTHON=/path/to/python overrides the choice.
CANDIDATES := $(PYTHON) \
  python3.13 $(wildcard $(HOME)/.pyenv/versions/3.13.*/bin/python3.13) \
  python3.12 $(wildcard $(HOME)/.pyenv/versions/3.12.*/bin/python3.12) \
  python3.11 $(wildcard $(HOME)/.pyenv/versions/3.11.*/bin/python3.11) \
  python3
PROBE := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint followthemoney bench load screenshots docs lock clean distclean

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 23

MEMCON := $(BIN)/memcon --archive build/demo.db
OWN := --config examples/memcon.toml
KASBROD := examples/2024-03-14-kasbrod

demo: $(RUN) ## read examples/, make an archive of them and ask it a few questions
	@mkdir -p build && rm -f build/demo.db*
	@echo '$$ memcon read $(KASBROD)-ostrian-ministry.txt'
	@$(MEMCON) read $(KASBROD)-ostrian-ministry.txt $(OWN)
	@echo '$$ memcon add examples'
	@$(MEMCON) add examples $(OWN)
	@echo '$$ memcon meetings'
	@$(MEMCON) meetings $(OWN)
	@echo '$$ memcon ledger'
	@$(MEMCON) ledger $(OWN)
	@echo '$$ memcon events --target Varnia --limit 8'
	@$(MEMCON) events --target Varnia --limit 8 $(OWN)
	@echo '$$ memcon compare --mode accounts $(KASBROD)-ostrian-ministry.txt $(KASBROD)-varnian-agency.txt'
	@$(MEMCON) compare --mode accounts $(KASBROD)-ostrian-ministry.txt \
	  $(KASBROD)-varnian-agency.txt $(OWN)

serve: $(RUN) ## open the demo's archive, or ARCHIVE=…, in the browser (http://127.0.0.1:8080)
	@test -n "$(ARCHIVE)" || test -f build/demo.db || { mkdir -p build && $(MEMCON) add examples $(OWN); }
	$(BIN)/memcon serve $(if $(ARCHIVE),$(ARCHIVE),build/demo.db $(OWN)) --open

test: $(DEV) ## run the tests
	$(BIN)/python -m pytest $(PYTEST)

lint: $(DEV) ## check style and types
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy

followthemoney: $(DEV) ## add the FollowTheMoney export (compiles PyICU: needs g++, pkg-config, libicu-dev)
	@$(PIP) install --require-hashes -r requirements-followthemoney.lock

bench: $(DEV) ## measure the speed and memory that docs/performance.md tells of
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/coding.py
	$(BIN)/python benchmarks/triage.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/sizing.py
	$(BIN)/python benchmarks/peers.py

LOADED = $(if $(ARCHIVE),$(ARCHIVE),build/demo.db --config examples/memcon.toml)
load: $(DEV) ## have twenty readers ask a server over ARCHIVE=… for two minutes, twice
	$(BIN)/python benchmarks/load.py $(LOADED) --think 1
	$(BIN)/python benchmarks/load.py $(LOADED) --pool 300

screenshots: $(DEV) ## take pictures of all pages over ARCHIVE=… (needs Debian's chromium)
	$(BIN)/python tests/browser/screenshots.py $(ARCHIVE)

docs: $(DEV) ## write the generated pages and sections anew
	$(BIN)/python docs/generate.py

# Universal: one lock for Python 3.11 to 3.13 on every system; no index or path is named in it.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock'

lock: $(DEV) ## resolve the dependencies anew, to the newest versions allowed
	$(COMPILE) --upgrade pyproject.toml --extra mcp --extra web --extra s3 --extra ray --group build --group dev \
	  -o requirements-dev.lock
	$(COMPILE) --upgrade pyproject.toml --extra web --group build -c requirements-dev.lock -o requirements.lock
	$(COMPILE) --upgrade pyproject.toml --extra followthemoney --group build \
	  -c requirements-dev.lock -o requirements-followthemoney.lock

clean: ## remove caches and built files
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove the virtual environment too
	rm -rf $(VENV)

$(BIN)/python:
	@for python in $(CANDIDATES); do \
	  if "$$python" -c '$(PROBE)' >/dev/null 2>&1; then \
	    echo "making $(VENV) with $$("$$python" -V)"; \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo 'memcon needs Python 3.11, 3.12 or 3.13 with the venv module' \
	  '(Debian: apt-get install python3 python3-venv)' >&2; exit 1

# The build backend is in the lock as well, so nothing unpinned is ever fetched.
$(RUN): requirements.lock pyproject.toml | $(BIN)/python
	@echo 'installing what requirements.lock names'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo 'installing what requirements-dev.lock names'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
