// The compiler of CUDA's kernels, NVRTC.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cuda_api.h"
#include "driver.h"

#define FUNCTION(name, symbol, parameters) int(*name) parameters;
static struct {
    void *library;
    NVRTC_FUNCTIONS(FUNCTION)
} rtc;

#define FIND(name, symbol, parameters) \
    if (!(*(void **)&rtc.name = dlsym(library, symbol))) { \
        snprintf(why, SC_GPU_TEXT, "NVRTC lacks %s", symbol); \
        return -1; \
    }

int sc_nvrtc_load(char *why) {
    if (rtc.library) return 0;
    const char *named = getenv("SPARSE_CORTEX_NVRTC");
    const char *const names[] = {named ? named : "libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"};
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0] && !library; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(
            why, SC_GPU_TEXT, "there is no NVRTC to compile the kernels (libnvrtc.so of CUDA's toolkit, or of PyPI's "
            "nvidia-cuda-nvrtc-cu12; SPARSE_CORTEX_NVRTC can name it)");
        return -1;
    }
    NVRTC_FUNCTIONS(FIND)
    rtc.library = library;
    return 0;
}

enum { MOST_OPTIONS = 16 };

static void fail_to_compile(sc_gpu *gpu, nvrtc_program program) {
    size_t size = 0;
    rtc.nvrtcGetProgramLogSize(program, &size);
    char *log = calloc(1, size + 1), text[SC_GPU_TEXT];
    if (log) rtc.nvrtcGetProgramLog(program, log);
    snprintf(text, sizeof text, "compiling the kernels: %s", log ? log : "");
    sc_gpu_fail(gpu, text);
    free(log);
}

char *sc_nvrtc_compile(sc_gpu *gpu, int major, int minor, const char *source, const char *definitions) {
    char architecture[64], words[SC_GPU_TEXT];
    const char *options[MOST_OPTIONS] = {architecture, "--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true"};
    int count = 5;
    snprintf(architecture, sizeof architecture, "--gpu-architecture=compute_%d%d", major, minor);
    snprintf(words, sizeof words, "%s", definitions);
    char *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word && count < MOST_OPTIONS; word = strtok_r(NULL, " ", &rest))
        options[count++] = word;
    nvrtc_program program = NULL;
    if (rtc.nvrtcCreateProgram(&program, source, "kernels.cu", 0, NULL, NULL) != 0) {
        sc_gpu_fail(gpu, "compiling the kernels: NVRTC does not start");
        return NULL;
    }
    char *ptx = NULL;
    size_t size = 0;
    if (rtc.nvrtcCompileProgram(program, count, options) != 0) {
        fail_to_compile(gpu, program);
    } else if (rtc.nvrtcGetPTXSize(program, &size) == 0 && (ptx = calloc(1, size + 1))) {
        rtc.nvrtcGetPTX(program, ptx);
    }
    rtc.nvrtcDestroyProgram(&program);
    return ptx;
}
