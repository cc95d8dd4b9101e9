// The part of OpenCL 1.2's interface that is used here, as the Khronos specification has it. It is declared here, since the
// loader is opened when the program runs and its headers are not needed to build.
#ifndef OPENCL_API_H
#define OPENCL_API_H

#include <stddef.h>
#include <stdint.h>

#include "include/CGPU.h"

typedef int32_t cl_int;
typedef uint32_t cl_uint;
typedef uint64_t cl_ulong;
typedef cl_ulong cl_bitfield;
typedef struct _cl_platform_id *cl_platform_id;
typedef struct _cl_device_id *cl_device_id;
typedef struct _cl_context *cl_context;
typedef struct _cl_command_queue *cl_command_queue;
typedef struct _cl_program *cl_program;
typedef struct _cl_kernel *cl_kernel;
typedef struct _cl_mem *cl_mem;
typedef struct _cl_event *cl_event;

enum {
    CL_SUCCESS = 0,
    CL_DEVICE_NOT_FOUND = -1,
    CL_PLATFORM_NOT_FOUND_KHR = -1001,
    CL_PLATFORM_NAME = 0x0902,
    CL_DEVICE_TYPE_INFO = 0x1000,
    CL_DEVICE_MAX_COMPUTE_UNITS = 0x1002,
    CL_DEVICE_MAX_WORK_GROUP_SIZE = 0x1004,
    CL_DEVICE_MAX_MEM_ALLOC_SIZE = 0x1010,
    CL_DEVICE_SINGLE_FP_CONFIG = 0x101B,
    CL_DEVICE_GLOBAL_MEM_SIZE = 0x101F,
    CL_DEVICE_LOCAL_MEM_SIZE = 0x1023,
    CL_DEVICE_NAME = 0x102B,
    CL_DEVICE_DOUBLE_FP_CONFIG = 0x1032,
    CL_DRIVER_VERSION = 0x102D,
    CL_DEVICE_UUID_KHR = 0x106A,  // of the extension cl_khr_device_uuid
    CL_PROGRAM_BUILD_LOG = 0x1183,
};
#define CL_DEVICE_TYPE_CPU ((cl_bitfield)1 << 1)
#define CL_DEVICE_TYPE_ALL ((cl_bitfield)0xFFFFFFFF)
#define CL_FP_DENORM ((cl_bitfield)1 << 0)
#define CL_FP_FMA ((cl_bitfield)1 << 5)
#define CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT ((cl_bitfield)1 << 7)
#define CL_MEM_READ_WRITE ((cl_bitfield)1 << 0)

/// Name, result and parameters of each function.
#define OPENCL_FUNCTIONS(F) \
    F(clGetPlatformIDs, cl_int, (cl_uint, cl_platform_id *, cl_uint *)) \
    F(clGetPlatformInfo, cl_int, (cl_platform_id, cl_uint, size_t, void *, size_t *)) \
    F(clGetDeviceIDs, cl_int, (cl_platform_id, cl_bitfield, cl_uint, cl_device_id *, cl_uint *)) \
    F(clGetDeviceInfo, cl_int, (cl_device_id, cl_uint, size_t, void *, size_t *)) \
    F(clCreateContext, cl_context, \
      (const intptr_t *, cl_uint, const cl_device_id *, void (*)(const char *, const void *, size_t, void *), void *, \
       cl_int *)) \
    F(clReleaseContext, cl_int, (cl_context)) \
    F(clCreateCommandQueue, cl_command_queue, (cl_context, cl_device_id, cl_bitfield, cl_int *)) \
    F(clReleaseCommandQueue, cl_int, (cl_command_queue)) \
    F(clCreateProgramWithSource, cl_program, (cl_context, cl_uint, const char **, const size_t *, cl_int *)) \
    F(clBuildProgram, cl_int, \
      (cl_program, cl_uint, const cl_device_id *, const char *, void (*)(cl_program, void *), void *)) \
    F(clGetProgramBuildInfo, cl_int, (cl_program, cl_device_id, cl_uint, size_t, void *, size_t *)) \
    F(clReleaseProgram, cl_int, (cl_program)) \
    F(clCreateKernel, cl_kernel, (cl_program, const char *, cl_int *)) \
    F(clSetKernelArg, cl_int, (cl_kernel, cl_uint, size_t, const void *)) \
    F(clReleaseKernel, cl_int, (cl_kernel)) \
    F(clCreateBuffer, cl_mem, (cl_context, cl_bitfield, size_t, void *, cl_int *)) \
    F(clReleaseMemObject, cl_int, (cl_mem)) \
    F(clEnqueueReadBuffer, cl_int, \
      (cl_command_queue, cl_mem, cl_uint, size_t, size_t, void *, cl_uint, const cl_event *, cl_event *)) \
    F(clEnqueueWriteBuffer, cl_int, \
      (cl_command_queue, cl_mem, cl_uint, size_t, size_t, const void *, cl_uint, const cl_event *, cl_event *)) \
    F(clEnqueueCopyBuffer, cl_int, \
      (cl_command_queue, cl_mem, cl_mem, size_t, size_t, size_t, cl_uint, const cl_event *, cl_event *)) \
    F(clEnqueueNDRangeKernel, cl_int, \
      (cl_command_queue, cl_kernel, cl_uint, const size_t *, const size_t *, const size_t *, cl_uint, const cl_event *, \
       cl_event *)) \
    F(clFinish, cl_int, (cl_command_queue))

#define OPENCL_FUNCTION(name, result, parameters) result(*name) parameters;
typedef struct {
    void *library;
    OPENCL_FUNCTIONS(OPENCL_FUNCTION)
} sc_opencl_functions;
extern sc_opencl_functions sc_cl;

/// What an error is, for people.
const char *sc_opencl_error(cl_int error);

enum { SC_OPENCL_MOST = 64 };

/// All devices and their platforms, in the loader's order, and their number; -1 with the reason in `why` if the loader cannot be used.
int sc_opencl_devices(cl_device_id found[SC_OPENCL_MOST], cl_platform_id of[SC_OPENCL_MOST], char *why);
int sc_opencl_count(char *why);
int sc_opencl_describe(int index, sc_gpu_description *description, char *why);

#endif
