// What devices of OpenCL do.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "opencl_api.h"

enum { MOST_KERNELS = 64 };

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

static void fail(sc_gpu *gpu, const char *what, cl_int error) {
    if (gpu->failed) return;
    gpu->failed = 1;
    snprintf(gpu->failure, sizeof gpu->failure, "%s: error %d, %s", what, (int)error, sc_opencl_error(error));
}

// ---- Devices ----

static sc_gpu *open_device(int index, char *why) {
    cl_device_id found[SC_OPENCL_MOST];
    cl_platform_id of[SC_OPENCL_MOST];
    sc_gpu_description description;
    if (sc_opencl_describe(index, &description, why) || sc_opencl_devices(found, of, why) <= index) return NULL;
    opencl_device *gpu = calloc(1, sizeof *gpu);
    if (!gpu) {
        snprintf(why, SC_GPU_TEXT, "out of memory");
        return NULL;
    }
    gpu->divides_correctly = description.divides_correctly;
    gpu->device = found[index];
    return &gpu->base;
}

static void start(sc_gpu *gpu) {
    cl_int error;
    opencl_device *device = opened(gpu);
    device->context = sc_cl.clCreateContext(NULL, 1, &device->device, NULL, NULL, &error);
    if (error == CL_SUCCESS) device->queue = sc_cl.clCreateCommandQueue(device->context, device->device, 0, &error);
    if (error != CL_SUCCESS) fail(gpu, "taking it into use", error);
}

static void close_device(sc_gpu *gpu) {
    if (opened(gpu)->queue) {
        if (!gpu->failed) sc_cl.clFinish(opened(gpu)->queue);
        sc_cl.clReleaseCommandQueue(opened(gpu)->queue);
    }
    if (opened(gpu)->context) sc_cl.clReleaseContext(opened(gpu)->context);
    free(gpu);
}

// ---- Programs ----

/// Remembers the beginning of the compiler's messages.
static void fail_to_compile(sc_gpu *gpu, cl_program program, cl_int error) {
    size_t size = 0;
    cl_device_id device = opened(gpu)->device;
    sc_cl.clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, 0, NULL, &size);
    char *log = calloc(1, size + 1), text[SC_GPU_TEXT];
    if (log) sc_cl.clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, size, log, NULL);
    snprintf(text, sizeof text, "compiling the kernels: error %d, %s: %s", (int)error, sc_opencl_error(error), log ? log : "");
    sc_gpu_fail(gpu, text);
    free(log);
}

static sc_gpu_program *build(sc_gpu *gpu, const char *source, const char *definitions, const char *compiled) {
    (void)compiled;
    cl_int error;
    cl_program program = sc_cl.clCreateProgramWithSource(opened(gpu)->context, 1, &source, NULL, &error);
    if (error == CL_SUCCESS) {
        char options[SC_GPU_TEXT];
        const char *division = opened(gpu)->divides_correctly ? "-cl-fp32-correctly-rounded-divide-sqrt" : "";
        snprintf(options, sizeof options, "%s %s", definitions, division);
        error = sc_cl.clBuildProgram(program, 1, &opened(gpu)->device, options, NULL, NULL);
        if (error != CL_SUCCESS) fail_to_compile(gpu, program, error);
    }
    sc_gpu_program *result = error == CL_SUCCESS ? calloc(1, sizeof *result) : NULL;
    if (!result) {
        fail(gpu, "compiling the kernels", error);
        if (program) sc_cl.clReleaseProgram(program);
        return NULL;
    }
    result->program = program;
    return result;
}

static void release_program(sc_gpu *gpu, sc_gpu_program *program) {
    (void)gpu;
    for (int k = 0; k < program->count; k++) sc_cl.clReleaseKernel(program->kernels[k].kernel);
    sc_cl.clReleaseProgram(program->program);
    free(program);
}

static sc_gpu_kernel *get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name) {
    if (program->count == MOST_KERNELS) return NULL;
    cl_int error;
    cl_kernel kernel = sc_cl.clCreateKernel(program->program, name, &error);
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
    cl_mem memory = sc_cl.clCreateBuffer(opened(gpu)->context, CL_MEM_READ_WRITE, bytes, NULL, &error);
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
    sc_cl.clReleaseMemObject((cl_mem)buffer);
}

static void write_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    cl_int error = sc_cl.clEnqueueWriteBuffer(opened(gpu)->queue, (cl_mem)buffer, 1, 0, bytes, from, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "writing to the device", error);
}

static void read_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    cl_int error = sc_cl.clEnqueueReadBuffer(opened(gpu)->queue, (cl_mem)buffer, 1, 0, bytes, to, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "reading from the device", error);
}

static void copy_buffer(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    cl_int error =
        sc_cl.clEnqueueCopyBuffer(opened(gpu)->queue, (cl_mem)from, (cl_mem)to, 0, 0, bytes, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, "copying on the device", error);
}

static void wait_for(sc_gpu *gpu) {
    cl_int error = sc_cl.clFinish(opened(gpu)->queue);
    if (error != CL_SUCCESS) fail(gpu, "waiting for the device", error);
}

/// OpenCL does not say it.
static uint64_t free_memory(sc_gpu *gpu) { return (void)gpu, 0; }

// ---- Kernels ----

static void launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count) {
    for (uint32_t k = 0; k < count; k++) {
        const sc_gpu_argument *a = &arguments[k];
        cl_mem memory = (cl_mem)a->buffer;
        cl_int error = a->buffer ? sc_cl.clSetKernelArg(kernel->kernel, k, sizeof memory, &memory)
                                 : sc_cl.clSetKernelArg(kernel->kernel, k, a->size, &a->value);
        if (error != CL_SUCCESS) {
            char what[128];
            snprintf(what, sizeof what, "argument %u of kernel %s", (unsigned)k, kernel->name);
            fail(gpu, what, error);
            return;
        }
    }
    size_t global = groups * items, local = items;
    cl_int error =
        sc_cl.clEnqueueNDRangeKernel(opened(gpu)->queue, kernel->kernel, 1, NULL, &global, &local, 0, NULL, NULL);
    if (error != CL_SUCCESS) fail(gpu, kernel->name, error);
}

const sc_gpu_driver sc_opencl_driver = {
    .count = sc_opencl_count, .describe = sc_opencl_describe, .open = open_device, .start = start, .close = close_device,
    .build = build,
    .release_program = release_program, .get_kernel = get_kernel, .allocate = allocate,
    .release_buffer = release_buffer, .write = write_buffer, .read = read_buffer, .copy = copy_buffer,
    .wait = wait_for, .free_memory = free_memory, .launch = launch,
};
