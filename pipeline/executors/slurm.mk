# Commands run as jobs of Slurm, through srun: `make figure2 PROFILE=paper EXECUTOR=slurm -j200`. SLURM=FILE names other settings than
# pipeline/executors/slurm.yaml; docs/cluster.md tells more.
#
# $(call submit,NAME,THREADS,MB,MINUTES,GRACE,RETRIES,STAGE): what stands before a command; `plan` fills it in.

SLURM ?= $(PIPELINE)/executors/slurm.yaml
# The rules are others: short jobs together, each with what it needs.
RULES := .cluster
PLAN_OPTIONS := --cluster $(SLURM)
PLAN_INPUTS := $(SLURM)

# For `make status EXECUTOR=slurm`.
QUEUE := squeue --me --noheader --format '%T %j'

submit = $(PIPELINE)/executors/slurm.sh --name $(1) --log $(STORE)/logs/$(1).log --threads $(2) --memory $(3) --minutes $(4) \
    --grace $(5) --retries $(6) $(options.$(7)) -- $(space)
space := $() $()
