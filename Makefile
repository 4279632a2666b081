# One way to do a chore. `make help` lists them. Needs Python 3.11 or newer; uses uv where it is present.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# mypy 2 and dbt need different versions of one package, so mypy lives by itself.
TOOLS := $(VENV)/tools
UV := $(shell command -v uv 2>/dev/null)

# Tests start hundreds of Pythons: compiled code that is not kept is compiled hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

ifdef UV
MAKE_VENV = $(UV) venv --quiet --python "$(PYTHON)"
install = $(UV) pip install --quiet --python $(1)
else
MAKE_VENV = "$(PYTHON)" -m venv
install = $(1) -m pip install --quiet --disable-pip-version-check
endif
# What tests and examples need; called with a Python and what to install there.
WITH_TOOLS := PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH"
quickly = $(WITH_TOOLS) sh -c 'python=$$1; shift; \
  if command -v uv > /dev/null; then uv pip install --quiet --python "$$python" "$$@"; \
  else "$$python" -m pip install --quiet --disable-pip-version-check "$$@"; fi' quickly

.DEFAULT_GOAL := help
.PHONY: help data analytics test types suite examples format bench diagram dbt-sources snowflake-sql clean

help: ## List the chores
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; \
	  do printf '  make %-11s %s\n' "$$name" "$$text"; done

data: $(VENV)/.ready ## Set up, then make the database and the CSV seeds (ARGS="--seed 7" passes options on)
	@$(PY) -m factories.populate $(ARGS)

analytics: $(VENV)/.ready-dbt ## Set up, make the seeds if there are none, then build and test the dbt project on DuckDB
	@test -f hvac_analytics/seeds/manifest.json || $(PY) -m factories.populate
	cd hvac_analytics && ../$(VENV)/bin/dbt build --exclude-resource-type unit_test $(ARGS)

test: $(VENV)/.ready-dev ## Set up, then linter, format, import contract, types and tests
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	@$(MAKE) --no-print-directory -j 2 types suite

types:
	$(TOOLS)/bin/mypy --python-executable $(PY)

suite:
	$(PY) -m pytest -n auto --dist worksteal $(ARGS)

examples: $(VENV)/.ready ## Build the package, and run the suites in examples/ from it in fresh environments
	@$(WITH_TOOLS) $(PY) -m tests.package

format: $(VENV)/.ready-dev ## Put the code into the project's format
	$(VENV)/bin/ruff check --fix-only .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.ready-dev ## Print how fast it is, as ratios measured in one run
	@$(PY) -m tests.bench $(ARGS)

diagram: $(VENV)/.ready ## Write docs/schema.md, the ER diagram and data dictionary, from the models
	@$(PY) -m hvac_models.diagram > docs/schema.md.new && mv docs/schema.md.new docs/schema.md

dbt-sources: $(VENV)/.ready ## Write the dbt project's seeds, sources and doc blocks, from the models
	@$(PY) -m hvac_models.dbt hvac_analytics

snowflake-sql: $(VENV)/.ready ## Write the dbt project's setup.sql and teardown.sql for Snowflake
	@for name in setup teardown; do $(PY) -m factories.cost --sql $$name > hvac_analytics/snowflake/$$name.sql; done

clean: ## Remove the environment and the caches, keep the data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(PY):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'error: "$(PYTHON)" is not Python 3.11 or newer; name one that is: make PYTHON=python3.12 ...' >&2; exit 2; }
	@$(MAKE_VENV) $(VENV)

$(VENV)/.ready: pyproject.toml | $(PY)
	@$(call install,$(PY)) -e .
	@touch $@

$(TOOLS)/bin/python: | $(PY)
	@$(MAKE_VENV) $(TOOLS)

# A hundred packages take pip minutes, and uv seconds: who has none gets it among the tools.
$(VENV)/.ready-dev: pyproject.toml | $(PY) $(TOOLS)/bin/python
ifndef UV
	@$(call install,$(TOOLS)/bin/python) uv || echo 'uv cannot be installed here; pip goes on without'
endif
	@$(quickly) $(PY) -e '.[dev]'
	@$(quickly) $(TOOLS)/bin/python 'mypy>=2.4'
	@touch $@ $(VENV)/.ready $(VENV)/.ready-dbt

with-%: $(VENV)/.ready ## Add what an export needs: with-parquet, with-duckdb, with-postgresql, with-snowflake
	@$(call install,$(PY)) -e '.[$*]'

$(VENV)/.ready-dbt: pyproject.toml | $(PY)
	@$(call install,$(PY)) -e '.[dbt]'
	@touch $@ $(VENV)/.ready
