# Commands run on this machine, each as soon as there is enough memory and cores beside the others; MEMORY=12G and CORES=4 say how
# much all of them may use together (all cores, and nine tenths of the memory). local.sh says why one was killed.
#
# $(call execute,NAME,THREADS,MB): what stands before a command.

ifneq ($(filter command,$(origin MEMORY)),)
export SPARSE_CORTEX_MEMORY := $(MEMORY)
endif
ifneq ($(filter command,$(origin CORES)),)
export SPARSE_CORTEX_CORES := $(CORES)
endif

# By this, stages say how far the figures are as a whole: since when, and which plans.
ifneq ($(wanted),)
export SPARSE_CORTEX_WHOLE := $(shell date +%s) $(wanted:%=%-$(PROFILE))
endif

execute = SPARSE_CORTEX_NEEDS_MB=$(3) $(PIPELINE)/executors/local.sh$(space)
space := $() $()
