# Two commands do all the set-up: `make run` and `make test`. Each makes .venv and installs what it needs.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps

# Each worker loads the release for itself: more of them cost more than they save on few cores.
WORKERS ?= 2
# A worker that ends is a failure at once: a new one in its place leaves the run waiting. What
# shares costly things runs on one worker, in the order that tests/conftest.py gives.
PYTEST_WORKERS := -n $(WORKERS) --max-worker-restart=0 --no-loadscope-reorder

.PHONY: run test test-long test-readers test-stores mutants corruptions attack fuzz stores-report bench bench-endpoint bench-check bench-growth bench-loading bench-import derive bench-corpus bench-record test-browser test-distributed serve bench-serving clean

run: $(STAMPS)/run
	@$(BIN)/secgraph run linkage/between-regions

test: $(STAMPS)/test
	$(BIN)/python -m pytest $(PYTEST_WORKERS)

# The questions on real triple stores. Installs them, and Java and Node where missing, as root or by sudo.
# With TENTH=SEED a tenth of the questions, checks, faults and pages is tried, drawn by the seed.
test-stores: $(STAMPS)/dev $(STAMPS)/stores
	$(BIN)/python -m pytest -m servers $(if $(TENTH),--tenth=$(TENTH))

# The questions of a corpus on Trino with two workers, and on Ontop. Installs both; wants Maven, Java 24 or newer, and 4 GiB of memory.
test-distributed: $(STAMPS)/dev $(STAMPS)/distributed
	$(BIN)/python -m pytest -m distributed

# The tables of links, read by libraries of others as docs/linking.md shows, which are kept apart, since they bring a hundred packages; and tables of
# claims, opened and saved by a spreadsheet, which is installed where it is missing, as root or by sudo.
test-readers: $(STAMPS)/test $(STAMPS)/readers
	$(BIN)/python -m pytest -m readers $(if $(TENTH),--tenth=$(TENTH))

# Pages in a real browser, with axe-core, and static sites as a whole; installs Chromium where it
# is missing, as root or by sudo. With TENTH=SEED a tenth of the pages and sites, drawn by the seed.
test-browser: $(STAMPS)/browser
	$(BIN)/python -m pytest -m browser $(PYTEST_WORKERS) $(if $(TENTH),--tenth=$(TENTH))

# What takes minutes, such as a check of each public vocabulary. With TENTH=SEED a tenth of it, drawn by the seed.
test-long: $(STAMPS)/test
	$(BIN)/python -m pytest -m long $(PYTEST_WORKERS) $(if $(TENTH),--tenth=$(TENTH))

# Every property with ten times the examples of `make test`, drawn anew each time; a failure prints how to have it again.
fuzz: $(STAMPS)/test
	$(BIN)/python -m pytest -m fuzz --hypothesis-profile=fuzz

# Each constraint of the shapes is removed or loosened, one at a time: what does no broken file notice? With TENTH=SEED a tenth.
mutants: $(STAMPS)/test
	$(BIN)/python tests/checks/mutants.py $(if $(TENTH),--tenth=$(TENTH))

# Faults put into the release, one at a time: is each found by the constraint meant for it? SEED=... hits other things; with TENTH=SEED a tenth.
corruptions: $(STAMPS)/test
	PYTHONPATH=tests $(BIN)/python tests/checks/corruptions.py $(if $(SEED),--seed=$(SEED)) $(if $(TENTH),--tenth=$(TENTH))

# 100,000 hostile requests to a real server, which must live and say 200 to no failure; SEED=... sends others; with TENTH=SEED a tenth of them.
attack: $(STAMPS)/test
	PYTHONPATH=tests $(BIN)/python tests/web/attack.py $(if $(SEED),--seed=$(SEED)) $(if $(TENTH),--tenth=$(TENTH))

