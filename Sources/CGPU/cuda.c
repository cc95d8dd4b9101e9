// What devices of CUDA do. NVRTC, which comes with CUDA's toolkit and with PyTorch, compiles the kernels.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cuda_api.h"
#include "driver.h"

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

static void fail(sc_gpu *gpu, const char *what, cu_result error) {
    char text[SC_GPU_TEXT];
    snprintf(text, sizeof text, "%s: error %d, %s", what, error, sc_cuda_error(error));
    sc_gpu_fail(gpu, text);
}

/// Ends the calling function's work where `error` is one.
static int failed(sc_gpu *gpu, const char *what, cu_result error) {
    if (error != 0) fail(gpu, what, error);
    return error != 0;
}

// ---- Devices ----

static sc_gpu *open_device(int index, char *why) {
    sc_gpu_description description;
    if (sc_cuda_describe(index, &description, why)) return NULL;
    cuda_device *gpu = calloc(1, sizeof *gpu);
    if (!gpu) {
        snprintf(why, SC_GPU_TEXT, "out of memory");
        return NULL;
    }
    sc_cu.cuDeviceGet(&gpu->device, index);
    gpu->major = sc_cuda_attribute(gpu->device, ATTRIBUTE_MAJOR);
    gpu->minor = sc_cuda_attribute(gpu->device, ATTRIBUTE_MINOR);
    return &gpu->base;
}

static void start(sc_gpu *gpu) {
    failed(gpu, "taking it into use", sc_cu.cuDevicePrimaryCtxRetain(&opened(gpu)->context, opened(gpu)->device));
}

static void close_device(sc_gpu *gpu) {
    if (opened(gpu)->context) {
        sc_cu.cuCtxSetCurrent(opened(gpu)->context);
        if (!gpu->failed) sc_cu.cuCtxSynchronize();
        sc_cu.cuDevicePrimaryCtxRelease(opened(gpu)->device);
    }
    free(gpu);
}

// ---- Programs ----

// What loading a module gives if the driver does not understand it.
enum { INVALID_IMAGE = 200, NO_BINARY = 209, INVALID_PTX = 218, UNSUPPORTED_PTX = 222 };

/// The module of an image; null after a failure.
static int is_of_another_gpu(cu_result error) { return error == INVALID_IMAGE || error == NO_BINARY; }

static void say_refused(sc_gpu *gpu, cu_result error) {
    int version = 0, major = 0, minor = 0;
    char text[SC_GPU_TEXT];
    sc_cu.cuDriverGetVersion(&version);
    sc_nvrtc_version(&major, &minor);
    snprintf(
        text, sizeof text, "loading the kernels: error %d, %s; the driver is that of CUDA %d.%d and NVRTC that of CUDA %d.%d: "
        "install an NVRTC that is not newer than the driver, and name it with SPARSE_CORTEX_NVRTC", error, sc_cuda_error(error),
        version / 1000, version % 1000 / 10, major, minor);
    sc_gpu_fail(gpu, text);
}

/// Loads what was compiled, and frees it.
static cu_result load(cu_module *module, char *image) {
    const cu_result error = sc_cu.cuModuleLoadData(module, image);
    free(image);
    return error;
}

/// Compiles the kernels for this GPU; null after a failure.
static cu_module compile(sc_gpu *gpu, const char *source, const char *definitions, cu_result refused) {
    char why[SC_GPU_TEXT], text[SC_GPU_TEXT + 160];
    char *image = sc_nvrtc_compile(opened(gpu)->major, opened(gpu)->minor, source, definitions, why);
    if (!image) {
        if (refused) snprintf(text, sizeof text, "the driver refuses the kernels that were compiled beforehand (error %d), and %s", refused, why);
        sc_gpu_fail(gpu, refused ? text : why);
        return NULL;
    }
    cu_module module = NULL;
    cu_result error = load(&module, image);
    // Code for one GPU of a generation need not run on another, as that of a Jetson does not on a card; PTX does on all.
    if (is_of_another_gpu(error) && (image = sc_gpu_compile(source, definitions, why))) error = load(&module, image);
    if (error == 0) return module;
    if (is_of_another_gpu(error) || error == INVALID_PTX || error == UNSUPPORTED_PTX) say_refused(gpu, error);
    else failed(gpu, "loading the kernels", error);
    return NULL;
}

static sc_gpu_program *build(sc_gpu *gpu, const char *source, const char *definitions, const char *compiled) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    cu_module module = NULL;
    const cu_result refused = compiled ? sc_cu.cuModuleLoadData(&module, compiled) : 0;
    if (!compiled || refused) module = compile(gpu, source, definitions, refused);
    if (!module) return NULL;
    sc_gpu_program *program = calloc(1, sizeof *program);
    if (program) program->module = module;
    else sc_gpu_fail(gpu, "loading the kernels: out of memory");
    return program;
}

static void release_program(sc_gpu *gpu, sc_gpu_program *program) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    sc_cu.cuModuleUnload(program->module);
    free(program);
}

static sc_gpu_kernel *get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name) {
    cu_function function = NULL;
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    if (failed(gpu, name, sc_cu.cuModuleGetFunction(&function, program->module, name))) return NULL;
    return (sc_gpu_kernel *)function;
}

// ---- Memory ----

static sc_gpu_buffer *allocate(sc_gpu *gpu, uint64_t bytes) {
    cu_pointer memory = 0;
    char what[64];
    snprintf(what, sizeof what, "allocating %llu MB", (unsigned long long)(bytes >> 20));
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    if (failed(gpu, what, sc_cu.cuMemAlloc(&memory, bytes))) return NULL;
    return (sc_gpu_buffer *)(uintptr_t)memory;
}

static cu_pointer pointer(sc_gpu_buffer *buffer) { return (cu_pointer)(uintptr_t)buffer; }

static void release_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    sc_cu.cuMemFree(pointer(buffer));
}

static void write_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "writing to the device", sc_cu.cuMemcpyHtoD(pointer(buffer), from, bytes));
}

static void read_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "reading from the device", sc_cu.cuMemcpyDtoH(to, pointer(buffer), bytes));
}

static void copy_buffer(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "copying on the device", sc_cu.cuMemcpyDtoD(pointer(to), pointer(from), bytes));
}

static void wait_for(sc_gpu *gpu) {
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(gpu, "waiting for the device", sc_cu.cuCtxSynchronize());
}

static uint64_t free_memory(sc_gpu *gpu) {
    size_t unused = 0, all = 0;
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    return failed(gpu, "asking for free memory", sc_cu.cuMemGetInfo(&unused, &all)) ? 0 : unused;
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
    sc_cu.cuCtxSetCurrent(opened(gpu)->context);
    failed(
        gpu, "starting a kernel",
        sc_cu.cuLaunchKernel(
            (cu_function)kernel, (unsigned)groups, 1, 1, (unsigned)items, 1, 1, 0, NULL, places, NULL));
}

const sc_gpu_driver sc_cuda_driver = {
    .count = sc_cuda_count, .describe = sc_cuda_describe, .open = open_device, .start = start, .close = close_device,
    .build = build,
    .release_program = release_program, .get_kernel = get_kernel, .allocate = allocate,
    .release_buffer = release_buffer, .write = write_buffer, .read = read_buffer, .copy = copy_buffer,
    .wait = wait_for, .free_memory = free_memory, .launch = launch,
};
