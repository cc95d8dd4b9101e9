// Devices that compute: GPUs, and CPUs that pretend to be one, through OpenCL 1.2 or CUDA.
//
// Their libraries (libOpenCL.so.1; libcuda.so.1 and libnvrtc.so, which compiles the kernels) are opened when they are first needed,
// so that nothing of them is needed to build, or to run without a device. All memory of a device lies in buffers; kernels run in the
// order in which they are launched. An opened device takes nothing of the device before it is first used, and remembers the first
// failure. From then on all calls do nothing, so that a caller may look for it where it next waits for the device.
#ifndef CGPU_H
#define CGPU_H

#include <stdint.h>

enum { SC_GPU_TEXT = 512, SC_GPU_ID = 40 };

typedef enum { SC_OPENCL = 0, SC_CUDA = 1 } sc_gpu_interface;

typedef struct {
    char name[SC_GPU_TEXT];      // such as "NVIDIA A100-SXM4-80GB"
    char platform[SC_GPU_TEXT];  // such as "NVIDIA CUDA"
    char driver[SC_GPU_TEXT];    // version of the driver
    char id[SC_GPU_ID];          // the same through CUDA and OpenCL, if the driver says it; otherwise empty
    char obstacle[SC_GPU_TEXT];  // why it cannot be used; empty: nothing is in the way
    uint64_t memory;             // bytes in all
    uint64_t largest;            // bytes of a buffer at most
    uint64_t local;              // bytes of a group's local memory
    uint64_t group;              // items of a group at most
    uint32_t units;
    int is_cpu;
    int has_subnormals;          // computes with them, as IEEE 754 says
    int rounds_fma;              // fused multiply-adds are rounded once
    int divides_correctly;       // quotients and square roots are correctly rounded
    int has_doubles;             // computes in double precision
} sc_gpu_description;

typedef struct sc_gpu sc_gpu;
typedef struct sc_gpu_program sc_gpu_program;
typedef struct sc_gpu_kernel sc_gpu_kernel;
typedef struct sc_gpu_buffer sc_gpu_buffer;

/// How many devices there are; with the reason in `why` [SC_GPU_TEXT] -1 if the interface cannot be used, -2 if its driver is there but
/// does not work.
int sc_gpu_count(sc_gpu_interface interface, char *why);
/// 0, or -1 with the reason in `why` if there is no device `index`.
int sc_gpu_describe(sc_gpu_interface interface, int index, sc_gpu_description *description, char *why);

/// Device `index`, or null with the reason in `why`.
sc_gpu *sc_gpu_open(sc_gpu_interface interface, int index, char *why);
/// Waits and closes; programs and buffers must have been released.
void sc_gpu_close(sc_gpu *gpu);
/// What failed first, or null.
const char *sc_gpu_failure(const sc_gpu *gpu);
/// Bytes of its memory that nobody uses now; 0 if the driver does not say it.
uint64_t sc_gpu_free_memory(sc_gpu *gpu);
/// Makes `gpu` fail from here on, for tests.
void sc_gpu_fail(sc_gpu *gpu, const char *what);

/// The text of all kernels.
const char *sc_gpu_kernels(void);

/// The kernels, compiled with `definitions` (-DNAME=VALUE, with spaces between them); null after a failure, which holds the beginning
/// of the compiler's messages. A device of CUDA takes `compiled`, if it is not null and the driver understands it.
sc_gpu_program *sc_gpu_build(sc_gpu *gpu, const char *source, const char *definitions, const char *compiled);
/// The same in the language of CUDA's driver (PTX), for any GPU of architecture 7.5 or newer, to be freed; needs NVRTC but no device.
/// Null, with the reason in `why` [SC_GPU_TEXT], after a failure.
char *sc_gpu_compile(const char *source, const char *definitions, char *why);
void sc_gpu_release_program(sc_gpu *gpu, sc_gpu_program *program);
/// The kernel of this name; null after a failure. Released with its program.
sc_gpu_kernel *sc_gpu_get_kernel(sc_gpu *gpu, sc_gpu_program *program, const char *name);

/// `bytes` (1 at least) of memory whose content is undefined; null after a failure.
sc_gpu_buffer *sc_gpu_allocate(sc_gpu *gpu, uint64_t bytes);
void sc_gpu_release_buffer(sc_gpu *gpu, sc_gpu_buffer *buffer);
void sc_gpu_write(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, const void *from);
/// Waits for all that was launched.
void sc_gpu_read(sc_gpu *gpu, sc_gpu_buffer *buffer, uint64_t bytes, void *to);
void sc_gpu_copy(sc_gpu *gpu, sc_gpu_buffer *from, sc_gpu_buffer *to, uint64_t bytes);
void sc_gpu_wait(sc_gpu *gpu);

/// The buffer where it is not null, otherwise `size` bytes of `value`.
typedef struct {
    sc_gpu_buffer *buffer;
    uint64_t value;
    uint32_t size;
} sc_gpu_argument;

/// Runs `groups` groups of `items` items each.
void sc_gpu_launch(
    sc_gpu *gpu, sc_gpu_kernel *kernel, uint64_t groups, uint64_t items, const sc_gpu_argument *arguments, uint32_t count);

#endif
