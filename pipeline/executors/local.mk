# Commands run on this machine, each as soon as the others leave enough memory and cores; MEMORY=12G and CORES=4 say how much all of
# them may use together (by default all cores, and nine tenths of the memory). local.sh says why one was killed.
#
# $(call execute,NAME,THREADS,MB): the prefix of a command.

ifneq ($(filter command,$(origin MEMORY)),)
export SPARSE_CORTEX_MEMORY := $(MEMORY)
endif
ifneq ($(filter command,$(origin CORES)),)
export SPARSE_CORTEX_CORES := $(CORES)
endif

# From this, stages report the progress of the figures as a whole: the start time, then the plans.
ifneq ($(wanted),)
export SPARSE_CORTEX_WHOLE := $(shell date +%s) $(wanted:%=%-$(PROFILE))
endif

execute = SPARSE_CORTEX_NEEDS_MB=$(3) $(PIPELINE)/executors/local.sh$(space)
space := $() $()
