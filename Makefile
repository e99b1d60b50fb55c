# `make help` says what there is. Each target is a few calls of ordinary tools, to copy by hand too.

PORT ?= 8000
PYTHON3 ?= python3
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# Written when the packages of a requirements file are installed; dev has all that the service needs.
RUNTIME := .venv/installed-runtime
DEV := .venv/installed-dev

.DEFAULT_GOAL := help
.PHONY: help demo test check messages lock clean port-is-free
.NOTPARALLEL:

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: export SERVICE_URL := http://127.0.0.1:$(PORT)
demo: port-is-free ## try the service out: http://127.0.0.1:8000, or make demo PORT=8001
	@echo "1/6 Installing Python packages into .venv (about a minute the first time)"
	@$(MAKE) --no-print-directory $(if $(wildcard $(DEV)),$(DEV),$(RUNTIME)) .env
	@echo "2/6 Making the database"
	@$(MANAGE) migrate --verbosity 0
	@echo "3/6 Compiling the translations"
	@$(MANAGE) compile_catalogs
	@echo "4/6 Loading the government agencies"
	@$(MANAGE) load_agencies
	@echo "5/6 Collecting styles, scripts and fonts"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@echo "6/6 Loading demonstration data"
	@$(MANAGE) load_demo
	@$(MANAGE) reindex
	@echo "Serving $(SERVICE_URL) until Ctrl-C"
	@$(PYTHON) -m gunicorn tyo20.wsgi --bind 127.0.0.1:$(PORT) --threads 8 --no-control-socket --log-level warning

test: $(DEV) .env ## all tests, on each database found here; make test ARGS="tests/views -k gallery"
	@$(MANAGE) compile_catalogs
	@$(PYTHON) -m tests.run $(ARGS)

check: $(DEV) .env ## formatting, lint, types, layers, templates, migrations
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	.venv/bin/djade --check --target-version 5.2 $$(find templates -name '*.html')
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run

messages: $(DEV) .env ## collect new texts for translation (needs gettext), compile what is translated
	$(MANAGE) makemessages --locale fi --locale sv --add-location file --no-obsolete --ignore var --ignore tests
	$(MANAGE) compile_catalogs

lock: ## pin the packages of pyproject.toml anew (needs uv)
	uv pip compile --upgrade --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml --output-file requirements.txt
	uv pip compile --upgrade --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml --group dev --output-file requirements-dev.txt

clean: ## remove all that can be made again; keeps .env and the data in var
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage var/static var/test-results
	find locale -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

port-is-free:
	@$(PYTHON3) -c 'import socket as s; t = s.socket(); t.setsockopt(s.SOL_SOCKET, s.SO_REUSEADDR, 1); t.bind(("127.0.0.1", $(PORT)))' 2> /dev/null \
	|| { echo "Port $(PORT) of 127.0.0.1 is taken. Stop what listens there, or choose another: make demo PORT=8001"; exit 1; }

.env:
	@cp .env.example .env && echo "Made .env from .env.example"

$(RUNTIME): requirements.txt
$(DEV): requirements-dev.txt

# Without python3-venv Debian cannot put pip into .venv; the system's pip installs into it instead.
# No dependencies: the files pin them all, and Debian's pip 23.0 trips over extras such as coverage[toml].
$(RUNTIME) $(DEV):
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON3) -m pip --version > /dev/null 2>&1 || { echo "pip is missing: sudo apt-get install python3-pip"; exit 1; }
	@$(PYTHON) -c '' 2> /dev/null || $(PYTHON3) -m venv --clear --without-pip .venv
	@echo "Installing $< …"
	@$(PYTHON3) -m pip --python $(PYTHON) --disable-pip-version-check --quiet install --require-hashes --no-deps -r $<
	@touch $@
