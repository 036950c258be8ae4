# Everything from an empty clone: only python3 (3.11 or newer), pip and make are needed.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip --python $(PY) install --quiet --quiet --disable-pip-version-check --no-input \
	--require-hashes
CODE := $(wildcard scheduler feeds tests benchmarks wsgi.py)
FULLY_COVERED := scheduler/rules/*,scheduler/domain/*,feeds/*
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check bench clients mutants lock

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*  ## /make \1\t/p' Makefile | expand -t 14

run: $(VENV)/run.stamp  ## start the service with its examples on http://127.0.0.1:8000
	@exec $(PY) -m scheduler serve

test: $(VENV)/dev.stamp  ## run every test, on SQLite and on a real PostgreSQL
	@# Whatever the surroundings say: the many processes of the tests share what is compiled.
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
		--cov --cov-report=term
	@figures=$$($(PY) -m coverage report --include='$(FULLY_COVERED)' --fail-under=100) \
		|| { printf '%s\n' "$$figures" 'rules, domain and feeds must be covered wholly'; exit 1; }

check: $(VENV)/dev.stamp  ## format, lint, types, contracts, then all tests
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m mypy $(CODE)
	@$(VENV)/bin/lint-imports
	@$(MAKE) --no-print-directory test

bench: $(VENV)/dev.stamp  ## run every benchmark, each prints its ratio
	@for file in $(filter-out benchmarks/_%,$(wildcard benchmarks/*.py)); do \
		PYTHONPATH=$(CURDIR) $(PY) $$file || exit 1; \
	done

clients: $(VENV)/dev.stamp  ## see the feed in Thunderbird and Evolution, installed by apt if missing
	@tests/clients/desktop/run $(CURDIR)/$(PY)

mutants: $(VENV)/dev.stamp  ## break the rules in every way and see which breaks no test notices
	@$(VENV)/bin/mutmut run --max-children $(WORKERS) $(if $(MUTANTS),'$(MUTANTS)')
	@$(VENV)/bin/mutmut results

lock: $(VENV)/dev.stamp  ## resolve the dependencies anew and write both hashed lists
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT \
		&& cp pyproject.toml "$$scratch" \
		&& uv() { $(CURDIR)/$(VENV)/bin/uv --directory "$$scratch" --quiet "$$@"; } \
		&& export_() { uv export --frozen --no-header --no-emit-project "$$@" > /dev/null; } \
		&& uv lock --python 3.11 \
		&& export_ --no-default-groups --extra postgres --output-file $(CURDIR)/requirements/run.txt \
		&& export_ --all-extras --group dev --group browser \
			--output-file $(CURDIR)/requirements/dev.txt

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or newer is needed: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -m venv --clear --without-pip $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(PY)
	@echo 'Installing what the service needs (once) ...'
	@$(INSTALL) -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(PY)
	@echo 'Installing what the tests need (once) ...'
	@$(INSTALL) -r $<
	@touch $@ $(VENV)/run.stamp
