// What OpenCL and CUDA each provide.
#ifndef SC_GPU_DRIVER_H
#define SC_GPU_DRIVER_H

#include "include/CGPU.h"

/// The functions of CGPU.h. They are not called after a failure, except to release, nor before `start`.
typedef struct {
    int (*count)(char *why);
    int (*describe)(int index, sc_gpu_description *description, char *why);
    sc_gpu *(*open)(int index, char *why);
    void (*start)(sc_gpu *gpu);
    void (*close)(sc_gpu *gpu);
    sc_gpu_program *(*build)(sc_gpu *gpu, const char *source, const char *definitions, const char *compiled);
    void (*release_program)(sc_gpu *gpu, sc_gpu_program *program);
    sc_gpu_kernel *(*get_kernel)(sc_gpu *gpu, sc_gpu_program *program, const char *name);
    sc_gpu_buffer *(*allocate)(sc_gpu *gpu, uint64_t bytes);
    void (*release_buffer)(sc_gpu *gpu, sc_gpu_buffer *buffer);
    void (*write)(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from);
    void (*read)(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to);
    void (*copy)(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes);
    void (*wait)(sc_gpu *gpu);
    uint64_t (*free_memory)(sc_gpu *gpu);
    void (*launch)(
        sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments,
        uint32_t count);
} sc_gpu_driver;

extern const sc_gpu_driver sc_opencl_driver, sc_cuda_driver;

/// The beginning of every opened device.
struct sc_gpu {
    const sc_gpu_driver *driver;
    int started;
    int failed;
    char failure[SC_GPU_TEXT];
};

/// Writes 16 bytes in hexadecimal digits to `id` [SC_GPU_ID].
void sc_write_id(char *id, const unsigned char bytes[16]);

#endif
