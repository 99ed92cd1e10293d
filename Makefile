# Everything that people do here, by name. "make help" lists it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help site test serve check bench lock messages schema clean

help: ## List what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(VENV)/site.stamp: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@test -x $(BIN)/python || { echo "Making the environment in $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what the site needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: $(VENV)/site.stamp requirements-dev.txt scripts/browser.py
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python scripts/browser.py
	@touch $@

site: $(VENV)/site.stamp ## Check the records and build the whole site into site/
	@$(BIN)/python -m mkdocs build --strict
	@echo "The site is in site/; open it with a web server, for example: $(BIN)/python -m http.server --directory site"

serve: $(VENV)/site.stamp ## Show the site on this computer and rebuild it at every edit
	@$(BIN)/python -m mkdocs serve

check: $(VENV)/site.stamp ## Check all records, pages and vocabularies
	@$(BIN)/python scripts/check.py

test: $(VENV)/test.stamp ## Run all tests: records, code, site, browser, workflows
	@$(BIN)/ruff check scripts tests
	@$(BIN)/ruff format --check scripts tests
	@$(BIN)/mypy
	@PYTHONPATH=scripts $(BIN)/lint-imports
	@$(BIN)/python -m pytest -n 2 --dist loadfile

bench: $(VENV)/test.stamp ## Measure speed, as ratios in one run
	@$(BIN)/python scripts/bench.py

messages: $(VENV)/site.stamp ## Bring the interface strings of every language up to date
	@$(BIN)/python scripts/messages.py

schema: $(VENV)/site.stamp ## Write the JSON Schemas and the issue forms from the models
	@$(BIN)/python scripts/schema.py
	@$(BIN)/python scripts/issue_form.py

lock: $(VENV)/test.stamp ## Pin the newest versions of all dependencies, with hashes
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-tools
	@$(BIN)/pip-compile --quiet --upgrade $(LOCK) -o requirements.txt requirements.in
	@$(BIN)/pip-compile --quiet --upgrade $(LOCK) -o requirements-dev.txt requirements-dev.in
LOCK := --generate-hashes --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --strip-extras --allow-unsafe

clean: ## Remove everything that was built
	@rm -rf site build/work .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find build/docs -mindepth 1 ! -name .gitignore -delete
