# Commands run on this machine, each as soon as there is enough memory and cores beside the others; MEMORY=12G and CORES=4 say how
# much all of them may use together (all cores, and nine tenths of the memory).
#
# $(call execute,NAME,THREADS,MB): what stands before a command.

ifneq ($(filter command,$(origin MEMORY)),)
export SPARSE_CORTEX_MEMORY := $(MEMORY)
endif
ifneq ($(filter command,$(origin CORES)),)
export SPARSE_CORTEX_CORES := $(CORES)
endif

execute = SPARSE_CORTEX_NEEDS_MB=$(3)$(space)
space := $() $()
