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

static void *open_library(char *why) {
    const char *named = getenv("SPARSE_CORTEX_NVRTC");
    if (named) {
        void *library = dlopen(named, RTLD_NOW | RTLD_LOCAL);
        if (!library) snprintf(why, SC_GPU_TEXT, "SPARSE_CORTEX_NVRTC names no NVRTC to compile the kernels: %s", dlerror());
        return library;
    }
    const char *const names[] = {"libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library) return library;
    }
    snprintf(
        why, SC_GPU_TEXT, "there is no NVRTC to compile the kernels (libnvrtc.so of CUDA's toolkit, or of PyPI's "
        "nvidia-cuda-nvrtc-cu12; SPARSE_CORTEX_NVRTC can name it)");
    return NULL;
}

#define FIND(name, symbol, parameters) \
    if (!(*(void **)&rtc.name = dlsym(library, symbol))) { \
        snprintf(why, SC_GPU_TEXT, "NVRTC lacks %s; that of CUDA 11.2 or newer is needed", symbol); \
        return -1; \
    }

int sc_nvrtc_load(char *why) {
    if (rtc.library) return 0;
    void *library = open_library(why);
    if (!library) return -1;
    NVRTC_FUNCTIONS(FIND)
    rtc.library = library;
    return 0;
}

void sc_nvrtc_version(int *major, int *minor) { rtc.nvrtcVersion(major, minor); }

// ---- Compiling ----

/// The newest architecture, such as 90, that NVRTC knows and that is not newer than `wanted`; 0 after a failure.
static int architecture(int wanted, char *why) {
    int count = 0, best = 0, oldest = 0;
    int *known = rtc.nvrtcGetNumSupportedArchs(&count) == 0 && count > 0 ? calloc((size_t)count, sizeof *known) : NULL;
    if (!known || rtc.nvrtcGetSupportedArchs(known) != 0) {
        snprintf(why, SC_GPU_TEXT, "compiling the kernels: NVRTC does not say which architectures it knows");
        free(known);
        return 0;
    }
    for (int k = 0; k < count; k++) {
        if (oldest == 0 || known[k] < oldest) oldest = known[k];
        if (known[k] <= wanted && known[k] > best) best = known[k];
    }
    free(known);
    if (best == 0) {
        int major = 0, minor = 0;
        rtc.nvrtcVersion(&major, &minor);
        snprintf(
            why, SC_GPU_TEXT, "the device is of architecture sm_%d, but this NVRTC (CUDA %d.%d) knows none before sm_%d: install an "
            "older one, and name it with SPARSE_CORTEX_NVRTC", wanted, major, minor, oldest);
    }
    return best;
}

static void say_what_is_wrong(nvrtc_program program, char *why) {
    size_t size = 0;
    rtc.nvrtcGetProgramLogSize(program, &size);
    char *log = calloc(1, size + 1);
    if (log) rtc.nvrtcGetProgramLog(program, log);
    snprintf(why, SC_GPU_TEXT, "compiling the kernels: %s", log ? log : "");
    free(log);
}

/// What `program` was compiled to: code of the GPU (CUBIN) or the driver's language (PTX).
static char *image_of(nvrtc_program program, int is_code, char *why) {
    size_t size = 0;
    int error = is_code ? rtc.nvrtcGetCUBINSize(program, &size) : rtc.nvrtcGetPTXSize(program, &size);
    char *image = error == 0 ? calloc(1, size + 1) : NULL;
    if (image) error = is_code ? rtc.nvrtcGetCUBIN(program, image) : rtc.nvrtcGetPTX(program, image);
    if (error != 0 || !image) {
        snprintf(why, SC_GPU_TEXT, "compiling the kernels: NVRTC gives no result (error %d)", error);
        free(image);
        return NULL;
    }
    return image;
}

enum { MOST_OPTIONS = 16 };

/// For a target such as sm_90, or compute_90 in the driver's language.
static char *compile(const char *target, int is_code, const char *source, const char *definitions, char *why) {
    char words[SC_GPU_TEXT];
    const char *options[MOST_OPTIONS] = {target, "--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true"};
    int count = 5;
    snprintf(words, sizeof words, "%s", definitions);
    char *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word && count < MOST_OPTIONS; word = strtok_r(NULL, " ", &rest))
        options[count++] = word;
    nvrtc_program program = NULL;
    if (rtc.nvrtcCreateProgram(&program, source, "kernels.cu", 0, NULL, NULL) != 0) {
        snprintf(why, SC_GPU_TEXT, "compiling the kernels: NVRTC does not start");
        return NULL;
    }
    char *image = NULL;
    if (rtc.nvrtcCompileProgram(program, count, options) != 0) say_what_is_wrong(program, why);
    else image = image_of(program, is_code, why);
    rtc.nvrtcDestroyProgram(&program);
    return image;
}

char *sc_nvrtc_compile(int major, int minor, const char *source, const char *definitions, char *why) {
    if (sc_nvrtc_load(why)) return NULL;
    const int wanted = 10 * major + minor, found = architecture(wanted, why);
    if (found == 0) return NULL;
    // Code for sm_80 runs on sm_86, too, and a driver that is somewhat older than NVRTC takes it. The driver itself compiles for
    // a GPU of a later generation than NVRTC knows, if it understands NVRTC's PTX.
    const int is_code = found / 10 == wanted / 10;
    char target[64];
    snprintf(target, sizeof target, "--gpu-architecture=%s_%d", is_code ? "sm" : "compute", found);
    return compile(target, is_code, source, definitions, why);
}

char *sc_gpu_compile(const char *source, const char *definitions, char *why) {
    // The oldest that all versions of NVRTC know.
    return sc_nvrtc_load(why) ? NULL : compile("--gpu-architecture=compute_75", 0, source, definitions, why);
}
