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

/// Starts the device when it is first used; whether it can be used.
static int ready(sc_gpu *gpu) {
    if (!gpu->started && !gpu->failed) {
        gpu->started = 1;
        gpu->driver->start(gpu);
    }
    return !gpu->failed;
}

void sc_write_id(char *id, const unsigned char bytes[16]) {
    for (int k = 0; k < 16; k++) snprintf(id + 2 * k, 3, "%02x", bytes[k]);
}

const char *sc_gpu_failure(const sc_gpu *gpu) { return gpu->failed ? gpu->failure : NULL; }

void sc_gpu_fail(sc_gpu *gpu, const char *what) {
    if (gpu->failed) return;
    gpu->failed = 1;
    snprintf(gpu->failure, sizeof gpu->failure, "%s", what);
}

sc_gpu_program *sc_gpu_build(sc_gpu *gpu, const char *source, const char *definitions, const char *compiled) {
    return ready(gpu) ? gpu->driver->build(gpu, source, definitions, compiled) : NULL;
}

void sc_gpu_release_program(sc_gpu *gpu, sc_gpu_program *program) { gpu->driver->release_program(gpu, program); }

sc_gpu_kernel *sc_gpu_get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name) {
    return ready(gpu) ? gpu->driver->get_kernel(gpu, program, name) : NULL;
}

sc_gpu_buffer *sc_gpu_allocate(sc_gpu *gpu, uint64_t bytes) {
    return ready(gpu) ? gpu->driver->allocate(gpu, bytes > 0 ? bytes : 1) : NULL;
}

void sc_gpu_release_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer) {
    if (buffer) gpu->driver->release_buffer(gpu, buffer);
}

void sc_gpu_write(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from) {
    if (bytes > 0 && ready(gpu)) gpu->driver->write(gpu, buffer, bytes, from);
}

void sc_gpu_read(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to) {
    if (bytes > 0 && ready(gpu)) gpu->driver->read(gpu, buffer, bytes, to);
}

void sc_gpu_copy(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes) {
    if (bytes > 0 && ready(gpu)) gpu->driver->copy(gpu, from, to, bytes);
}

void sc_gpu_wait(sc_gpu *gpu) {
    if (gpu->started && !gpu->failed) gpu->driver->wait(gpu);
}

uint64_t sc_gpu_free_memory(sc_gpu *gpu) { return ready(gpu) ? gpu->driver->free_memory(gpu) : 0; }

void sc_gpu_launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count) {
    if (groups > 0 && ready(gpu)) gpu->driver->launch(gpu, kernel, groups, items, arguments, count);
}
