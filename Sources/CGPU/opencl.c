// Devices through OpenCL's loader.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "opencl_api.h"

enum { MOST_DEVICES = 64, MOST_KERNELS = 64 };

#define FUNCTION(name, result, parameters) result(*name) parameters;
static struct {
    void *library;
    OPENCL_FUNCTIONS(FUNCTION)
} cl;

typedef struct {
    sc_gpu base;
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    int divides_correctly;
} opencl_device;

static opencl_device *opened(sc_gpu *gpu) { return (opencl_device *)gpu; }

struct sc_gpu_kernel {
    cl_kernel kernel;
    char name[64];
};

struct sc_gpu_program {
    cl_program program;
    int count;
    sc_gpu_kernel kernels[MOST_KERNELS];
};

static const char *error_name(cl_int error) {
    switch (error) {
    case -2: return "the device is not available";
    case -4: return "no room for a buffer (CL_MEM_OBJECT_ALLOCATION_FAILURE)";
    case -5: return "the device is out of resources (CL_OUT_OF_RESOURCES)";
    case -6: return "out of host memory (CL_OUT_OF_HOST_MEMORY)";
    case -11: return "the kernels do not compile (CL_BUILD_PROGRAM_FAILURE)";
    case -36: return "the device is gone (CL_INVALID_COMMAND_QUEUE)";
    case -54: return "groups of this size are not possible (CL_INVALID_WORK_GROUP_SIZE)";
    case -61: return "a buffer of this size is not possible (CL_INVALID_BUFFER_SIZE)";
    default: return "see the OpenCL specification";
    }
}

static void fail(sc_gpu *gpu, const char *what, cl_int error) {
    if (gpu->failed) return;
    gpu->failed = 1;
    snprintf(gpu->failure, sizeof gpu->failure, "%s: error %d, %s", what, (int)error, error_name(error));
}

// ---- The loader and its devices ----

static int load(char *why) {
    if (cl.library) return 0;
    void *library = dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(why, SC_GPU_TEXT, "there is no OpenCL loader (libOpenCL.so.1; Debian's package is ocl-icd-libopencl1)");
        return -1;
    }
