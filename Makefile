# Two commands do all the set-up: `make demo` makes documents for the sample accounts, `make test` passes the tests.
# Each builds its own virtual environment from pinned dependencies.
PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
RUN := .venv-run
DEV := .venv
PIP := -m pip --disable-pip-version-check -q
DEBIAN := libreoffice-impress libreoffice-writer libreoffice-calc poppler-utils fonts-crosextra-carlito fonts-liberation \
	fonts-noto-core fonts-noto-cjk postgresql chromium
SUDO := $(if $(filter 0,$(shell id -u 2>/dev/null)),,sudo)

.PHONY: help demo test check format lint types docs bench tools programs lock templates wheel clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(RUN)/.done ## Documents for every sample account, in out/
	$(RUN)/$(BIN)/qbrgen demo --out out

test: $(DEV)/.done tools programs ## All tests
	$(DEV)/$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: $(DEV)/.done tools programs format lint types docs wheel ## What CI runs: format, lint, types, docs, wheel, tests
	$(DEV)/$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

format: $(DEV)/.done ## Is the code formatted?
	$(DEV)/$(BIN)/ruff format --check .

lint: $(DEV)/.done
	$(DEV)/$(BIN)/ruff check .

types: $(DEV)/.done
	$(DEV)/$(BIN)/mypy

docs: $(DEV)/.done ## Are generated pages, links and examples of the docs current?
	$(DEV)/$(BIN)/python -m pytest -q tests/test_docs.py

wheel: $(DEV)/.done ## Builds the wheel, installs it in an empty environment, makes a deck outside the checkout
	$(DEV)/$(BIN)/python tools/wheel_smoke.py

bench: $(DEV)/.done tools ## Seconds and ratios against the plain script
	$(DEV)/$(BIN)/python benchmarks/run.py $(ARGS)

templates: $(DEV)/.done ## Makes the Office templates again from their code
	$(DEV)/$(BIN)/python tools/build_templates.py

# Programs of npm and Debian that tests run. On a laptop a missing one makes its tests skip; in CI it is a failure.
tools: .tools/.done
.tools/.done: tools/npm/package.json tools/npm/package-lock.json
	@mkdir -p .tools && cp tools/npm/package.json tools/npm/package-lock.json .tools/
	@if command -v npm >/dev/null; then cd .tools && npm ci --silent --no-audit --no-fund && touch .done; \
	elif [ "$$CI" = true ]; then echo "npm is needed: install Node.js 18 or newer" >&2; exit 1; \
	else echo "npm is not installed: tests that need the Open XML SDK validator will be skipped" >&2; fi

programs:
	@if [ "$$CI" = true ] && command -v apt-get >/dev/null && ! dpkg -s $(DEBIAN) >/dev/null 2>&1; then \
	  $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends $(DEBIAN) >/dev/null; fi

$(RUN)/.done: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(RUN)
	$(RUN)/$(BIN)/python $(PIP) install --require-hashes -r requirements.lock
	$(RUN)/$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV)/.done: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv $(DEV)
	$(DEV)/$(BIN)/python $(PIP) install --require-hashes -r requirements-dev.lock
	$(DEV)/$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

LOCK = $(DEV)/$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--no-header --no-annotate --allow-unsafe --strip-extras
lock: ## Pins the dependencies again, by name, version and hash
	$(LOCK) -o requirements-dev.lock --all-extras pyproject.toml tools/pins/build.in tools/pins/dev.in
	$(LOCK) -o requirements.lock -c requirements-dev.lock pyproject.toml tools/pins/build.in

clean: ## Removes what was built
	rm -rf $(RUN) $(DEV) .tools out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