# The same questions, and the table of docs/stores.md from how they went; commit the outcome.
stores-report: $(STAMPS)/dev $(STAMPS)/stores
	mkdir -p build
	SECGRAPH_STORES_REPORT=build/stores.json $(BIN)/python -m pytest -m servers tests/servers/test_queries.py
	$(BIN)/python tests/servers/report.py build/stores.json docs/stores.md

bench: $(STAMPS)/dev
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/finding.py

bench-endpoint: $(STAMPS)/dev
	$(BIN)/python benchmarks/endpoint.py

# CPU of every answer and page beside oxigraph serve, and memory before and after 10,000 requests.
bench-serving: $(STAMPS)/dev
	$(BIN)/python benchmarks/serving.py
	$(BIN)/python benchmarks/serving.py --memory

# Adding a corpus beside the segmenter alone, and its questions beside a triple store: needs the archive of speeches.
bench-corpus: $(STAMPS)/dev
	$(BIN)/python benchmarks/speeches.py $(CORPUS)

bench-check: $(STAMPS)/dev
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/shapes.py

bench-growth: $(STAMPS)/dev
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/growth.py --checks

bench-loading: $(STAMPS)/dev $(STAMPS)/stores
	$(BIN)/python benchmarks/loading.py

# The whole record beside pandas: VOTES is the library's file of roll calls.
bench-record: $(STAMPS)/dev
	$(BIN)/python benchmarks/record.py $(VOTES)

bench-import: $(STAMPS)/dev
	$(BIN)/python benchmarks/importing.py
	$(BIN)/python benchmarks/agreement.py

# What the rules of queries/rules/ conclude from the data, what those of queries/tests/ say of the claims, the links that the tables say, the page
# of the questions, and the figures of the README and docs/record.md; commit the outcome.
derive: $(STAMPS)/test
	$(BIN)/secgraph links export -o data/links
	$(BIN)/secgraph reason -o data/documents
	$(BIN)/secgraph test-claims -o data/tests/claims.ttl
	$(BIN)/secgraph queries export --format markdown -o queries/README.md
	$(BIN)/python -c "from secgraph.corpus import question; question.write()"
	$(BIN)/python docs/figures/model.py > docs/figures/model.svg
	$(BIN)/secgraph run record/by-grouping --view bars -o docs/figures/roll-call.svg
	$(BIN)/secgraph run record/agreement-within grouping=Quad --view bars -o docs/figures/quad-agreement.svg
	$(BIN)/secgraph run arguments/from --view graph -o docs/figures/argument.svg

$(BIN)/python:
	$(PYTHON) -m venv .venv

$(STAMPS)/run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/run

$(STAMPS)/dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@mkdir -p $(STAMPS) && touch $@ $(STAMPS)/test $(STAMPS)/run

$(STAMPS)/stores: tests/servers/install tests/servers/pom.xml tests/servers/comunica/package.json | $(BIN)/python
	tests/servers/install .stores
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/distributed: tests/distributed/install tests/distributed/pom.xml | $(BIN)/python
	tests/distributed/install .distributed
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/readers: tests/linking/readers/requirements.txt tests/authoring/install tests/publish/readers/pom.xml Makefile | $(BIN)/python
	tests/authoring/install
	$(PYTHON) -m venv --clear .readers
	.readers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/linking/readers/requirements.txt
	# cffconvert holds old versions of what the others need.
	$(PYTHON) -m venv .readers/cff
	.readers/cff/bin/python -m pip install --quiet --disable-pip-version-check cffconvert==2.0.0
	tests/publish/readers/install .readers/robot
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/browser: tests/web/install tests/web/requirements.txt $(STAMPS)/test
	tests/web/install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/web/requirements.txt
	@mkdir -p $(STAMPS) && touch $@

# The pages of the graph, on this machine.
serve: $(STAMPS)/web
	@$(BIN)/secgraph serve

$(STAMPS)/web: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[web,plot]'
	@mkdir -p $(STAMPS) && touch $@

clean:
	rm -rf .venv .readers build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
