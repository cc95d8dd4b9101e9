// Devices through CUDA's driver interface. NVRTC, which comes with CUDA's toolkit and with PyTorch, compiles the kernels.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cuda_api.h"
#include "driver.h"

#define FUNCTION(name, symbol, parameters) int(*name) parameters;
static struct {
    void *library;
    CUDA_FUNCTIONS(FUNCTION)
} cu;

typedef struct {
    sc_gpu base;
    cu_device device;
    cu_context context;
    int major, minor;
} cuda_device;

struct sc_gpu_program {
    cu_module module;
};

static cuda_device *opened(sc_gpu *gpu) { return (cuda_device *)gpu; }

// ---- Libraries ----

static const char *error_text(cu_result error) {
    const char *text = NULL;
    if (cu.cuGetErrorString) cu.cuGetErrorString(error, &text);
    return text ? text : "unknown";
}

static void fail(sc_gpu *gpu, const char *what, cu_result error) {
    char text[SC_GPU_TEXT];
    snprintf(text, sizeof text, "%s: error %d, %s", what, error, error_text(error));
    sc_gpu_fail(gpu, text);
}

/// Ends the calling function's work where `error` is one.
static int failed(sc_gpu *gpu, const char *what, cu_result error) {
    if (error != 0) fail(gpu, what, error);
    return error != 0;
}

#define FIND(name, symbol, parameters) \
    if (!(*(void **)&cu.name = dlsym(library, symbol))) { \
        snprintf(why, SC_GPU_TEXT, "CUDA's driver lacks %s", symbol); \
        return -1; \
    }

static int load(char *why) {
    if (cu.library) return 0;
    void *library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(why, SC_GPU_TEXT, "there is no CUDA driver (libcuda.so.1)");
        return -1;
    }
    CUDA_FUNCTIONS(FIND)
    cu_result error = cu.cuInit(0);
    if (error != 0) {
        snprintf(why, SC_GPU_TEXT, "CUDA's driver does not start: error %d, %s", error, error_text(error));
        return -1;
    }
    cu.library = library;
    return 0;
}

// ---- Devices ----

static int count_devices(char *why) {
    int count = 0;
    if (load(why)) return -1;
    cu_result error = cu.cuDeviceGetCount(&count);
    if (error != 0) {
        snprintf(why, SC_GPU_TEXT, "CUDA's devices cannot be counted: error %d, %s", error, error_text(error));
        return -1;
    }
    return count;
}

static int attribute(cu_device device, int which) {
    int value = 0;
    cu.cuDeviceGetAttribute(&value, which, device);
    return value;
}

static int describe(int index, sc_gpu_description *description, char *why) {
    int count = count_devices(why), version = 0;
    if (count < 0) return -1;
    cu_device device;
    if (index < 0 || index >= count || cu.cuDeviceGet(&device, index) != 0) {
        snprintf(why, SC_GPU_TEXT, "there is no device %d; CUDA has %d", index, count);
        return -1;
    }
    sc_gpu_description d;
    memset(&d, 0, sizeof d);
    size_t memory = 0;
    cu.cuDeviceGetName(d.name, sizeof d.name - 1, device);
    cu.cuDeviceTotalMem(&memory, device);
    cu.cuDriverGetVersion(&version);
    snprintf(d.platform, sizeof d.platform, "CUDA");
    snprintf(d.driver, sizeof d.driver, "CUDA %d.%d", version / 1000, version % 1000 / 10);
    d.memory = d.largest = memory;
    d.local = (uint64_t)attribute(device, ATTRIBUTE_LOCAL);
    d.group = (uint64_t)attribute(device, ATTRIBUTE_GROUP);
    d.units = (uint32_t)attribute(device, ATTRIBUTE_UNITS);
    // of all that CUDA supports; what is compiled asks for them
    d.has_subnormals = d.rounds_fma = d.divides_correctly = 1;
    *description = d;
    return 0;
}

