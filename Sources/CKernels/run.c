// Chooses the version of a kernel and runs its blocks on the pool.
#include "internal.h"

#include <stddef.h>
#include <string.h>

static const sc_kernels *kernels(sc_isa isa) {
#if defined(SC_X86)
    if (isa == SC_AVX512) return &sc_avx512_kernels;
    if (isa == SC_AVX2) return &sc_avx2_kernels;
#endif
    return &sc_plain_kernels;
}

int sc_isa_supported(sc_isa isa) {
    if (isa == SC_PLAIN) return 1;
#if defined(SC_X86)
    __builtin_cpu_init();
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (isa == SC_AVX2) return avx2;
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
#else
    return 0;
#endif
}

/// A kernel and its arguments, as the context of a pool's task.
typedef struct {
    const sc_kernels *kernels;
    const void *arguments;
} call;

static void product_block(void *context, long block, int worker) {
    const call *c = context;
    const sc_product *p = c->arguments;
    uint8_t *scratch = p->scratch ? p->scratch + (size_t)worker * SC_SCRATCH : NULL;
    c->kernels->product(p, block * p->block_rows, sc_min(p->rows, (block + 1) * p->block_rows), scratch);
}

void sc_run_product(sc_isa isa, sc_pool *pool, const sc_product *p) {
    call c = {kernels(isa), p};
    sc_pool_run(pool, (p->rows + p->block_rows - 1) / p->block_rows, product_block, &c);
}

static void gradient_block(void *context, long block, int worker) {
    (void)worker;
    const call *c = context;
    const sc_gradient *g = c->arguments;
    c->kernels->gradient(g, block * g->block_rows, sc_min(g->rows, (block + 1) * g->block_rows));
}

void sc_run_gradient(sc_isa isa, sc_pool *pool, const sc_gradient *g) {
    call c = {kernels(isa), g};
    sc_pool_run(pool, (g->rows + g->block_rows - 1) / g->block_rows, gradient_block, &c);
}

static long matrix_blocks(long rows) { return (rows + SC_MATRIX_ROWS - 1) / SC_MATRIX_ROWS; }

static void matrix_product_block(void *context, long block, int worker) {
    (void)worker;
    const call *c = context;
    const sc_matrix_product *p = c->arguments;
    c->kernels->matrix_product(p, block * SC_MATRIX_ROWS, sc_min(p->rows, (block + 1) * SC_MATRIX_ROWS));
}

void sc_run_matrix_product(sc_isa isa, sc_pool *pool, const sc_matrix_product *p) {
    call c = {kernels(isa), p};
    sc_pool_run(pool, matrix_blocks(p->rows), matrix_product_block, &c);
}

static void matrix_gradient_block(void *context, long block, int worker) {
    (void)worker;
    const call *c = context;
    const sc_matrix_gradient *g = c->arguments;
    c->kernels->matrix_gradient(g, block * SC_MATRIX_ROWS, sc_min(g->rows, (block + 1) * SC_MATRIX_ROWS));
}

void sc_run_matrix_gradient(sc_isa isa, sc_pool *pool, const sc_matrix_gradient *g) {
    call c = {kernels(isa), g};
    sc_pool_run(pool, matrix_blocks(g->rows), matrix_gradient_block, &c);
}

long sc_adam_blocks(int64_t count) { return (long)((count + SC_ADAM_BLOCK - 1) / SC_ADAM_BLOCK); }

static void adam_block(void *context, long block, int worker) {
    (void)worker;
    const call *c = context;
    const sc_adam *a = c->arguments;
    int64_t first = (int64_t)block * SC_ADAM_BLOCK, last = first + SC_ADAM_BLOCK;
    float sum;
    c->kernels->adam(a, first, last < a->count ? last : a->count, &sum);
    if (a->block_sums) a->block_sums[block] = sum;
}

void sc_run_adam(sc_isa isa, sc_pool *pool, const sc_adam *a) {
    call c = {kernels(isa), a};
    sc_pool_run(pool, sc_adam_blocks(a->count), adam_block, &c);
}

double sc_cross_entropy(
    sc_isa isa, long classes, long stride, long images, const float *logits, const uint8_t *labels, double scale,
    float *gradient, long *correct) {
    return kernels(isa)->cross_entropy(classes, stride, images, logits, labels, scale, gradient, correct);
}

void sc_tanh(sc_isa isa, long count, const float *in, float *out) { kernels(isa)->tanh(count, in, out); }

typedef struct {
    const int64_t *first;
    const uint16_t *places;
    const float *values;
    float *out;
} reorder;

static void reorder_tile(void *context, long tile, int worker) {
    (void)worker;
    const reorder *r = context;
    const float *values = r->values + r->first[tile];
    for (int64_t k = r->first[tile]; k < r->first[tile + 1]; k++) r->out[k] = values[r->places[k]];
}

void sc_reorder(
    sc_pool *pool, long tiles, const int64_t *first, const uint16_t *places, const float *values, float *out) {
    reorder r = {first, places, values, out};
    sc_pool_run(pool, tiles, reorder_tile, &r);
}

typedef struct {
    long steps, inputs, stride, examples;
    const uint8_t *bytes; // or floats
    const float *floats;
    const float *table;
    const int64_t *indices;
    float *out;
} load;

static void load_block(void *context, long step, int worker) {
    (void)worker;
    const load *l = context;
    float *out = l->out + step * l->inputs * l->stride;
    memset(out, 0, (size_t)(l->inputs * l->stride) * sizeof(float));
    for (long example = 0; example < l->examples; example++) {
        const int64_t first = (l->indices[example] * l->steps + step) * l->inputs;
        if (l->bytes) {
            const uint8_t *row = l->bytes + first;
            for (long k = 0; k < l->inputs; k++) out[k * l->stride + example] = l->table[row[k]];
        } else {
            const float *row = l->floats + first;
            for (long k = 0; k < l->inputs; k++) out[k * l->stride + example] = row[k];
        }
    }
}

void sc_load_bytes(
    sc_pool *pool, long steps, long inputs, long stride, long examples, const uint8_t *bytes, const float *table,
    const int64_t *indices, float *out) {
    load l = {steps, inputs, stride, examples, bytes, NULL, table, indices, out};
    sc_pool_run(pool, steps, load_block, &l);
}

void sc_load_floats(
    sc_pool *pool, long steps, long inputs, long stride, long examples, const float *floats, const int64_t *indices,
    float *out) {
    load l = {steps, inputs, stride, examples, NULL, floats, NULL, indices, out};
    sc_pool_run(pool, steps, load_block, &l);
}
