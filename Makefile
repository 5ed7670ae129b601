# make run: set up and start the studio.  make test: set up and pass every test.  make setup: only set up.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
TORCH := 2.13.0
TORCH_CPU_INDEX ?= https://download.pytorch.org/whl/cpu
PIP := .venv/bin/python -m pip --disable-pip-version-check

.PHONY: run setup test check

run: setup
	.venv/bin/python app.py

test: setup check
	.venv/bin/python -m pytest

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

setup: .venv/ready
	.venv/bin/python -m yi_core build --preset base --json
	.venv/bin/python -m voices doctor
	.venv/bin/python -m livestream setup

# CPU torch comes from PyTorch's own index; where that cannot be reached, from the usual one.
.venv/ready: requirements.lock pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Yibo needs Python 3.11: install it, or run make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python has no venv module here: apt-get install python3.11-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@echo "Installing packages (several minutes the first time) ..."
	@$(PIP) install -q --upgrade pip
	@$(PIP) install -q --retries 0 --timeout 10 --index-url $(TORCH_CPU_INDEX) torch==$(TORCH) 2>/dev/null || $(PIP) install -q torch==$(TORCH)
	@$(PIP) install -q -r requirements.lock
	@$(PIP) install -q --no-deps -e .
	@.venv/bin/python -c 'import xllamacpp' || { echo "llama.cpp needs the GNU OpenMP library: apt-get install libgomp1"; exit 1; }
	@touch $@
