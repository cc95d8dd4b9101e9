// What a processor can do at best: the rates that kernels are measured against.
//
// Each measurement runs the same loop on every thread for about the same time and adds up the threads' rates.
#ifndef CBENCH_H
#define CBENCH_H

#include <stddef.h>

/// Widths of vectors; `cb_widest` says which this processor has.
typedef enum {
    CB_PORTABLE = 0,  // 4 floats, what every processor of this architecture can do
    CB_AVX2 = 1,      // 8 floats, with fused multiply-adds
    CB_AVX512 = 2,    // 16 floats
} cb_vectors;

/// The widest vectors that this build and this processor can run.
cb_vectors cb_widest(void);

/// Multiply-adds between registers: 10⁹ floating-point operations (float32) a second, two to a multiply-add.
///
/// `seconds` is how long each thread runs. Returns a negative number if the threads cannot be started.
double cb_multiply_add_rate(cb_vectors vectors, int threads, double seconds);

/// Reads: 10⁹ bytes a second, each thread over and over through `bytes` of its own (rounded down to whole lines).
///
/// Returns a negative number if the threads cannot be started or the memory cannot be had.
double cb_read_rate(cb_vectors vectors, int threads, size_t bytes, double seconds);

#endif