#define FIND(name, result, parameters) \
    if (!(cl.name = (result(*) parameters)dlsym(library, #name))) { \
        snprintf(why, SC_GPU_TEXT, "the OpenCL loader lacks %s", #name); \
        dlclose(library); \
        return -1; \
    }
    OPENCL_FUNCTIONS(FIND)
    cl.library = library;
    return 0;
}

/// All devices of all platforms, in the loader's order.
static int devices(cl_device_id *found, cl_platform_id *of, char *why) {
    if (load(why)) return -1;
    cl_platform_id platforms[MOST_DEVICES];
    cl_uint platform_count = 0;
    cl_int error = cl.clGetPlatformIDs(MOST_DEVICES, platforms, &platform_count);
    if (error == CL_PLATFORM_NOT_FOUND_KHR) platform_count = 0;
    else if (error != CL_SUCCESS) {
        snprintf(why, SC_GPU_TEXT, "OpenCL's platforms cannot be listed: error %d, %s", (int)error, error_name(error));
        return -1;
    }
    int count = 0;
    for (cl_uint p = 0; p < platform_count && p < MOST_DEVICES; p++) {
        cl_device_id here[MOST_DEVICES];
        cl_uint here_count = 0;
        if (cl.clGetDeviceIDs(platforms[p], CL_DEVICE_TYPE_ALL, MOST_DEVICES, here, &here_count) != CL_SUCCESS) continue;
        for (cl_uint d = 0; d < here_count && d < MOST_DEVICES && count < MOST_DEVICES; d++, count++) {
            found[count] = here[d];
            of[count] = platforms[p];
        }
    }
    return count;
}

static int count_devices(char *why) {
    cl_device_id found[MOST_DEVICES];
    cl_platform_id of[MOST_DEVICES];
    return devices(found, of, why);
}

static cl_ulong number(cl_device_id device, cl_uint what, size_t size) {
    cl_ulong value = 0;
    cl.clGetDeviceInfo(device, what, size, &value, NULL);
    return value;
}

static int describe(int index, sc_gpu_description *description, char *why) {
    cl_device_id found[MOST_DEVICES];
    cl_platform_id of[MOST_DEVICES];
    int count = devices(found, of, why);
    if (count < 0) return -1;
    if (index < 0 || index >= count) {
        snprintf(why, SC_GPU_TEXT, "there is no device %d; OpenCL has %d", index, count);
        return -1;
    }
    cl_device_id device = found[index];
    sc_gpu_description d;
    memset(&d, 0, sizeof d);
    cl.clGetDeviceInfo(device, CL_DEVICE_NAME, sizeof d.name - 1, d.name, NULL);
    cl.clGetPlatformInfo(of[index], CL_PLATFORM_NAME, sizeof d.platform - 1, d.platform, NULL);
    cl.clGetDeviceInfo(device, CL_DRIVER_VERSION, sizeof d.driver - 1, d.driver, NULL);
    d.memory = number(device, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof(cl_ulong));
    d.largest = number(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof(cl_ulong));
    d.local = number(device, CL_DEVICE_LOCAL_MEM_SIZE, sizeof(cl_ulong));
    d.group = number(device, CL_DEVICE_MAX_WORK_GROUP_SIZE, sizeof(size_t));
    d.units = (uint32_t)number(device, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof(cl_uint));
    d.is_cpu = (number(device, CL_DEVICE_TYPE_INFO, sizeof(cl_bitfield)) & CL_DEVICE_TYPE_CPU) != 0;
    cl_bitfield arithmetic = number(device, CL_DEVICE_SINGLE_FP_CONFIG, sizeof(cl_bitfield));
    d.has_subnormals = (arithmetic & CL_FP_DENORM) != 0;
    d.rounds_fma = (arithmetic & CL_FP_FMA) != 0;
    d.divides_correctly = (arithmetic & CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    *description = d;
    return 0;
}

static sc_gpu *open_device(int index, char *why) {
    cl_device_id found[MOST_DEVICES];
    cl_platform_id of[MOST_DEVICES];
    sc_gpu_description description;
    if (describe(index, &description, why)) return NULL;
    if (devices(found, of, why) <= index) return NULL;
    opencl_device *gpu = calloc(1, sizeof *gpu);
    if (!gpu) {
        snprintf(why, SC_GPU_TEXT, "out of memory");
        return NULL;
    }
    cl_int error;
    gpu->divides_correctly = description.divides_correctly;
    gpu->device = found[index];
    gpu->context = cl.clCreateContext(NULL, 1, &gpu->device, NULL, NULL, &error);
    if (error == CL_SUCCESS) gpu->queue = cl.clCreateCommandQueue(gpu->context, gpu->device, 0, &error);
    if (error != CL_SUCCESS) {
        snprintf(why, SC_GPU_TEXT, "device %d cannot be used: error %d, %s", index, (int)error, error_name(error));
        if (gpu->context) cl.clReleaseContext(gpu->context);
        free(gpu);
        return NULL;
    }
    return &gpu->base;
}

static void close_device(sc_gpu *gpu) {
    if (!gpu->failed) cl.clFinish(opened(gpu)->queue);
    cl.clReleaseCommandQueue(opened(gpu)->queue);
    cl.clReleaseContext(opened(gpu)->context);
    free(gpu);
}

// ---- Programs ----

static sc_gpu_program *build(sc_gpu *gpu, const char *source, const char *definitions) {
    cl_int error;
    cl_program program = cl.clCreateProgramWithSource(opened(gpu)->context, 1, &source, NULL, &error);
    if (error == CL_SUCCESS) {
        char options[SC_GPU_TEXT];
        const char *division = opened(gpu)->divides_correctly ? "-cl-fp32-correctly-rounded-divide-sqrt" : "";
        snprintf(options, sizeof options, "%s %s", definitions, division);
        error = cl.clBuildProgram(program, 1, &opened(gpu)->device, options, NULL, NULL);
        if (error != CL_SUCCESS) {
            char *log = calloc(1, 1 << 16);
            if (log)
                cl.clGetProgramBuildInfo(program, opened(gpu)->device, CL_PROGRAM_BUILD_LOG, (1 << 16) - 1, log, NULL);
            fail(gpu, "compiling the kernels", error);
            size_t length = strlen(gpu->failure);
            snprintf(gpu->failure + length, sizeof gpu->failure - length, ": %s", log ? log : "");
            free(log);
        }
    }
    sc_gpu_program *result = error == CL_SUCCESS ? calloc(1, sizeof *result) : NULL;
    if (!result) {
        fail(gpu, "compiling the kernels", error);
        if (program) cl.clReleaseProgram(program);
        return NULL;
    }
    result->program = program;
    return result;
}

static void release_program(sc_gpu *gpu, sc_gpu_program *program) {
    (void)gpu;
    for (int k = 0; k < program->count; k++) cl.clReleaseKernel(program->kernels[k].kernel);
    cl.clReleaseProgram(program->program);
    free(program);
}

static sc_gpu_kernel *get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name) {
    if (program->count == MOST_KERNELS) return NULL;
    cl_int error;
    cl_kernel kernel = cl.clCreateKernel(program->program, name, &error);
    if (error != CL_SUCCESS) {
        fail(gpu, name, error);
        return NULL;
    }
    sc_gpu_kernel *result = &program->kernels[program->count++];
    result->kernel = kernel;
    snprintf(result->name, sizeof result->name, "%s", name);
    return result;
}

// ---- Memory ----

static sc_gpu_buffer *allocate(sc_gpu *gpu, uint64_t bytes) {
    cl_int error;
    cl_mem memory = cl.clCreateBuffer(opened(gpu)->context, CL_MEM_READ_WRITE, bytes, NULL, &error);
    if (error != CL_SUCCESS) {
        char what[64];
        snprintf(what, sizeof what, "allocating %llu MB", (unsigned long long)(bytes >> 20));
        fail(gpu, what, error);
        return NULL;
    }
    return (sc_gpu_buffer *)memory;
}

static void release_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer) {
    (void)gpu;
    cl.clReleaseMemObject((cl_mem)buffer);
}

static void write_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    cl_int error = cl.clEnqueueWriteBuffer(opened(gpu)->queue, (cl_mem)buffer, 1, 0, bytes, from, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "writing to the device", error);
}

