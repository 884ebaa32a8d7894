# Kehrwert's workbench: every command a developer needs, installed into the project by itself.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --upgrade
UV_VERSION := 0.13.9

.PHONY: help demo install test test-pythons golden explore peace life faults faults-long soak bench-simulation bench-delivery bench-slack bench-teams lint format bench-matching pictures lock clean

help: ## show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26

$(BIN)/uv:
	@tests/tools/need_python "$(PYTHON)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/installed: $(BIN)/uv lock/run.txt pyproject.toml
	@echo "installing Kehrwert into .venv …"
	@$(UV) --compile-bytecode --require-hashes -r lock/run.txt # so that the first start is fast
	@$(UV) --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q adapters app bot scheduling storage
	@touch $@

.venv/installed-dev: .venv/installed lock/dev.txt
	@echo "installing the test tools into .venv …"
	@$(UV) --require-hashes -r lock/dev.txt
	@touch $@

install: .venv/installed ## put everything under .venv, so that .venv/bin/kehrwert works

demo: .venv/installed ## play a programme on this machine (PEOPLE=people.csv for your own company)
	@$(BIN)/kehrwert demo $(if $(PEOPLE),--people "$(PEOPLE)") $(if $(PORT),--port $(PORT))

test: lint ## everything that must be true
	@tests/tools/need_chromium
	@tests/tools/need_emulators
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

test-pythons: .venv/installed-dev ## Teams' tests on every Python promised, because its SDK gets no care any more
	@tests/tools/need_emulators
	@tests/tools/on_pythons "3.11 3.12 3.13" tests/teams tests/adapters/teams

lint: .venv/installed-dev ## format, lint, types and layering, without changing anything
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

golden: .venv/installed-dev ## collect what the bot says, and how platforms show it (TESTS=tests/flows/test_home.py)
	@KEEP_SAID=1 $(BIN)/python -m pytest --quiet --numprocesses auto --dist loadfile \
		$(or $(TESTS),tests/flows tests/journeys tests/insight/test_status.py)
	@UPDATE_GOLDEN=1 $(BIN)/python -m pytest --quiet tests/adapters/*/test_everything_said.py
	@git status --short tests/said tests/adapters

bench-simulation: .venv/installed-dev ## a played programme: seconds, statements, memory, figures (PEOPLE=500 WEEKS=12 SEED=7 FORMAT=one_to_one)
	@$(BIN)/python -m tests.benchmarks.simulation --people $(or $(PEOPLE),500) --weeks $(or $(WEEKS),12) --seed $(or $(SEED),7) --format $(or $(FORMAT),one_to_one)

soak: .venv/installed-dev ## the same with 5,000 people: half an hour (PEOPLE=5000 WEEKS=12 SEED=7)
	@nice -n 10 $(BIN)/python -m tests.benchmarks.simulation --people $(or $(PEOPLE),5000) --weeks $(or $(WEEKS),12) --seed $(or $(SEED),7)

bench-slack: .venv/installed-dev ## a signed /program through everything, against a bare Bolt app
	@$(BIN)/python -m tests.benchmarks.slack

bench-delivery: .venv/installed-dev ## delivery beside bare posting, APScheduler's jobs, bare SQLAlchemy (QUICK=1)
	@$(BIN)/python -m tests.benchmarks.delivery $(if $(QUICK),--quick)

bench-teams: .venv/installed-dev ## messages on Teams, unasked and asked for, against the bare SDK
	@$(BIN)/python -m tests.benchmarks.teams

explore: .venv/installed-dev ## look for what breaks a property with new examples (TESTS=tests/matching)
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --hypothesis-profile explore $(TESTS)

peace: .venv/installed-dev ## judge whole programmes: is everybody left in peace? (PLAYS=20 PEOPLE=300 WEEKS=12)
	@PEACE_PLAYS=$(or $(PLAYS),20) PEACE_PEOPLE=$(or $(PEOPLE),300) PEACE_WEEKS=$(or $(WEEKS),12) \
		$(BIN)/python -m pytest tests/app/test_left_in_peace.py -n 0 --hypothesis-profile explore

life: .venv/installed-dev ## let random people do anything in any order, and hold every promise (STEPS=120 EXAMPLES=100)
	@LIFE_STEPS=$(or $(STEPS),120) LIFE_EXAMPLES=$(or $(EXAMPLES),100) \
		$(BIN)/python -m pytest tests/journeys/test_life.py -n 0 --hypothesis-profile explore

faults: .venv/installed-dev ## break delivery in every way, each with its control (PEOPLE=60 KILLS=5 AT_ONCE=4)
	@FAULTS=all FAULTS_PEOPLE=$(or $(PEOPLE),60) FAULTS_KILLS=$(or $(KILLS),5) \
		$(BIN)/python -m pytest tests/faults -n $(or $(AT_ONCE),0) --dist load --maxschedchunk 1

faults-long: .venv/installed-dev ## kill workers all through a large wave (MESSAGES=50000 KILLS=100 WORKERS=3 FOLDER=…)
	@FAULTS=all FAULTS_MESSAGES=$(or $(MESSAGES),50000) FAULTS_KILLS=$(or $(KILLS),100) \
		FAULTS_WORKERS=$(WORKERS) FAULTS_FOLDER=$(FOLDER) \
		$(BIN)/python -m pytest tests/faults/test_long.py -n 0

format: .venv/installed-dev ## put the code into shape
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .

bench-matching: .venv/installed-dev ## measure the matcher: quality and cost beside baselines
	@$(BIN)/python -m tests.benchmarks.matching $(if $(QUICK),--quick)

pictures: .venv/installed-dev ## draw the demo and what both platforms show, for the documents
	@tests/tools/need_chromium
	@$(BIN)/python -m tests.tools.pictures
	@cd tests/tools/blocks && npm ci --silent --no-audit --no-fund --ignore-scripts
	@$(BIN)/python -m tests.tools.slack_pictures
	@tests/tools/need_emulators
	@$(BIN)/python -m tests.tools.teams_pictures

lock: .venv/installed-dev ## choose the newest allowed versions anew
	@$(COMPILE) --group build --output-file lock/run.txt pyproject.toml
	@$(COMPILE) --group dev --constraint lock/run.txt --output-file lock/dev.txt pyproject.toml

clean: ## forget what was installed and what the demo remembers
	@rm -rf .venv var .mypy_cache .ruff_cache .hypothesis
