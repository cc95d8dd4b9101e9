// The kernels on vectors of LANES floats (8 or 16), with up to SC_PANEL vectors of a row held in registers.
// Included by avx2.c and avx512.c, which define LANES, what fits into the registers (MAX_PANEL, TILE_SUMS, TILE_VECTORS,
// DOT_ROWS), KERNELS and the target of the functions.
// Same bits as plain.c: each image has its own lane, and sums over images follow the same tree.
#include "internal.h"

#include <string.h>
#if LANES == 16
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float vf __attribute__((ext_vector_type(LANES)));
typedef int32_t vi __attribute__((ext_vector_type(LANES)));
typedef uint8_t vb __attribute__((ext_vector_type(LANES)));
typedef vf vf_unaligned __attribute__((aligned(4)));

#include "loss.h"

INLINE vf load(const float *p) { return *(const vf *)p; }
INLINE void store(float *p, vf x) { *(vf *)p = x; }
INLINE vf splat(float x) { return (vf)(x); }
INLINE vf fma_(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vf either(vi condition, vf a, vf b) { return (vf)((condition & (vi)a) | (~condition & (vi)b)); }

#include "vector_functions.h"
#include "vector_gradients.h"
#include "vector_lists.h"
#include "vector_connections.h"
#include "vector_products.h"
#include "vector_dense.h"
#include "vector_dense_gradient.h"

// ---- Adam ----

/// `p`, with zero where the sign bit is not that of the byte. A NaN stays, since its sign depends on the processor.
static inline vf obeying(vf p, const uint8_t *signs) {
    vb bytes;
    memcpy(&bytes, signs, sizeof bytes);
    vi wrong = ((vi)p ^ (__builtin_convertvector(bytes, vi) << 24)) >> 31;
    return (vf)((vi)p & ~(wrong & (p == p)));
}

/// Parameters left over at the end of a block, one by one; element i of the block goes to partial sum i mod 16.
static void adam_rest(const sc_adam *a, int64_t first, int64_t last, float *sums) {
    for (int64_t i = first; i < last; i++) {
        float g = a->gradient[i], m = a->first_moment[i], v = a->second_moment[i];
        sums[i - first] = sums[i - first] + __builtin_fabsf(g);
        m = __builtin_fmaf(a->one_minus_beta1, g - m, m);
        v = __builtin_fmaf(a->one_minus_beta2 * g, g, v * a->beta2);
        float denominator = __builtin_sqrtf(v) / a->root_correction + a->epsilon;
        float p = __builtin_fmaf(-a->step_size, m / denominator, a->parameters[i]);
        a->parameters[i] = a->signs && p == p && (__builtin_signbit(p) != 0) != a->signs[i] >> 7 ? 0 : p;
        a->first_moment[i] = m;
        a->second_moment[i] = v;
        a->gradient[i] = 0;
    }
}

static void adam(const sc_adam *a, int64_t first, int64_t last, float *sum) {
    vf s[PARTS] = {0};
    int64_t i = first;
    for (; i + 16 <= last; i += 16) {
        UNROLL for (int part = 0; part < PARTS; part++) {
            int64_t j = i + part * LANES;
            vf g = load(a->gradient + j), m = load(a->first_moment + j), v = load(a->second_moment + j);
            s[part] = s[part] + (vf)((vi)g & 0x7FFFFFFF);
            m = fma_(splat(a->one_minus_beta1), g - m, m);
            v = fma_(a->one_minus_beta2 * g, g, v * a->beta2);
            vf denominator = __builtin_elementwise_sqrt(v) / a->root_correction + a->epsilon;
            vf p = fma_(splat(-a->step_size), m / denominator, load(a->parameters + j));
            store(a->parameters + j, a->signs ? obeying(p, a->signs + j) : p);
            store(a->first_moment + j, m);
            store(a->second_moment + j, v);
            store(a->gradient + j, (vf){0});
        }
    }
    float sums[16];
    memcpy(sums, s, sizeof sums);
    adam_rest(a, i, last, sums);
    *sum = tree_one(sums);
}

static void tanh_all(long count, const float *in, float *out) {
    for (long i = 0; i < count; i += LANES)
        *(vf_unaligned *)(out + i) = tanh_vector(*(const vf_unaligned *)(in + i));
}

const sc_kernels KERNELS = {product,       gradient, matrix_product, matrix_gradient, adam, cross_entropy, tanh_all};
