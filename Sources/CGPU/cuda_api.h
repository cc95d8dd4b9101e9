// The part of CUDA's driver interface and of NVRTC that is used here, as NVIDIA documents it. It is declared here, since both are opened
// when the program runs and their headers are not needed to build.
#ifndef CUDA_API_H
#define CUDA_API_H

#include <stddef.h>
#include <stdint.h>

typedef int cu_result;
typedef int cu_device;
typedef uint64_t cu_pointer;
typedef struct CUctx_st *cu_context;
typedef struct CUmod_st *cu_module;
typedef struct CUfunc_st *cu_function;
typedef struct CUstream_st *cu_stream;
typedef struct _nvrtcProgram *nvrtc_program;

enum {
    ATTRIBUTE_GROUP = 1,        // CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK
    ATTRIBUTE_LOCAL = 8,        // CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK
    ATTRIBUTE_UNITS = 16,       // CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT
    ATTRIBUTE_MAJOR = 75,       // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    ATTRIBUTE_MINOR = 76,
};

#define CUDA_FUNCTIONS(F) \
    F(cuInit, "cuInit", (unsigned)) \
    F(cuDriverGetVersion, "cuDriverGetVersion", (int *)) \
    F(cuGetErrorString, "cuGetErrorString", (cu_result, const char **)) \
    F(cuDeviceGetCount, "cuDeviceGetCount", (int *)) \
    F(cuDeviceGet, "cuDeviceGet", (cu_device *, int)) \
    F(cuDeviceGetName, "cuDeviceGetName", (char *, int, cu_device)) \
    F(cuDeviceTotalMem, "cuDeviceTotalMem_v2", (size_t *, cu_device)) \
    F(cuDeviceGetAttribute, "cuDeviceGetAttribute", (int *, int, cu_device)) \
    F(cuDevicePrimaryCtxRetain, "cuDevicePrimaryCtxRetain", (cu_context *, cu_device)) \
    F(cuDevicePrimaryCtxRelease, "cuDevicePrimaryCtxRelease_v2", (cu_device)) \
    F(cuCtxSetCurrent, "cuCtxSetCurrent", (cu_context)) \
    F(cuCtxSynchronize, "cuCtxSynchronize", (void)) \
    F(cuModuleLoadData, "cuModuleLoadData", (cu_module *, const void *)) \
    F(cuModuleUnload, "cuModuleUnload", (cu_module)) \
    F(cuModuleGetFunction, "cuModuleGetFunction", (cu_function *, cu_module, const char *)) \
    F(cuMemAlloc, "cuMemAlloc_v2", (cu_pointer *, size_t)) \
    F(cuMemFree, "cuMemFree_v2", (cu_pointer)) \
    F(cuMemcpyHtoD, "cuMemcpyHtoD_v2", (cu_pointer, const void *, size_t)) \
    F(cuMemcpyDtoH, "cuMemcpyDtoH_v2", (void *, cu_pointer, size_t)) \
    F(cuMemcpyDtoD, "cuMemcpyDtoD_v2", (cu_pointer, cu_pointer, size_t)) \
    F(cuLaunchKernel, "cuLaunchKernel", \
      (cu_function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, cu_stream, void **, void **))

#define NVRTC_FUNCTIONS(F) \
    F(nvrtcCreateProgram, "nvrtcCreateProgram", \
      (nvrtc_program *, const char *, const char *, int, const char *const *, const char *const *)) \
    F(nvrtcDestroyProgram, "nvrtcDestroyProgram", (nvrtc_program *)) \
    F(nvrtcCompileProgram, "nvrtcCompileProgram", (nvrtc_program, int, const char *const *)) \
    F(nvrtcGetProgramLogSize, "nvrtcGetProgramLogSize", (nvrtc_program, size_t *)) \
    F(nvrtcGetProgramLog, "nvrtcGetProgramLog", (nvrtc_program, char *)) \
    F(nvrtcGetPTXSize, "nvrtcGetPTXSize", (nvrtc_program, size_t *)) \
    F(nvrtcGetPTX, "nvrtcGetPTX", (nvrtc_program, char *))

struct sc_gpu;

/// 0, or -1 with the reason in `why` [SC_GPU_TEXT] if there is no compiler.
int sc_nvrtc_load(char *why);
/// The kernels as PTX for an architecture, to be freed; null after a failure.
char *sc_nvrtc_compile(struct sc_gpu *gpu, int major, int minor, const char *source, const char *definitions);

#endif
