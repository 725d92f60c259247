# setup | run | test | check | bench: thin targets, each sets up what it needs.
PY ?= python3.11
SHELL := /bin/bash
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# pip knows its index from its own settings, uv does not read them: handed over at run time, never written down.
PIP_INDEX := $(shell $(PY) -m pip config get global.index-url 2>/dev/null)
ifneq ($(PIP_INDEX),)
export UV_DEFAULT_INDEX ?= $(PIP_INDEX)
endif
COMPILE = .uv/bin/uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command "make lock"
BIN := .venv/bin
# Python keeps what it has compiled: tests start dozens of processes.
unexport PYTHONDONTWRITEBYTECODE
# What the rulebook is measured by; watching its lines would slow down the other tests by a half.
RULEBOOK := tests/rules tests/texts

.PHONY: setup run test check bench lock lock-check system format texts

setup: .venv/.ok

.uv/.ok: requirements-boot.lock
	@PY=$(PY) bash tests/system.sh setup
	@rm -rf .uv && $(PY) -m venv .uv
	@.uv/bin/python -m pip install -q --no-deps --require-hashes --only-binary :all: -r $<
	@touch $@

.venv/.ok: requirements.lock .uv/.ok
	@echo "Setting up .venv (once, about half a minute) ..."
	@test -x $(BIN)/python || .uv/bin/uv venv -q --python $(PY) .venv
	@.uv/bin/uv pip sync -q --require-hashes --no-build --compile-bytecode --python $(BIN)/python $<
	@touch $@

# With a token the bot on Telegram, without one the sandbox with its page.
run: setup
	@if [ -n "$$BOT_TOKEN" ] || grep -qsE '^ *(export +)?BOT_TOKEN *= *["'"'"']?[0-9]' .env; \
	then exec $(BIN)/python -m bot run; else exec $(BIN)/python -m sandbox; fi

system:
	@bash tests/system.sh test

# Databases wait for the disk at every commit: those of tests lie in memory, where there is room for them.
test: export TMPDIR ?= $(shell df -Pk /dev/shm 2>/dev/null | awk '$$4 + 0 > 2000000 {print $$6}')
test: setup system
	$(BIN)/python -m pytest -n auto --dist worksteal $(RULEBOOK) \
		--cov=loyalty --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100
	$(BIN)/python -m pytest -n auto --dist worksteal $(addprefix --ignore=,$(RULEBOOK))

check: setup lock-check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check --no-cache .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m texts check
	$(BIN)/python -m pytest -q --no-cov tests/test_tidy.py tests/test_docs.py

format: setup
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# Bring the message catalogues in line with the code.
texts: setup
	$(BIN)/python -m texts update

bench: setup
	$(BIN)/python -m bench all

lock: .uv/.ok
	$(COMPILE) --upgrade -o requirements.lock
	echo "uv>=0.13,<0.14" | .uv/bin/uv pip compile -q - --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements-boot.lock

lock-check: .uv/.ok
	@cp requirements.lock .uv/check.lock && $(COMPILE) -o .uv/check.lock && diff -u requirements.lock .uv/check.lock
	@! grep -nE 'https?://|file:|--index|--find-links' requirements.lock requirements-boot.lock
