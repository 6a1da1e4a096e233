# Everything a person runs by hand; `make` alone says what there is.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo test test-slow lint format bench bench-tables figures matching year cache docs clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## .venv with seglam and its tools; 3 to 12 minutes the first time, then at once
	@PYTHON="$(PYTHON)" .ci/setup

demo: setup ## the main job: a miss becomes a procedure, then two hits run without a model
	@PATH="$(CURDIR)/$(BIN):$$PATH" examples/demo/run

test: setup ## the tests, the linter and the type checker
	$(BIN)/pytest -q
	@$(MAKE) --no-print-directory lint

test-slow: setup ## the tests that `make test` leaves out: whole data sets, the shipped model, fresh processes
	$(BIN)/pytest -q -m slow

lint: setup ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/mypy

format: setup ## what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## what a hit costs, and how fast the language is beside others (pip install -e '.[bench]' has them)
	$(BIN)/python -m tests.bench.hit
	$(BIN)/python -m tests.bench.language

bench-tables: setup ## questions of large tables beside pandas, polars and DuckDB; SCALE=100 divides the sizes: a minute; HUGE=100000000 adds a file of that many rows
	$(BIN)/python -m tests.bench.tables $(if $(SCALE),--scale $(SCALE)) $(if $(HUGE),--huge $(HUGE))

figures: setup ## the table of figures, on the sets in ../shared: some 20 minutes; ROWS=100 takes that many rows of each
	$(BIN)/python -m tests.bench.figures $(if $(ROWS),--rows $(ROWS))

matching: setup ## what is served of streams of requests, how much of it wrongly, and what its peers serve
	$(BIN)/python -m tests.bench.matching $(if $(ROWS),--rows $(ROWS))

year: setup ## a year of a team's requests: model calls a day, hits by tier, wrong ones; draws docs/year.svg
	$(BIN)/python -m tests.bench.year --near 0.01 --svg docs/year.svg

cache: setup ## cache/shipped.sqlite and cache/grammar.json anew from cache/*.seg and the grammar
	$(BIN)/python -m seglam_lang.layer

docs: setup ## the generated files of docs/ anew: reference, errors, editors' grammar
	$(BIN)/python -m seglam_lang.language.reference

clean: ## forget .venv and what the tools left behind
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache dist
