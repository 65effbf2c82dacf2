# make demo | test | beside | soak | bench | bench-against REV=... | walks | check | table | bundles | pictures | clean. Each target first installs its packages if necessary.
PYTHON ?= python3
VENV ?= .venv

# A change of one of these files repeats the installation.
INPUTS = pyproject.toml runtime/package.json runtime/package-lock.json \
	runtime/hatch_build.py runtime/pack.cjs runtime/compilers.cjs

.PHONY: demo test beside soak bench bench-against walks check table bundles pictures clean

demo: $(VENV)/installed
	@$(VENV)/bin/weex-runtime demo chat

test: $(VENV)/installed-dev
	@$(VENV)/bin/pytest -n auto

# The pytest plugin together with other plugins, which only the inner runs of pytest load.
beside: $(VENV)-beside/installed
	@$(VENV)-beside/bin/pytest -p no:asyncio -p no:playwright -p no:base_url tests/beside

SOAK = soak heartbeat garbage measures isolation hostile floods installed_modules locust_workers

# Takes SOAK_MINUTES (10) for the chat on networks that fail, and some minutes more. Runs on the second engine
# too if .ci/run has made its environment.
soak: $(VENV)/installed-dev
	@for venv in $(VENV) .venv-quickjs-ng; do \
		if [ -x $$venv/bin/pytest ]; then $$venv/bin/pytest -s $(SOAK:%=tests/soak/%.py) || exit; fi \
	done
	@$(VENV)/bin/pytest tests/soak/official_sources.py tests/soak/preview_*.py
	@HOSTILE_EXAMPLES=3000 $(VENV)/bin/pytest -q tests/hostile/test_fuzz.py
	@CONFORMANCE_EXAMPLES=1500 $(VENV)/bin/pytest -q tests/websocket/test_conformance.py -k test_random_

bench: $(VENV)/installed-bench
	@$(VENV)/bin/python -m benchmarks

# Compare the working tree with another commit: make bench-against REV=HEAD~1 MEASURES='start echo'
bench-against: $(VENV)/installed-dev
	@$(VENV)/bin/python -m benchmarks --against '$(or $(REV),$(error name a commit: make bench-against REV=HEAD~1))' $(MEASURES)

# How many files a call passes; --files lists them.
walks: $(VENV)/installed-dev
	@$(VENV)/bin/python -m benchmarks.walks

check: $(VENV)/installed-dev
	@$(VENV)/bin/ruff format --check
	@$(VENV)/bin/ruff check
	@$(VENV)/bin/mypy
	@PYTHONPATH=runtime:modules $(VENV)/bin/lint-imports --no-cache
	@PYTHONPATH=runtime:modules $(VENV)/bin/lint-imports --no-cache .ci/import-types.toml

# Write docs/module-table.md, which a test compares with the modules.
table: $(VENV)/installed-dev
	@$(VENV)/bin/weex-runtime modules table > docs/module-table.md

# Build the demos' bundles, which a test compares with their .vue files.
bundles: $(VENV)/installed
	@for source in bundles/*.vue; do \
		$(VENV)/bin/weex-runtime build $$source -o $${source%.vue}.js || exit; \
	done

# Write docs/pictures: a test compares the SVGs with the demos, and takes those of the browser with Chromium.
pictures: $(VENV)/installed-dev
	@WEEX_UPDATE_SNAPSHOTS=1 $(VENV)/bin/pytest -q tests/demos/test_pictures.py tests/soak/preview_pictures.py

clean:
	rm -rf $(VENV) .venv-* .bench build dist runtime/weex_runtime/frameworks
	rm -rf tests/node/node_modules tests/soak/official/node_modules benchmarks/node/node_modules
	rm -rf benchmarks/browser/node_modules
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find runtime modules tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/installed: $(INPUTS) .ci/venv
	@.ci/venv $(PYTHON) $(VENV) '.[test]'
	@touch $@

$(VENV)-beside/installed: $(INPUTS) .ci/venv
	@.ci/venv $(PYTHON) $(VENV)-beside '.[dev,beside]'
	@touch $@

$(VENV)/installed-dev: $(INPUTS) .ci/venv
	@.ci/venv $(PYTHON) $(VENV) '.[dev]'
	@touch $(VENV)/installed $@

$(VENV)/installed-bench: $(INPUTS) .ci/venv
	@.ci/venv $(PYTHON) $(VENV) '.[dev,bench]'
	@touch $(VENV)/installed $(VENV)/installed-dev $@
