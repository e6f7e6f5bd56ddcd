# Every command a person needs. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
ARGS ?=

RUN := $(VENV)/bin
export PYTHON VENV

# Material warns on every run that MkDocs 2 will drop plugins; we require MkDocs 1.
export NO_MKDOCS_2_WARNING := 1

# What ruff and mypy look at, as far as it exists.
CODE := $(wildcard patternbook hooks macros tests bench scripts)

.DEFAULT_GOAL := help
.PHONY: help serve site offline packs test test-scale lint check bench bench-national lighthouse format lock words clean distclean setup-site setup-pdf setup-test setup-scale setup-empty

help: ## list these commands
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | \
		while IFS='|' read -r name line; do printf '  make %-10s %s\n' "$$name" "$$line"; done
	@echo
	@echo 'Variables: PYTHON=python3.12  PORT=8000  ARGS="…" (for pytest)  CHROMIUM=/path/to/browser  NGINX=/path/to/nginx JAVA=/path/to/java  OFFICE=/path/to/soffice'

serve: setup-site ## build the site and serve it on http://localhost:8000 (PORT=…)
	$(RUN)/python -m mkdocs serve --dev-addr localhost:$(PORT)

site: setup-site ## build the site into site/
	$(RUN)/patternbook build

offline: setup-site ## pack a copy that opens by double-click: dist/patternbook-offline.zip
	$(RUN)/patternbook build --offline dist/patternbook-offline.zip

packs: setup-pdf ## build the site with a PDF of each team pack (needs Pango: see what it says)
	@scripts/pango.sh && $(RUN)/patternbook build --pdf

check: setup-site ## check the records and say what to mend
	$(RUN)/patternbook check

test: setup-test ## run all tests, those in a real browser included (ARGS="-k word")
	@browser=$$(scripts/browser.sh) && nginx=$$(scripts/nginx.sh) && java=$$(scripts/java.sh) && office=$$(scripts/office.sh) && \
		workers=$$($(RUN)/python -c 'import os; print(1 + (os.cpu_count() or 1))') && \
		CHROMIUM="$$browser" NGINX="$$nginx" JAVA="$$java" OFFICE="$$office" $(RUN)/python -m pytest -n $$workers --dist loadfile --no-loadscope-reorder $(ARGS)

test-scale: setup-scale ## count every measure on Apache Spark too, with several workers
	@java=$$(scripts/java.sh) && JAVA="$$java" $(RUN)/python -m pytest -m scale tests/scale $(ARGS)

lint: setup-test ## look for faults in the code: ruff and mypy
	@status=0; \
	for tool in "ruff check" "ruff format --check" mypy; do \
		echo "$$tool"; $(RUN)/$$tool $(CODE) || status=1; \
	done; \
	exit $$status

format: setup-test ## put the code into the common form
	$(RUN)/ruff check --fix-only $(CODE)
	$(RUN)/ruff format $(CODE)

bench: setup-test ## measure how long a large library takes to build, to check and to search
	$(RUN)/python bench/run.py
	$(RUN)/python -m bench.check
	$(RUN)/python -m bench.recall
	@browser=$$(scripts/browser.sh) && CHROMIUM="$$browser" $(RUN)/python -m bench.search

bench-national: setup-scale ## measure the counting of national volumes on DuckDB and on Spark
	@java=$$(scripts/java.sh) && JAVA="$$java" $(RUN)/python -m bench.national $(ARGS)

lighthouse: site ## let Lighthouse mark four pages of the site, as on a phone (needs Node.js)
	@browser=$$(scripts/browser.sh) && CHROMIUM="$$browser" $(RUN)/python -m bench.marks $(ARGS)

lock: setup-empty ## re-make the lock files (UPGRADE=1: with the newest versions)
	@scripts/lock.sh

words: ## re-make the dictionary of the confidentiality check (Debian only)
	@scripts/words.sh

clean: ## remove what was built, and the caches
	rm -rf site site-* .building-* build dist stage .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -path ./$(VENV) -prune -o -path ./.git -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## remove the virtual environment too, and Lighthouse
	rm -rf $(VENV) bench/lighthouse/node_modules

setup-site setup-pdf setup-test setup-scale setup-empty: setup-%:
	@scripts/setup.sh $*