static sc_gpu *open_device(int index, char *why) {
    sc_gpu_description description;
    if (describe(index, &description, why) || sc_nvrtc_load(why)) return NULL;
    cuda_device *gpu = calloc(1, sizeof *gpu);
    if (!gpu) {
        snprintf(why, SC_GPU_TEXT, "out of memory");
        return NULL;
    }
    cu_result error = cu.cuDeviceGet(&gpu->device, index);
    if (error == 0) error = cu.cuDevicePrimaryCtxRetain(&gpu->context, gpu->device);
    if (error != 0) {
        snprintf(why, SC_GPU_TEXT, "device %d cannot be used: error %d, %s", index, error, error_text(error));
        free(gpu);
        return NULL;
    }
    gpu->major = attribute(gpu->device, ATTRIBUTE_MAJOR);
    gpu->minor = attribute(gpu->device, ATTRIBUTE_MINOR);
    cu.cuCtxSetCurrent(gpu->context);
    return &gpu->base;
}

static void close_device(sc_gpu *gpu) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    if (!gpu->failed) cu.cuCtxSynchronize();
    cu.cuDevicePrimaryCtxRelease(opened(gpu)->device);
    free(gpu);
}

// ---- Programs ----

static sc_gpu_program *build(sc_gpu *gpu, const char *source, const char *definitions) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    char *ptx = sc_nvrtc_compile(gpu, opened(gpu)->major, opened(gpu)->minor, source, definitions);
    sc_gpu_program *program = ptx ? calloc(1, sizeof *program) : NULL;
    if (program && failed(gpu, "loading the kernels", cu.cuModuleLoadData(&program->module, ptx))) {
        free(program);
        program = NULL;
    }
    free(ptx);
    if (!program) sc_gpu_fail(gpu, "loading the kernels: out of memory");
    return program;
}

static void release_program(sc_gpu *gpu, sc_gpu_program *program) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    cu.cuModuleUnload(program->module);
    free(program);
}

static sc_gpu_kernel *get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name) {
    cu_function function = NULL;
    if (failed(gpu, name, cu.cuModuleGetFunction(&function, program->module, name))) return NULL;
    return (sc_gpu_kernel *)function;
}

// ---- Memory ----

static sc_gpu_buffer *allocate(sc_gpu *gpu, uint64_t bytes) {
    cu_pointer memory = 0;
    char what[64];
    snprintf(what, sizeof what, "allocating %llu MB", (unsigned long long)(bytes >> 20));
    cu.cuCtxSetCurrent(opened(gpu)->context);
    if (failed(gpu, what, cu.cuMemAlloc(&memory, bytes))) return NULL;
    return (sc_gpu_buffer *)(uintptr_t)memory;
}

static cu_pointer pointer(sc_gpu_buffer *buffer) { return (cu_pointer)(uintptr_t)buffer; }

static void release_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    cu.cuMemFree(pointer(buffer));
}

static void write_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "writing to the device", cu.cuMemcpyHtoD(pointer(buffer), from, bytes));
}

static void read_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "reading from the device", cu.cuMemcpyDtoH(to, pointer(buffer), bytes));
}

static void copy_buffer(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "copying on the device", cu.cuMemcpyDtoD(pointer(to), pointer(from), bytes));
}

static void wait_for(sc_gpu *gpu) {
    cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "waiting for the device", cu.cuCtxSynchronize());
}

// ---- Kernels ----

enum { MOST_ARGUMENTS = 32 };

static void launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count) {
    uint64_t values[MOST_ARGUMENTS];
    void *places[MOST_ARGUMENTS];
    if (count > MOST_ARGUMENTS || groups > 0x7FFFFFFF) {
        sc_gpu_fail(gpu, "a kernel has too many arguments or groups");
        return;
    }
    for (uint32_t k = 0; k < count; k++) {
        values[k] = arguments[k].buffer ? pointer(arguments[k].buffer) : arguments[k].value;
        places[k] = &values[k];
    }
    cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(
        gpu, "starting a kernel",
        cu.cuLaunchKernel(
            (cu_function)kernel, (unsigned)groups, 1, 1, (unsigned)items, 1, 1, 0, NULL, places, NULL));
}

const sc_gpu_driver sc_cuda_driver = {
    .count = count_devices, .describe = describe, .open = open_device, .close = close_device, .build = build,
    .release_program = release_program, .get_kernel = get_kernel, .allocate = allocate,
    .release_buffer = release_buffer, .write = write_buffer, .read = read_buffer, .copy = copy_buffer,
    .wait = wait_for, .launch = launch,
};
