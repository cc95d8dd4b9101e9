// The part of CUDA's driver interface and of NVRTC that is used here, as NVIDIA documents it. It is declared here, since both are opened
// when the program runs and their headers are not needed to build.
#ifndef CUDA_API_H
#define CUDA_API_H

#include <stddef.h>
#include <stdint.h>

#include "include/CGPU.h"

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
    F(cuMemGetInfo, "cuMemGetInfo_v2", (size_t *, size_t *)) \
    F(cuLaunchKernel, "cuLaunchKernel", \
      (cu_function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, cu_stream, void **, void **))

// CUDA 11.2 has all of these.
#define NVRTC_FUNCTIONS(F) \
    F(nvrtcVersion, "nvrtcVersion", (int *, int *)) \
    F(nvrtcGetNumSupportedArchs, "nvrtcGetNumSupportedArchs", (int *)) \
    F(nvrtcGetSupportedArchs, "nvrtcGetSupportedArchs", (int *)) \
    F(nvrtcCreateProgram, "nvrtcCreateProgram", \
      (nvrtc_program *, const char *, const char *, int, const char *const *, const char *const *)) \
    F(nvrtcDestroyProgram, "nvrtcDestroyProgram", (nvrtc_program *)) \
    F(nvrtcCompileProgram, "nvrtcCompileProgram", (nvrtc_program, int, const char *const *)) \
    F(nvrtcGetProgramLogSize, "nvrtcGetProgramLogSize", (nvrtc_program, size_t *)) \
    F(nvrtcGetProgramLog, "nvrtcGetProgramLog", (nvrtc_program, char *)) \
    F(nvrtcGetPTXSize, "nvrtcGetPTXSize", (nvrtc_program, size_t *)) \
    F(nvrtcGetPTX, "nvrtcGetPTX", (nvrtc_program, char *)) \
    F(nvrtcGetCUBINSize, "nvrtcGetCUBINSize", (nvrtc_program, size_t *)) \
    F(nvrtcGetCUBIN, "nvrtcGetCUBIN", (nvrtc_program, char *))

#define CUDA_FUNCTION(name, symbol, parameters) int(*name) parameters;
typedef struct {
    void *library;
    CUDA_FUNCTIONS(CUDA_FUNCTION)
    int (*get_id)(unsigned char *id, cu_device device);  // null: the driver is too old for it
} sc_cuda_functions;
extern sc_cuda_functions sc_cu;

/// What an error is, as the driver says it.
const char *sc_cuda_error(cu_result error);
int sc_cuda_attribute(cu_device device, int which);
int sc_cuda_count(char *why);
int sc_cuda_describe(int index, sc_gpu_description *description, char *why);

/// 0, or -1 with the reason in `why` [SC_GPU_TEXT] if there is no compiler.
int sc_nvrtc_load(char *why);
/// The version of the loaded compiler, such as 12.9.
void sc_nvrtc_version(int *major, int *minor);
/// The kernels for an architecture, as a module's image, to be freed; null, with the reason in `why`, after a failure.
char *sc_nvrtc_compile(int major, int minor, const char *source, const char *definitions, char *why);

#endif
