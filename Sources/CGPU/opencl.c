// Devices through OpenCL's loader.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "include/CGPU.h"
#include "opencl_api.h"

enum { MOST_DEVICES = 64, MOST_KERNELS = 64 };

#define FUNCTION(name, result, parameters) result(*name) parameters;
static struct {
    void *library;
    OPENCL_FUNCTIONS(FUNCTION)
} cl;

struct sc_gpu {
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    int failed;
    char failure[SC_GPU_TEXT];
};

struct sc_gpu_kernel {
    cl_kernel kernel;
    char name[64];
};

struct sc_gpu_program {
    sc_gpu *gpu;
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

int sc_gpu_count(char *why) {
    cl_device_id found[MOST_DEVICES];
    cl_platform_id of[MOST_DEVICES];
    return devices(found, of, why);
}

static cl_ulong number(cl_device_id device, cl_uint what, size_t size) {
    cl_ulong value = 0;
    cl.clGetDeviceInfo(device, what, size, &value, NULL);
    return value;
}

int sc_gpu_describe(int index, sc_gpu_description *description, char *why) {
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

sc_gpu *sc_gpu_open(int index, char *why) {
    cl_device_id found[MOST_DEVICES];
    cl_platform_id of[MOST_DEVICES];
    int count = devices(found, of, why);
    if (count < 0) return NULL;
    if (index < 0 || index >= count) {
        snprintf(why, SC_GPU_TEXT, "there is no device %d; OpenCL has %d", index, count);
        return NULL;
    }
    sc_gpu *gpu = calloc(1, sizeof *gpu);
    if (!gpu) {
        snprintf(why, SC_GPU_TEXT, "out of memory");
        return NULL;
    }
    cl_int error;
    gpu->device = found[index];
    gpu->context = cl.clCreateContext(NULL, 1, &gpu->device, NULL, NULL, &error);
    if (error == CL_SUCCESS) gpu->queue = cl.clCreateCommandQueue(gpu->context, gpu->device, 0, &error);
    if (error != CL_SUCCESS) {
        snprintf(why, SC_GPU_TEXT, "device %d cannot be used: error %d, %s", index, (int)error, error_name(error));
        if (gpu->context) cl.clReleaseContext(gpu->context);
        free(gpu);
        return NULL;
    }
    return gpu;
}

void sc_gpu_close(sc_gpu *gpu) {
    if (!gpu->failed) cl.clFinish(gpu->queue);
    cl.clReleaseCommandQueue(gpu->queue);
    cl.clReleaseContext(gpu->context);
    free(gpu);
}

const char *sc_gpu_failure(const sc_gpu *gpu) { return gpu->failed ? gpu->failure : NULL; }

void sc_gpu_fail(sc_gpu *gpu, const char *what) {
    if (gpu->failed) return;
    gpu->failed = 1;
    snprintf(gpu->failure, sizeof gpu->failure, "%s", what);
}

// ---- Programs ----

sc_gpu_program *sc_gpu_build(sc_gpu *gpu, const char *source, const char *options) {
    if (gpu->failed) return NULL;
    cl_int error;
    cl_program program = cl.clCreateProgramWithSource(gpu->context, 1, &source, NULL, &error);
    if (error == CL_SUCCESS) {
        error = cl.clBuildProgram(program, 1, &gpu->device, options, NULL, NULL);
        if (error != CL_SUCCESS) {
            char *log = calloc(1, 1 << 16);
            if (log) cl.clGetProgramBuildInfo(program, gpu->device, CL_PROGRAM_BUILD_LOG, (1 << 16) - 1, log, NULL);
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
    result->gpu = gpu;
    result->program = program;
    return result;
}

void sc_gpu_release_program(sc_gpu_program *program) {
    for (int k = 0; k < program->count; k++) cl.clReleaseKernel(program->kernels[k].kernel);
    cl.clReleaseProgram(program->program);
    free(program);
}

sc_gpu_kernel *sc_gpu_get_kernel(sc_gpu_program *program, const char *name) {
    for (int k = 0; k < program->count; k++)
        if (strcmp(program->kernels[k].name, name) == 0) return &program->kernels[k];
    if (program->gpu->failed || program->count == MOST_KERNELS) return NULL;
    cl_int error;
    cl_kernel kernel = cl.clCreateKernel(program->program, name, &error);
    if (error != CL_SUCCESS) {
        fail(program->gpu, name, error);
        return NULL;
    }
    sc_gpu_kernel *result = &program->kernels[program->count++];
    result->kernel = kernel;
    snprintf(result->name, sizeof result->name, "%s", name);
    return result;
}

// ---- Memory ----

sc_gpu_buffer *sc_gpu_allocate(sc_gpu *gpu, uint64_t bytes) {
    if (gpu->failed) return NULL;
    cl_int error;
    cl_mem memory = cl.clCreateBuffer(gpu->context, CL_MEM_READ_WRITE, bytes > 0 ? bytes : 1, NULL, &error);
    if (error != CL_SUCCESS) {
        char what[64];
        snprintf(what, sizeof what, "allocating %llu MB", (unsigned long long)(bytes >> 20));
        fail(gpu, what, error);
        return NULL;
    }
    return (sc_gpu_buffer *)memory;
}

void sc_gpu_release_buffer(sc_gpu_buffer *buffer) {
    if (buffer) cl.clReleaseMemObject((cl_mem)buffer);
}

void sc_gpu_write(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    if (gpu->failed || bytes == 0) return;
    cl_int error = cl.clEnqueueWriteBuffer(gpu->queue, (cl_mem)buffer, 1, 0, bytes, from, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "writing to the device", error);
}

void sc_gpu_read(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    if (gpu->failed || bytes == 0) return;
    cl_int error = cl.clEnqueueReadBuffer(gpu->queue, (cl_mem)buffer, 1, 0, bytes, to, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "reading from the device", error);
}

void sc_gpu_copy(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    if (gpu->failed || bytes == 0) return;
    cl_int error = cl.clEnqueueCopyBuffer(gpu->queue, (cl_mem)from, (cl_mem)to, 0, 0, bytes, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "copying on the device", error);
}

void sc_gpu_wait(sc_gpu *gpu) {
    if (gpu->failed) return;
    cl_int error = cl.clFinish(gpu->queue);
    if (error != CL_SUCCESS) fail(gpu, "waiting for the device", error);
}

// ---- Kernels ----

void sc_gpu_launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count) {
    if (gpu->failed || groups == 0) return;
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
    cl_int error = cl.clEnqueueNDRangeKernel(gpu->queue, kernel->kernel, 1, NULL, &global, &local, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, kernel->name, error);
}
