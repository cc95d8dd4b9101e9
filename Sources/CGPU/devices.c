// Devices of both interfaces, and the failures that they remember.
#include <stdio.h>

#include "driver.h"

static const sc_gpu_driver *driver(sc_gpu_interface interface) {
    return interface == SC_CUDA ? &sc_cuda_driver : &sc_opencl_driver;
}

int sc_gpu_count(sc_gpu_interface interface, char *why) { return driver(interface)->count(why); }

int sc_gpu_describe(sc_gpu_interface interface, int index, sc_gpu_description *description, char *why) {
    return driver(interface)->describe(index, description, why);
}

sc_gpu *sc_gpu_open(sc_gpu_interface interface, int index, char *why) {
    sc_gpu *gpu = driver(interface)->open(index, why);
    if (gpu) gpu->driver = driver(interface);
    return gpu;
}

void sc_gpu_close(sc_gpu *gpu) { gpu->driver->close(gpu); }

const char *sc_gpu_failure(const sc_gpu *gpu) { return gpu->failed ? gpu->failure : NULL; }

void sc_gpu_fail(sc_gpu *gpu, const char *what) {
    if (gpu->failed) return;
    gpu->failed = 1;
    snprintf(gpu->failure, sizeof gpu->failure, "%s", what);
}

sc_gpu_program *sc_gpu_build(sc_gpu *gpu, const char *source, const char *definitions) {
    return gpu->failed ? NULL : gpu->driver->build(gpu, source, definitions);
}

void sc_gpu_release_program(sc_gpu *gpu, sc_gpu_program *program) { gpu->driver->release_program(gpu, program); }

sc_gpu_kernel *sc_gpu_get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name) {
    return gpu->failed ? NULL : gpu->driver->get_kernel(gpu, program, name);
}

sc_gpu_buffer *sc_gpu_allocate(sc_gpu *gpu, uint64_t bytes) {
    return gpu->failed ? NULL : gpu->driver->allocate(gpu, bytes > 0 ? bytes : 1);
}

void sc_gpu_release_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer) {
    if (buffer) gpu->driver->release_buffer(gpu, buffer);
}

void sc_gpu_write(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    if (!gpu->failed && bytes > 0) gpu->driver->write(gpu, buffer, bytes, from);
}

void sc_gpu_read(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    if (!gpu->failed && bytes > 0) gpu->driver->read(gpu, buffer, bytes, to);
}

void sc_gpu_copy(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    if (!gpu->failed && bytes > 0) gpu->driver->copy(gpu, from, to, bytes);
}

void sc_gpu_wait(sc_gpu *gpu) {
    if (!gpu->failed) gpu->driver->wait(gpu);
}

void sc_gpu_launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count) {
    if (!gpu->failed && groups > 0) gpu->driver->launch(gpu, kernel, groups, items, arguments, count);
}
