# Two targets for a newcomer: `make run` starts the bot, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPUS ?= ../shared/corpus
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test pictures kill hostile fuzz mutate year bench lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed ## make .venv with the locked dependencies and the briefbot command

$(VENV)/.installed: pyproject.toml deploy/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Briefbot needs Python 3.11 or later; this is %d.%d. Try: make setup PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r deploy/requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed tests/requirements.txt
	$(PIP) install --require-hashes -r tests/requirements.txt
	@touch $@

run: setup ## start the bot: the terminal chat, or Telegram and Slack where their tokens are set
	@$(BIN)/briefbot run

# Programs of others that the tests also ask, a model server and a painter of Block Kit; without Node their tests
# are skipped and say so.
define install-packages
	@mkdir -p $(@D) && cp $(dir $(word 2,$^))package*.json $(@D)/
	@if command -v npm >/dev/null && npm ci --prefix $(@D) --no-audit --no-fund --silent --fetch-retries=1 --fetch-timeout=20000; then touch $@; \
	    else echo "$(notdir $(@D)) is not there: its tests are skipped"; fi
endef

$(VENV)/aimock/.installed: $(VENV)/.installed tests/fakes/aimock/package-lock.json
	$(install-packages)

$(VENV)/pictures/.installed: $(VENV)/.installed tests/pictures/package-lock.json
	$(install-packages)

test: $(VENV)/.installed-test $(VENV)/aimock/.installed $(VENV)/pictures/.installed ## everything that CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses 6 --dist loadfile

pictures: $(VENV)/.installed-test $(VENV)/pictures/.installed ## draw the main messages into deploy/pictures (needs Node and Chromium)
	$(BIN)/python -m tests.pictures.draw

kill: $(VENV)/.installed-test ## kill -9 the bot at 100 random moments of mixed traffic; back it up under load and restore it
	$(BIN)/python -m tests.campaigns.kill_traffic --kills 100
	$(BIN)/python -m tests.campaigns.backup_restore --backups 3

hostile: $(VENV)/.installed-test ## put 10,000 hostile texts through every reply, for both platforms
	$(BIN)/python -m tests.campaigns.hostile_texts --texts 10000

fuzz: $(VENV)/.installed-test ## read 2,000 damaged PDFs
	$(BIN)/python -m tests.campaigns.fuzz_pdf --files 2000

mutate: $(VENV)/.installed-test ## falsify the briefs of earlier reports (CORPUS=...), and count what the checks catch
	$(BIN)/python -m tests.campaigns.mutate_briefs --corpus $(CORPUS)

year: $(VENV)/.installed-test ## simulate a year of 20 channels hour by hour: is each due date covered once?
	$(BIN)/python -m tests.campaigns.simulate_year --seed 1

bench: $(VENV)/.installed-test ## start-up, memory, the speed of a report, of reading, of answers and in a crowd, each against its ideal
	$(BIN)/python -m tests.benchmarks.start
	$(BIN)/python -m tests.benchmarks.report
	$(BIN)/python -m tests.benchmarks.reading
	$(BIN)/python -m tests.benchmarks.tokens
	$(BIN)/python -m tests.benchmarks.judging
	$(BIN)/python -m tests.benchmarks.crowd
	$(BIN)/python -m tests.benchmarks.answers

lock: ## renew both lock files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -q \
	    --custom-compile-command "make lock" --extra setup pyproject.toml -o deploy/requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate -q \
	    --custom-compile-command "make lock" --extra setup --extra test -c deploy/requirements.txt pyproject.toml -o tests/requirements.txt

clean: ## remove .venv and every cache; the data directory stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