static void read_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    cl_int error = cl.clEnqueueReadBuffer(opened(gpu)->queue, (cl_mem)buffer, 1, 0, bytes, to, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "reading from the device", error);
}

static void copy_buffer(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    cl_int error =
        cl.clEnqueueCopyBuffer(opened(gpu)->queue, (cl_mem)from, (cl_mem)to, 0, 0, bytes, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "copying on the device", error);
}

static void wait_for(sc_gpu *gpu) {
    cl_int error = cl.clFinish(opened(gpu)->queue);
    if (error != CL_SUCCESS) fail(gpu, "waiting for the device", error);
}

// ---- Kernels ----

static void launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count) {
    for (uint32_t k = 0; k < count; k++) {
        const sc_gpu_argument *a = &arguments[k];
        cl_mem memory = (cl_mem)a->buffer;
        cl_int error = a->buffer ? cl.clSetKernelArg(kernel->kernel, k, sizeof memory, &memory)
                                 : cl.clSetKernelArg(kernel->kernel, k, a->size, &a->value);
        if (error != CL_SUCCESS) {
            char what[128];
            snprintf(what, sizeof what, "argument %u of kernel %s", (unsigned)k, kernel->name);
            fail(gpu, what, error);
            return;
        }
    }
    size_t global = groups * items, local = items;
    cl_int error =
        cl.clEnqueueNDRangeKernel(opened(gpu)->queue, kernel->kernel, 1, NULL, &global, &local, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, kernel->name, error);
}

const sc_gpu_driver sc_opencl_driver = {
    .count = count_devices, .describe = describe, .open = open_device, .close = close_device, .build = build,
    .release_program = release_program, .get_kernel = get_kernel, .allocate = allocate,
    .release_buffer = release_buffer, .write = write_buffer, .read = read_buffer, .copy = copy_buffer,
    .wait = wait_for, .launch = launch,
};
