// The kernels for processors with AVX2 and FMA: vectors of 8 floats.
#include "internal.h"

#ifdef SC_X86
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define MAX_PANEL SC_AVX2_PANEL
#define TILE_SUMS SC_AVX2_TILE_SUMS
#define TILE_VECTORS SC_AVX2_TILE_VECTORS
#define DOT_ROWS SC_AVX2_DOT_ROWS
#define KERNELS sc_avx2_kernels
#include "vector_kernels.h"
#pragma clang attribute pop
#endif
