# Commands run as Slurm jobs, through srun: `make figure2 PROFILE=paper EXECUTOR=slurm -j200`. SLURM=FILE names settings other than
# pipeline/executors/slurm.yaml; docs/cluster.md says more.
#
# $(call submit,NAME,THREADS,MB,MINUTES,GRACE,RETRIES,STAGE): the prefix of a command; `plan` fills it in.

SLURM ?= $(PIPELINE)/executors/slurm.yaml
# These rules differ: short jobs run together, and each job says what it needs.
RULES := .cluster
PLAN_OPTIONS := --cluster $(SLURM)

# For `make status EXECUTOR=slurm`.
QUEUE := squeue --me --noheader --format '%T %j'

submit = $(PIPELINE)/executors/slurm.sh --name $(1) --log $(STORE)/logs/$(1).log --threads $(2) --memory $(3) --minutes $(4) \
    --grace $(5) --retries $(6) $(options.$(7)) -- $(space)
space := $() $()
