// The kernels for processors with AVX-512: vectors of 16 floats.
#include "internal.h"

#ifdef SC_X86
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq,avx512bw"))), apply_to = function)
#define LANES 16
#define MAX_PANEL SC_AVX512_PANEL
#define TILE_SUMS SC_AVX512_TILE_SUMS
#define TILE_VECTORS SC_AVX512_TILE_VECTORS
#define DOT_ROWS SC_AVX512_DOT_ROWS
#define KERNELS sc_avx512_kernels
#include "vector_kernels.h"
#pragma clang attribute pop
#endif
