// Devices of CUDA's driver.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "cuda_api.h"
#include "driver.h"

sc_cuda_functions sc_cu;

const char *sc_cuda_error(cu_result error) {
    const char *text = NULL;
    if (sc_cu.cuGetErrorString) sc_cu.cuGetErrorString(error, &text);
    return text ? text : "unknown";
}

#define FIND(name, symbol, parameters) \
    if (!(*(void **)&sc_cu.name = dlsym(library, symbol))) { \
        snprintf(why, SC_GPU_TEXT, "CUDA's driver lacks %s", symbol); \
        return -2; \
    }

static int load(char *why) {
    if (sc_cu.library) return 0;
    void *library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(why, SC_GPU_TEXT, "there is no CUDA driver (libcuda.so.1)");
        return -1;
    }
    CUDA_FUNCTIONS(FIND)
    // The second version tells parts of one GPU (MIG) apart.
    if (!(*(void **)&sc_cu.get_id = dlsym(library, "cuDeviceGetUuid_v2"))) *(void **)&sc_cu.get_id = dlsym(library, "cuDeviceGetUuid");
    cu_result error = sc_cu.cuInit(0);
    if (error != 0) {
        snprintf(why, SC_GPU_TEXT, "CUDA's driver does not start: error %d, %s", error, sc_cuda_error(error));
        return -2;
    }
    sc_cu.library = library;
    return 0;
}

int sc_cuda_count(char *why) {
    int count = 0;
    const int loaded = load(why);
    if (loaded) return loaded;
    cu_result error = sc_cu.cuDeviceGetCount(&count);
    if (error != 0) {
        snprintf(why, SC_GPU_TEXT, "CUDA's devices cannot be counted: error %d, %s", error, sc_cuda_error(error));
        return -2;
    }
    return count;
}

int sc_cuda_attribute(cu_device device, int which) {
    int value = 0;
    sc_cu.cuDeviceGetAttribute(&value, which, device);
    return value;
}

int sc_cuda_describe(int index, sc_gpu_description *description, char *why) {
    int count = sc_cuda_count(why), version = 0;
    if (count < 0) return -1;
    cu_device device;
    if (index < 0 || index >= count || sc_cu.cuDeviceGet(&device, index) != 0) {
        snprintf(why, SC_GPU_TEXT, "there is no device %d; CUDA has %d", index, count);
        return -1;
    }
    sc_gpu_description d;
    memset(&d, 0, sizeof d);
    size_t memory = 0;
    sc_cu.cuDeviceGetName(d.name, sizeof d.name - 1, device);
    sc_cu.cuDeviceTotalMem(&memory, device);
    sc_cu.cuDriverGetVersion(&version);
    snprintf(d.platform, sizeof d.platform, "CUDA");
    snprintf(d.driver, sizeof d.driver, "CUDA %d.%d", version / 1000, version % 1000 / 10);
    d.memory = d.largest = memory;
    d.local = (uint64_t)sc_cuda_attribute(device, ATTRIBUTE_LOCAL);
    d.group = (uint64_t)sc_cuda_attribute(device, ATTRIBUTE_GROUP);
    d.units = (uint32_t)sc_cuda_attribute(device, ATTRIBUTE_UNITS);
    // of all that CUDA supports; what is compiled asks for them
    d.has_subnormals = d.rounds_fma = d.divides_correctly = d.has_doubles = 1;
    unsigned char id[16];
    if (sc_cu.get_id && sc_cu.get_id(id, device) == 0) sc_write_id(d.id, id);
    sc_nvrtc_load(d.obstacle);
    *description = d;
    return 0;
}
