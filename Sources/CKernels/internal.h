// What the versions of the kernels share.
#ifndef SC_INTERNAL_H
#define SC_INTERNAL_H

#include "include/CKernels.h"

// Products and sums are rounded one by one, as written, in everything that follows. gcc does not know the standard's
// pragma, and would fuse them whenever the processor can.
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

/// The nodes of a tile that take part in a pass over it: granules first ..< last, with `active` of their nodes in
/// `nodes`.
typedef struct {
    long first, last, nodes, active;
} sc_pass;

/// Sets bit n of `bits` where node n of tile `tile` is active, and cuts the tile's granules into passes of at most
/// about SC_GRANULE active nodes; returns their number. Granules without active nodes are left out.
long sc_plan_passes(const sc_product *p, long tile, uint32_t *bits, sc_pass *passes);

/// The tile that connects out tile `out` with factor tile `factor`.
static inline long sc_tile(const sc_connections *c, long out, long factor) {
    return out * c->out_step + factor * c->factor_step;
}

static inline const uint16_t *sc_starts(const sc_connections *c, long tile) {
    return c->starts + tile * (c->side * c->granules + 1);
}

typedef struct {
    void (*product)(const sc_product *p, long first, long last, uint8_t *scratch);
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
// The fast versions are written with clang's vectors; other compilers build only the plain one.
#if defined(__x86_64__) && defined(__clang__)
#define SC_X86 1
extern const sc_kernels sc_avx2_kernels, sc_avx512_kernels;
#endif

static inline long sc_min(long a, long b) { return a < b ? a : b; }

// Constants of tanh: 1.5 · 2^23 rounds to an integer when added; ln 2 in two parts.
#define SC_ROUND 12582912.0f
#define SC_LOG2E 1.44269504f
#define SC_LN2_HIGH 0.693359375f
#define SC_LN2_LOW -2.12194440e-4f
/// From this value on, tanh rounds to 1.
#define SC_TANH_LARGE 9.1f

#endif
