// What the versions of the kernels share.
#ifndef SC_INTERNAL_H
#define SC_INTERNAL_H

#include "include/CKernels.h"

/// Parameters in a block of sc_run_adam.
enum { SC_ADAM_BLOCK = 4096 };
/// Rows of the result in a block of a dense product, and rows of its factor that stay in the first-level cache.
enum { SC_MATRIX_ROWS = 48, SC_MATRIX_DEPTH = 64 };
/// Connections whose silent presynaptic nodes are left out together.
enum { SC_CHUNK = 256 };
/// 0, 1, 2 … SC_CHUNK - 1.
#define SC_PLACES4(n) n, n + 1, n + 2, n + 3
#define SC_PLACES16(n) SC_PLACES4(n), SC_PLACES4(n + 4), SC_PLACES4(n + 8), SC_PLACES4(n + 12)
#define SC_PLACES64(n) SC_PLACES16(n), SC_PLACES16(n + 16), SC_PLACES16(n + 32), SC_PLACES16(n + 48)
#define SC_PLACES {SC_PLACES64(0), SC_PLACES64(64), SC_PLACES64(128), SC_PLACES64(192)}

typedef struct {
    void (*product)(const sc_product *p, long first, long last);
    void (*gradient)(const sc_gradient *g, long first, long last);
    void (*matrix_product)(const sc_matrix_product *p, long first, long last);
    void (*matrix_gradient)(const sc_matrix_gradient *g, long first, long last);
    void (*adam)(const sc_adam *a, int64_t first, int64_t last, float *sum);
    double (*cross_entropy)(
        long classes, long stride, long images, const float *logits, const uint8_t *labels, double scale,
        float *gradient, long *correct);
    void (*tanh)(long count, const float *in, float *out);
} sc_kernels;

extern const sc_kernels sc_plain_kernels;
#if defined(__x86_64__)
#define SC_X86 1
extern const sc_kernels sc_avx2_kernels, sc_avx512_kernels;
#endif

static inline long sc_min(long a, long b) { return a < b ? a : b; }

// Constants of tanh: 1.5 · 2^23 rounds to an integer when added; ln 2 in two parts.
#define SC_ROUND 12582912.0f
#define SC_LOG2E 1.44269504f
#define SC_LN2_HIGH 0.693359375f
#define SC_LN2_LOW -2.12194440e-4f
/// From here on tanh rounds to 1.
#define SC_TANH_LARGE 9.1f

#endif
