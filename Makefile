# sparse-cortex: type `make` for the list of targets.
#
# Stages are programs that speak through content-hashed files; pipeline/figures/*.yaml says which a figure needs, `plan` turns
# that into rules, and this file includes them. Time stamps only let Make skip starting a stage: whether
# something is computed is decided by recipes (artifacts/FORMAT.md).

# No SHELL or .SHELLFLAGS here: they would put each command into one argument of at most 128 KiB.
.DEFAULT_GOAL := help
.SUFFIXES:
# Links are targets: their own times count. Built-in rules only cost time.
MAKEFLAGS += --check-symlink-times --no-builtin-rules --no-builtin-variables --no-print-directory

PROFILE ?= laptop
SPARSE_CORTEX_STORE ?= artifacts
STORE ?= $(SPARSE_CORTEX_STORE)
PIPELINE ?= pipeline
BIN ?= .build/release
SWIFT_BUILD := swift build -c release -Xswiftc -enable-testing
STAGES := fetch-data build-mask train analyze report plan
FIGURES := $(basename $(notdir $(wildcard $(PIPELINE)/figures/*.yaml)))
CORES := $(shell nproc)

# Networks are independent, so a figure trains one on each core; `make -jN` decides otherwise. The number of threads
# decides no bit of a result.
goals := $(or $(MAKECMDGOALS),help)
wanted := $(filter $(FIGURES) paper,$(goals))
ifeq ($(filter -j% --jobserver%,$(MAKEFLAGS)),)
  ifneq ($(wanted),)
    MAKEFLAGS += -j$(CORES)
  endif
endif
THREADS ?= 1
# How commands are run: one file in pipeline/executors each.
EXECUTOR ?= local
EXECUTORS := $(basename $(notdir $(wildcard $(PIPELINE)/executors/*.mk)))
# V=1 prints every command line.
QUIET := $(if $(V),,@)
export SPARSE_CORTEX_PROGRESS ?= lines

.PHONY: help
help: ## This list
	@echo 'sparse-cortex: sparse recurrent networks, from raw data to figures with verdicts'
	@echo
	@printf '  make %-22s %s\n' $(foreach f,$(FIGURES),'$(f)' 'Make $(f) in profile $(PROFILE) (PROFILE=smoke|laptop|workstation|paper)')
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-22s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'Variables: PROFILE, STORE (where results lie: $(STORE)), THREADS (of each training), EXECUTOR ($(EXECUTORS)), V=1 (print commands),'
	@echo '           MEMORY=12G and CORES=4 (of this machine, for all commands together; default: nine tenths, all),'
	@echo '           SKIP_SETUP=1 (install nothing)'

ifneq ($(words x$(STORE)x)$(findstring :,$(STORE)),1)
  $(error STORE is "$(STORE)"; Make needs a path without spaces and colons)
endif
ifeq ($(strip $(STORE)),)
  $(error STORE is empty; leave it out for artifacts/, or name a folder)
endif
reserved := $(filter help build paper status why ls verify test test-rebuild lint bench bench-setup bench-figure clean-build \
    repair restore reproduce adopt gc push pull archive import test-faults bench-store,\
    $(FIGURES))
ifneq ($(reserved),)
  $(error $(PIPELINE)/figures/$(firstword $(reserved)).yaml has the name of a target; rename it)
endif

ifeq ($(filter $(EXECUTOR),$(EXECUTORS)),)
  $(error EXECUTOR is "$(EXECUTOR)"; known in $(PIPELINE)/executors: $(EXECUTORS))
endif
include $(PIPELINE)/executors/$(EXECUTOR).mk

# --- Build -------------------------------------------------------------------------------------------------------------

# Folders too, whose times tell of deleted files.
sources := Package.swift $(PIPELINE)/code-digest.sh $(shell find Sources -not -name '.*')

# Not in .build/release, which the first build makes a link.
built := .build/programs.built

.PHONY: build
build: $(built) ## Build all programs in release mode (installs missing system packages)

ifdef NO_BUILD
$(built): ;
else
$(built): $(sources)
	$(PIPELINE)/setup.sh
	@mkdir -p $(@D); touch $@.new  # before the build: what is saved meanwhile is newer
	$(SWIFT_BUILD)
	@mv $@.new $@
endif

# The digest of each stage's code, renewed only where it changed, so that editing one stage makes only its results old.
code := $(STAGES:%=$(STORE)/code/%)
$(STORE)/code/.checked: $(built)
	@mkdir -p $(@D); set -e; for stage in $(STAGES); do \
	    new=$$($(BIN)/$$stage --version); \
	    [ "$$new" = "$$(cat $(@D)/$$stage 2>/dev/null)" ] || printf '%s\n' "$$new" >$(@D)/$$stage; \
	done; touch $@
# The rules are made from this one, so its time is looked at after the check; the others are looked at later.
$(STORE)/code/plan: $(STORE)/code/.checked ;
$(filter-out %/plan,$(code)): | $(STORE)/code/.checked ;

# --- Figures -----------------------------------------------------------------------------------------------------------

# A figure's rules are made from all specifications, since networks are shared; Make then starts over with the new rules. Those of
# `paper` have the jobs of all figures.
specifications := $(wildcard $(PIPELINE)/figures/*.yaml) $(PIPELINE)/figures $(PIPELINE)/profiles.yaml
# Panels whose raw files are missing are left out, so what lies there counts too.
raw := $(wildcard $(PIPELINE)/data $(PIPELINE)/data/* $(STORE)/data)
planning = @$(BIN)/plan rules $* --profile $(PROFILE) --pipeline $(PIPELINE) --store $(STORE) $(PLAN_OPTIONS)

# Executors may have rules of their own (RULES), made with PLAN_OPTIONS and from PLAN_INPUTS.
$(STORE)/plan/%-$(PROFILE)$(RULES).mk: $(specifications) $(raw) $(PLAN_INPUTS) $(STORE)/code/plan
	$(planning)
# Written with the rules; this is for one that was deleted.
$(STORE)/plan/%-$(PROFILE).json: | $(STORE)/plan/%-$(PROFILE)$(RULES).mk
	$(planning)

# Make takes a link to a missing object for a file that is there; so such links are old, whatever their time.
.PHONY: missing-object
ifneq ($(wanted),)
places := $(wildcard $(addprefix $(STORE)/,data masks runs figures report))
# States that were dropped to save space are made again by whoever reads them (FORMAT.md, "Dropping").
is_dropped_state = case $$link in */state-*) object=$${object\#\#*/}; [ -e '$(STORE)/dropped/'$${object%%.*} ];; *) false;; esac
dangling := $(if $(places),$(shell find $(places) -xtype l -regex '[-A-Za-z0-9._/+,@]*' -printf '%p %l\n' | \
    while read -r link object; do $(is_dropped_state) || echo "$$link"; done))
$(dangling): missing-object
# The index is the page of the profile that was asked for last; a link to that of another profile is old.
ifneq ($(realpath $(STORE)/report/index.html),$(realpath $(STORE)/report/$(PROFILE).html))
$(STORE)/report/index.html: missing-object
endif
include $(wanted:%=$(STORE)/plan/%-$(PROFILE)$(RULES).mk)
endif

.PHONY: $(FIGURES)
$(FIGURES): %: %-files
	@$(BIN)/report show --store $(STORE) $(STORE)/figures/$(PROFILE)/$@

.PHONY: paper
paper: paper-files ## All figures, and every claim of the paper with its verdict, on one page
	@$(BIN)/report show --store $(STORE) $(STORE)/report/$(PROFILE).html

# --- Questions ---------------------------------------------------------------------------------------------------------

FIGURE ?= figure2
.PHONY: status why ls verify
status: $(STORE)/plan/$(FIGURE)-$(PROFILE)$(RULES).mk ## What of FIGURE=figure2 is done, missing or stale, and the time left
	@$(BIN)/plan status $(FIGURE) --profile $(PROFILE) --store $(STORE) --bin $(BIN) $(if $(QUEUE),--queue "$(QUEUE)")

why: $(STORE)/plan/$(FIGURE)-$(PROFILE)$(RULES).mk ## Why TARGET=artifacts/… would be made again
	@$(BIN)/plan why $(FIGURE) --profile $(PROFILE) --store $(STORE) --bin $(BIN) $(TARGET)

ls: build ## List the links of the store
	@$(BIN)/artifacts ls --store $(STORE)

verify: build ## Hash every object again; name what is missing or damaged
	@$(BIN)/artifacts verify --store $(STORE)

# --- Tests -------------------------------------------------------------------------------------------------------------

.PHONY: test test-rebuild lint
test: ## Build and run all tests
	$(PIPELINE)/setup.sh
	@mkdir -p .build; touch $(built).new
	$(SWIFT_BUILD) --build-tests
	@mv $(built).new $(built)
	swift test -c release -Xswiftc -enable-testing --skip-build --disable-xctest

test-rebuild: build ## Edit a comment, rebuild, and check that only what depends on it runs again
	Tests/rebuild.sh

lint: ## Check the style of Swift code and scripts
	swift format lint --strict --recursive Package.swift Sources Tests
	shellcheck $(PIPELINE)/*.sh $(PIPELINE)/*/*.sh Tests/*.sh Tests/*/fixtures/*.sh .ci/run

# --- Measurements ------------------------------------------------------------------------------------------------------

BENCH ?= standard
BENCH_OUT ?= bench-results/$(BENCH)
BENCH_VENV ?= .venv-bench
# What the peers run in; without bench-setup they are skipped, which is said.
BENCH_PYTHON ?= $(or $(wildcard $(BENCH_VENV)/bin/python),python3)

.PHONY: bench bench-setup bench-figure
bench: build ## Measure steps, kernels, memory against others (BENCH=tiny|standard|full: seconds, an hour, three)
	@python3 $(PIPELINE)/bench/run.py --profile $(BENCH) --bench $(BIN)/bench --python $(BENCH_PYTHON) \
	    --data $(PIPELINE)/data/mnist --out $(BENCH_OUT) $(BENCH_OPTIONS)

bench-setup: ## Install what bench compares with (PyTorch, SparseProp, some GB) into .venv-bench
	@$(PIPELINE)/bench/setup.sh $(BENCH_VENV)

bench-figure: ## Draw docs/scaling.svg and .png from the last bench
	@test -f $(BENCH_OUT)/scaling.tsv || { echo "There is no $(BENCH_OUT)/scaling.tsv: make bench first." >&2; exit 1; }
	@set -e; for format in svg png; do \
	    gnuplot -e "table = '$(BENCH_OUT)/scaling.tsv'; figure = 'docs/scaling.$$format'; format = '$$format'" \
	        $(PIPELINE)/bench/scaling.gp; done

clean-build: ## Delete what was built (results stay)
	rm -rf .build

# --- Store -------------------------------------------------------------------------------------------------------------

SAMPLE ?= 5
.PHONY: repair restore reproduce adopt gc archive import push pull test-faults bench-store bench-cluster
repair: build ## Compute damaged or missing objects again from their recipes
	@$(BIN)/artifacts verify --repair --store $(STORE) --pipeline $(PIPELINE)

restore: build ## Compute what gc --max-size dropped behind FIGURE=figure2 again
	@$(BIN)/artifacts restore $(FIGURE) --store $(STORE) --pipeline $(PIPELINE)

reproduce: build ## Compute SAMPLE=5 of the recipes behind FIGURE=figure2 again and compare digests
	@$(BIN)/artifacts reproduce $(FIGURE) --sample $(SAMPLE) --store $(STORE) --pipeline $(PIPELINE)

adopt: build ## Carry results of STAGE=train over to its new code if SAMPLE=5 of them come out the same
	@$(BIN)/artifacts adopt --stage $(or $(STAGE),train) --sample $(SAMPLE) --store $(STORE) --pipeline $(PIPELINE)

gc: build ## List what no figure needs; GC_OPTIONS=--delete removes it, '--max-size 20G' also what can be computed again
	@$(BIN)/artifacts gc --store $(STORE) --pipeline $(PIPELINE) $(GC_OPTIONS)

archive: build ## Write FIGURE=figure2 with everything behind it into one file (BagIt, RO-Crate); RAW=1 with the raw files
	@$(BIN)/artifacts archive $(FIGURE) --output $(or $(OUTPUT),$(FIGURE).tar) --store $(STORE) \
	    --pipeline $(PIPELINE) $(if $(RAW),--raw-data)

import: build ## Take BAG=figure2.tar into the store; make then sets links without computing
	@$(BIN)/artifacts import $(BAG) --store $(STORE)

push: ## Copy objects and recipes to REMOTE=… (a folder, host:folder, or a remote of rclone)
	@$(PIPELINE)/sync.sh push $(STORE) $(REMOTE)

pull: build ## Copy objects and recipes from REMOTE=…, and verify them; make then sets links without computing
	@$(PIPELINE)/sync.sh pull $(STORE) $(REMOTE)
	@$(BIN)/artifacts verify --store $(STORE)

test-faults: ## Fail, kill or cut the power at every file operation of every stage and store command, or of STAGE=train
	SPARSE_CORTEX_FAULTS=$(or $(STAGE),all) swift test -c release -Xswiftc -enable-testing --skip-build --disable-xctest \
	    --filter 'FaultInjectionTests|PowerLossTests|SlurmFaultTests|CommandFaultTests|MutatedArtifactTests'

bench-store: build ## Measure the store against openssl and cp
	@python3 $(PIPELINE)/bench/store.py --bin $(BIN)

bench-cluster: build ## Measure what a job of Slurm costs for 500 tiny networks, on a cluster of its own (root)
	@python3 $(PIPELINE)/bench/cluster.py --bin $(BIN)
