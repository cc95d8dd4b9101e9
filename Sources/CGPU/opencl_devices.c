// Devices of OpenCL's loader.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "opencl_api.h"

sc_opencl_functions sc_cl;

const char *sc_opencl_error(cl_int error) {
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

static int load(char *why) {
    if (sc_cl.library) return 0;
    void *library = dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(why, SC_GPU_TEXT, "there is no OpenCL loader (libOpenCL.so.1; Debian's package is ocl-icd-libopencl1)");
        return -1;
    }
#define FIND(name, result, parameters) \
    if (!(sc_cl.name = (result(*) parameters)dlsym(library, #name))) { \
        snprintf(why, SC_GPU_TEXT, "the OpenCL loader lacks %s", #name); \
        dlclose(library); \
        return -1; \
    }
    OPENCL_FUNCTIONS(FIND)
    sc_cl.library = library;
    return 0;
}

int sc_opencl_devices(cl_device_id *found, cl_platform_id *of, char *why) {
    if (load(why)) return -1;
    cl_platform_id platforms[SC_OPENCL_MOST];
    cl_uint platform_count = 0;
    cl_int error = sc_cl.clGetPlatformIDs(SC_OPENCL_MOST, platforms, &platform_count);
    if (error == CL_PLATFORM_NOT_FOUND_KHR) platform_count = 0;
    else if (error != CL_SUCCESS) {
        snprintf(why, SC_GPU_TEXT, "OpenCL's platforms cannot be listed: error %d, %s", (int)error, sc_opencl_error(error));
        return -1;
    }
    int count = 0;
    for (cl_uint p = 0; p < platform_count && p < SC_OPENCL_MOST; p++) {
        cl_device_id here[SC_OPENCL_MOST];
        cl_uint here_count = 0;
        if (sc_cl.clGetDeviceIDs(platforms[p], CL_DEVICE_TYPE_ALL, SC_OPENCL_MOST, here, &here_count) != CL_SUCCESS) continue;
        for (cl_uint d = 0; d < here_count && d < SC_OPENCL_MOST && count < SC_OPENCL_MOST; d++, count++) {
            found[count] = here[d];
            of[count] = platforms[p];
        }
    }
    return count;
}

int sc_opencl_count(char *why) {
    cl_device_id found[SC_OPENCL_MOST];
    cl_platform_id of[SC_OPENCL_MOST];
    return sc_opencl_devices(found, of, why);
}

static cl_ulong number(cl_device_id device, cl_uint what, size_t size) {
    cl_ulong value = 0;
    sc_cl.clGetDeviceInfo(device, what, size, &value, NULL);
    return value;
}

int sc_opencl_describe(int index, sc_gpu_description *description, char *why) {
    cl_device_id found[SC_OPENCL_MOST];
    cl_platform_id of[SC_OPENCL_MOST];
    int count = sc_opencl_devices(found, of, why);
    if (count < 0) return -1;
    if (index < 0 || index >= count) {
        snprintf(why, SC_GPU_TEXT, "there is no device %d; OpenCL has %d", index, count);
        return -1;
    }
    cl_device_id device = found[index];
    sc_gpu_description d;
    memset(&d, 0, sizeof d);
    sc_cl.clGetDeviceInfo(device, CL_DEVICE_NAME, sizeof d.name - 1, d.name, NULL);
    sc_cl.clGetPlatformInfo(of[index], CL_PLATFORM_NAME, sizeof d.platform - 1, d.platform, NULL);
    sc_cl.clGetDeviceInfo(device, CL_DRIVER_VERSION, sizeof d.driver - 1, d.driver, NULL);
    d.memory = number(device, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof(cl_ulong));
    d.largest = number(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE, sizeof(cl_ulong));
    d.local = number(device, CL_DEVICE_LOCAL_MEM_SIZE, sizeof(cl_ulong));
    d.group = number(device, CL_DEVICE_MAX_WORK_GROUP_SIZE, sizeof(size_t));
    d.units = (uint32_t)number(device, CL_DEVICE_MAX_COMPUTE_UNITS, sizeof(cl_uint));
    d.is_cpu = (number(device, CL_DEVICE_TYPE_INFO, sizeof(cl_bitfield)) & CL_DEVICE_TYPE_CPU) != 0;
    cl_bitfield arithmetic = number(device, CL_DEVICE_SINGLE_FP_CONFIG, sizeof(cl_bitfield));
    // whoever has doubles has all of IEEE 754's basic arithmetic with them
    d.has_doubles = number(device, CL_DEVICE_DOUBLE_FP_CONFIG, sizeof(cl_bitfield)) != 0;
    d.has_subnormals = (arithmetic & CL_FP_DENORM) != 0;
    d.rounds_fma = (arithmetic & CL_FP_FMA) != 0;
    d.divides_correctly = (arithmetic & CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    unsigned char id[16];
    if (sc_cl.clGetDeviceInfo(device, CL_DEVICE_UUID_KHR, sizeof id, id, NULL) == CL_SUCCESS) sc_write_id(d.id, id);
    *description = d;
    return 0;
}
