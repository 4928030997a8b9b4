# Every target installs first what it needs; nothing is done when that is up to date.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

# The question reaches the program as it is: neither make nor the shell expands it.
unexport Q
ask: export QUESTION := $(value Q)

.PHONY: install ask chat test eval bench check model help
.DEFAULT_GOAL := help

help:
	@echo "make install | ask Q=\"質問\" | chat | test | eval | bench | check"

install: $(STAMP)

$(STAMP): pyproject.toml
	@echo "必要なものを .venv に入れています（初回は数分かかります）…" >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[chat,eval]" --group dev
	@touch $(STAMP)

# A refusal (exit status 1) is an answer, not an error of make.
ask: $(STAMP)
	@$(BIN)/assistant ask -- "$$QUESTION" || [ $$? -eq 1 ]

chat: $(STAMP)
	@$(BIN)/python app.py

test: $(STAMP)
	@$(BIN)/python -m pytest

eval: $(STAMP)
	@$(BIN)/assistant eval

bench: $(STAMP)
	@$(BIN)/python -m bench

check: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/mypy
