# sparse-cortex: type `make` for the list of targets.
#
# Stages are programs that communicate through content-hashed files. pipeline/figures/*.yaml says which stages a figure needs,
# `plan` turns that into rules, and this file includes them. Time stamps only let Make skip starting a stage: recipes decide
# whether something is computed (artifacts/FORMAT.md).

# No SHELL or .SHELLFLAGS here: either would make each command a single argument, of at most 128 KiB.
.DEFAULT_GOAL := help
.SUFFIXES:
# Targets are links, and their own times count. Built-in rules only cost time.
MAKEFLAGS += --check-symlink-times --no-builtin-rules --no-builtin-variables --no-print-directory

PROFILE ?= laptop
SPARSE_CORTEX_STORE ?= artifacts
ifeq ($(origin STORE),undefined)
STORE := $(value SPARSE_CORTEX_STORE)
endif
PIPELINE ?= pipeline
BIN ?= .build/release
SWIFT_BUILD := swift build -c release -Xswiftc -enable-testing
FIGURES := $(basename $(notdir $(wildcard $(PIPELINE)/figures/*.yaml)))
goals := $(or $(MAKECMDGOALS),help)
wanted := $(filter $(FIGURES) paper,$(goals))

# The value of a variable as one word for the shell, whatever characters it has: $(call quoted,BAG).
quoted = '$(subst ','\'',$(value $(1)))'

# Networks are independent, so a figure trains one on each core that may be used. A person's `-jN`, here or in the environment's
# MAKEFLAGS, overrides this; GNU Make 4.3 shows neither while it reads this file. The number of threads changes no bit of a
# result.
jobs := $(or $(if $(filter command,$(origin CORES)),$(CORES)),$(shell $(PIPELINE)/cores.sh),1)
with_jobs := ^-?-[bBdeiknpqrRsStvwL]*j[0-9]*$$|^--jobs|^--jobserver
jobs_asked := $(shell { tr '\0' '\n' </proc/$$PPID/cmdline; printf -- '-%s\n' "$$MAKEFLAGS" | tr ' ' '\n'; } 2>/dev/null | grep -E -- '$(with_jobs)')
ifneq ($(wanted),)
  ifeq ($(jobs_asked),)
    MAKEFLAGS += -j$(jobs)
  endif
endif
THREADS ?= 1
# Where networks are computed: cpu, gpu, opencl:N, cuda:N. It changes no bit of a result, so no rule names it.
DEVICE ?=
ifneq ($(DEVICE),)
  export SPARSE_CORTEX_DEVICE := $(DEVICE)
endif
# The figure of questions and archives.
FIGURE ?= figure2
# How commands are run: each has a file in pipeline/executors.
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
	@echo 'Variables: PROFILE, STORE (where results lie: $(STORE)), THREADS (of each training), DEVICE (cpu, gpu, opencl:N, cuda:N), EXECUTOR ($(EXECUTORS)), V=1 (print commands),'
	@echo '           MEMORY=12G and CORES=4 (of this machine, for all commands together; default: nine tenths, all),'
	@echo '           SKIP_SETUP=1 (install nothing)'

# Make's targets, and words in rules, can have none of these characters.
unfit := : ; | & = % \# \ * ? [ ] ~ ' " ( ) < > ` ! $$
fits = $(and $(filter 1,$(words x$(1)x)),$(if $(strip $(foreach c,$(unfit),$(findstring $(c),$(1)))),,yes))
empty :=
fit = $(call dashed,$(subst $(empty) $(empty),-,$(1)),$(unfit))
dashed = $(if $(2),$(call dashed,$(subst $(firstword $(2)),-,$(1)),$(wordlist 2,99,$(2))),$(1))
ifeq ($(strip $(value STORE)),)
  $(error STORE is empty; leave it out for artifacts/, or name a folder)
endif
# Goals with targets in the store.
ifneq ($(filter $(FIGURES) paper status why,$(goals)),)
  ifeq ($(call fits,$(value STORE)),)
    $(error STORE is "$(value STORE)", a path that GNU Make cannot handle; the nearest that works is $(call fit,$(value STORE)). To keep \
      the folder, link to it: ln -s "$$(realpath '$(value STORE)')" $(notdir $(call fit,$(value STORE))))
  endif
endif
# For rules; other goals take any name.
store := $(if $(call fits,$(value STORE)),$(STORE),unfit)
$(foreach name,PIPELINE BIN,$(if $(call fits,$($(name))),,$(error $(name) is "$($(name))", a path that GNU Make cannot handle; \
  the nearest that works is $(call fit,$($(name))))))
targets := $(shell sed -nE 's/^([a-z][a-z -]*):([^=].*)?$$/\1/p' $(firstword $(MAKEFILE_LIST)))
reserved := $(filter $(targets),$(FIGURES))
ifneq ($(reserved),)
  $(error $(PIPELINE)/figures/$(firstword $(reserved)).yaml has the name of a target; rename it)
endif

ifeq ($(filter $(EXECUTOR),$(EXECUTORS)),)
  $(error EXECUTOR is "$(EXECUTOR)"; known in $(PIPELINE)/executors: $(EXECUTORS))
endif
include $(PIPELINE)/executors/$(EXECUTOR).mk

# --- Build -------------------------------------------------------------------------------------------------------------

# Folders too: their times show that files were deleted.
sources := Package.swift $(PIPELINE)/code-digest.sh $(shell find Sources -not -name '.*')

# Not in .build/release, which becomes a link in the first build.
built := .build/programs.built

.PHONY: build
build: $(built) ## Build all programs in release mode (installs missing system packages)

# When Make starts over (MAKE_RESTARTS), everything has just been built.
ifneq ($(NO_BUILD)$(MAKE_RESTARTS),)
$(built): ;
else
$(built): $(sources)
	$(PIPELINE)/setup.sh
	@mkdir -p $(@D); touch $@.new  # before the build, so that a file saved meanwhile is newer
	$(SWIFT_BUILD)
	@$(BIN)/bench kernels --if-possible >/dev/null  # for GPUs, where NVRTC is there
	@mv $@.new $@
endif

# --- Figures -----------------------------------------------------------------------------------------------------------

# Make compares times, which decide nothing here: a time from another machine may be in the future. So `plan stale` is asked first
# what has changed by its contents (specifications, raw data, code), and which links lead nowhere. All of these count as old.
planned := $(wanted) $(if $(filter status why,$(goals)),$(FIGURE))
PLAN_FROM = --pipeline $(PIPELINE) --store $(STORE) $(PLAN_OPTIONS)
.PHONY: stale
stale: ;
ifneq ($(strip $(planned)),)
# First of all, so that the program that is asked is up to date; only once, so that a source file with a time in the future does not
# make Make start over for ever.
ifeq ($(MAKE_RESTARTS),)
-include $(built)
endif
ifneq ($(wildcard $(BIN)/plan),)
old := $(shell $(BIN)/plan stale $(planned) --profile $(PROFILE) $(PLAN_FROM))
ifneq ($(filter-out 0 64,$(.SHELLSTATUS)),)
$(error nothing was started)
endif
$(old): stale
endif
# The index is the page of the profile that was asked for last; a link to the page of another profile is old.
ifneq ($(realpath $(store)/report/index.html),$(realpath $(store)/report/$(PROFILE).html))
$(store)/report/index.html: stale
endif
# Make starts over when rules have changed.
include $(wanted:%=$(store)/plan/%-$(PROFILE)$(RULES).mk)
endif

# A figure's rules are made from all specifications, since networks are shared; the rules of `paper` have the jobs of all figures.
# Executors may have rules of their own (RULES), made with PLAN_OPTIONS.
planning = @$(BIN)/plan rules $* --profile $(PROFILE) $(PLAN_FROM)
$(store)/plan/%-$(PROFILE)$(RULES).mk: | $(built)
	$(planning)
# Written together with the rules; this rule is for one that was deleted.
$(store)/plan/%-$(PROFILE).json: | $(store)/plan/%-$(PROFILE)$(RULES).mk
	$(planning)

# When Make is asked whether there is anything to do (-q), it would count showing the results as something to do.
ledger = $(BIN)/artifacts ledger $@ --count --profile $(PROFILE) --pipeline $(PIPELINE) --store $(STORE)
is_asked := $(findstring q,$(firstword -$(MAKEFLAGS)))
.PHONY: $(FIGURES)
$(FIGURES): %: %-files
	$(if $(is_asked),,@$(BIN)/report show --store $(STORE) $(STORE)/figures/$(PROFILE)/$@ && $(ledger))

.PHONY: paper
paper: paper-files ## All figures, and every claim of the paper with its verdict, on one page
	$(if $(is_asked),,@$(BIN)/report show --store $(STORE) $(STORE)/report/$(PROFILE).html && $(ledger))

# --- Questions ---------------------------------------------------------------------------------------------------------

.PHONY: status why ls verify
status: $(store)/plan/$(FIGURE)-$(PROFILE)$(RULES).mk ## What is done, missing or stale in FIGURE=figure2, and the time left
	@$(BIN)/plan status $(FIGURE) --profile $(PROFILE) --store $(STORE) --bin $(BIN) $(if $(QUEUE),--queue "$(QUEUE)")

why: $(store)/plan/$(FIGURE)-$(PROFILE)$(RULES).mk ## Why TARGET=artifacts/… would be made again
	@$(BIN)/plan why $(FIGURE) --profile $(PROFILE) --store $(STORE) --bin $(BIN) $(if $(TARGET),$(call quoted,TARGET))

ls: build ## List the links of the store
	@$(BIN)/artifacts ls --store $(call quoted,STORE)

verify: build ## Hash every object again; name what is missing or damaged
	@$(BIN)/artifacts verify --store $(call quoted,STORE)

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
# What PyTorch and the other libraries run in; without bench-setup they are skipped, with a message.
BENCH_PYTHON ?= $(or $(wildcard $(BENCH_VENV)/bin/python),python3)

.PHONY: bench bench-gpu bench-setup bench-figure
bench: build ## Measure steps, kernels and memory against other libraries (BENCH=tiny|standard|full: seconds, an hour, three)
	@python3 $(PIPELINE)/bench/run.py --profile $(BENCH) --bench $(BIN)/bench --python $(BENCH_PYTHON) \
	    --data $(PIPELINE)/data/mnist --out $(BENCH_OUT) $(BENCH_OPTIONS)

bench-gpu: build ## Measure steps on a GPU beside PyTorch's, in at most 8 minutes (DEVICE=opencl:N names another device)
	@$(BENCH_PYTHON) $(PIPELINE)/bench/gpu.py --bench $(BIN)/bench --device $(or $(DEVICE),gpu) --data $(PIPELINE)/data/mnist \
	    --out $(BENCH_OUT)/gpu $(BENCH_OPTIONS)

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
.PHONY: repair restore reproduce adopt gc archive publish import push pull test-faults bench-store bench-cluster
repair: build ## Recompute damaged or missing objects from their recipes
	@$(BIN)/artifacts verify --repair --store $(call quoted,STORE) --pipeline $(PIPELINE)

restore: build ## Recompute what gc --max-size dropped behind FIGURE=figure2
	@$(BIN)/artifacts restore $(FIGURE) --store $(call quoted,STORE) --pipeline $(PIPELINE)

reproduce: build ## Recompute SAMPLE=5 of the recipes behind FIGURE=figure2 and compare digests
	@$(BIN)/artifacts reproduce $(FIGURE) --sample $(SAMPLE) --store $(call quoted,STORE) --pipeline $(PIPELINE)

adopt: build ## Carry results of STAGE=train over to its new code if SAMPLE=5 of them come out the same
	@$(BIN)/artifacts adopt --stage $(or $(STAGE),train) --sample $(SAMPLE) --store $(call quoted,STORE) --pipeline $(PIPELINE)

gc: build ## List what no figure needs; GC_OPTIONS=--delete removes it, '--max-size 20G' also what can be computed again
	@$(BIN)/artifacts gc --store $(call quoted,STORE) --pipeline $(PIPELINE) $(GC_OPTIONS)

ifeq ($(origin OUTPUT),undefined)
OUTPUT := $(FIGURE).tar
endif
archive: build ## Write FIGURE=figure2 in PROFILE with everything behind it into one file (BagIt, RO-Crate); RAW=1 with raw files, RESULTS=1 without networks
	@$(BIN)/artifacts archive $(FIGURE) --profile $(PROFILE) --output $(call quoted,OUTPUT) --store $(call quoted,STORE) \
	    --pipeline $(PIPELINE) $(if $(RAW),--raw-data) $(if $(RESULTS),--results-only)

publish: build ## Write the results of PROFILE, as far as it is trained, to docs/results/PROFILE, and their digests to the ledger
	@$(MAKE) paper PROFILE=$(PROFILE)-finished
	@$(PIPELINE)/publish.sh $(PROFILE) $(BIN) $(store)

import: build ## Take BAG=figure2.tar into the store; make then sets links without computing
	@$(BIN)/artifacts import $(call quoted,BAG) --store $(call quoted,STORE)

push: ## Copy objects and recipes to REMOTE=… (a folder, host:folder, or an rclone remote)
	@$(PIPELINE)/sync.sh push $(call quoted,STORE) $(call quoted,REMOTE)

pull: build ## Copy objects and recipes from REMOTE=…, and verify them; make then sets links without computing
	@$(PIPELINE)/sync.sh pull $(call quoted,STORE) $(call quoted,REMOTE)
	@$(BIN)/artifacts verify --store $(call quoted,STORE)

test-faults: ## Fail, kill or cut the power at every file operation of every stage and store command, or of FAULTS=train
	SPARSE_CORTEX_FAULTS=$(or $(FAULTS),all) swift test -c release -Xswiftc -enable-testing --skip-build --disable-xctest \
	    --filter 'FaultInjectionTests|PowerLossTests|SlurmFaultTests|CommandFaultTests|MutatedArtifactTests'

bench-store: build ## Measure the store against openssl and cp
	@python3 $(PIPELINE)/bench/store.py --bin $(BIN)

bench-cluster: build ## Measure what a job of Slurm costs for 500 tiny networks, on a cluster of its own (root)
	@python3 $(PIPELINE)/bench/cluster.py --bin $(BIN)
