// The kernels on vectors of LANES floats (8 or 16), with up to MAX_PANEL vectors of a row held in registers.
// Included by avx2.c and avx512.c, which define LANES, MAX_PANEL, MAX_TILE, KERNELS and the target of the functions.
// Same bits as plain.c: each image has a lane of its own, and sums over images follow the same tree.
#include "internal.h"

#include <string.h>
#if LANES == 16
#include <immintrin.h>
#endif

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float vf __attribute__((ext_vector_type(LANES)));
typedef int32_t vi __attribute__((ext_vector_type(LANES)));
typedef vf vf_unaligned __attribute__((aligned(4)));

#include "loss.h"

INLINE vf load(const float *p) { return *(const vf *)p; }
INLINE void store(float *p, vf x) { *(vf *)p = x; }
INLINE vf splat(float x) { return (vf)(x); }
INLINE vf fma_(vf a, vf b, vf c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vf either(vi condition, vf a, vf b) { return (vf)((condition & (vi)a) | (~condition & (vi)b)); }

// ---- Functions of a row ----

INLINE vf tanh_vector(vf x) {
    vf a = (vf)((vi)x & 0x7FFFFFFF);
    a = either(a > SC_TANH_LARGE, splat(SC_TANH_LARGE), a);
    vf y = a + a;
    vf shifted = fma_(y, splat(SC_LOG2E), splat(SC_ROUND));
    vf n = shifted - SC_ROUND;
    vf r = fma_(n, splat(-SC_LN2_LOW), fma_(n, splat(-SC_LN2_HIGH), y));
    vf p = splat(1.0f / 5040);
    p = fma_(p, r, splat(1.0f / 720));
    p = fma_(p, r, splat(1.0f / 120));
    p = fma_(p, r, splat(1.0f / 24));
    p = fma_(p, r, splat(1.0f / 6));
    p = fma_(p, r, splat(0.5f));
    p = fma_(p * r, r, r);
    vf scale = (vf)(((vi)shifted + 127) << 23);
    vf e = fma_(scale, p, scale - 1.0f);
    vf magnitude = e / (e + 2.0f);
    return (vf)(((vi)magnitude & 0x7FFFFFFF) | ((vi)x & (int32_t)0x80000000));
}

INLINE vf apply(sc_function function, vf value, vf h) {
    const vf zero = {0};
    switch (function) {
    case SC_LINEAR: return value;
    case SC_RELU: return either(value < zero, zero, value);
    case SC_TANH: return tanh_vector(value);
    case SC_RELU_DERIVATIVE: return either(h > zero, value, zero);
    case SC_TANH_DERIVATIVE: return value * fma_(-h, h, splat(1.0f));
    }
    return value;
}

/// Applies the function to a row, clears its padding, and says whether anything is nonzero.
INLINE uint8_t finish(sc_function function, long images, long stride, const float *h, float *out) {
    vi any = {0}, lane;
    for (int i = 0; i < LANES; i++) lane[i] = i;
    for (long b = 0; b < stride; b += LANES) {
        vf y = apply(function, load(out + b), h ? load(h + b) : (vf){0});
        y = (vf)((vi)y & (lane < (int32_t)(images - b)));
        store(out + b, y);
        any |= y != (vf){0};
    }
    int32_t bits = 0;
    for (int i = 0; i < LANES; i++) bits |= any[i];
    return bits != 0;
}

/// `function` is a constant in each copy, so that the loop over a row holds no branch.
static uint8_t finish_row(const sc_product *p, long i) {
    float *out = p->out + i * p->stride;
    const float *h = p->h ? p->h + i * p->stride : 0;
    switch (p->function) {
    case SC_LINEAR: return finish(SC_LINEAR, p->images, p->stride, h, out);
    case SC_RELU: return finish(SC_RELU, p->images, p->stride, h, out);
    case SC_TANH: return finish(SC_TANH, p->images, p->stride, h, out);
    case SC_RELU_DERIVATIVE: return finish(SC_RELU_DERIVATIVE, p->images, p->stride, h, out);
    case SC_TANH_DERIVATIVE: return finish(SC_TANH_DERIVATIVE, p->images, p->stride, h, out);
    }
    return 0;
}

// ---- Products ----

/// out[0 ..< width vectors] += Σ_k weights[k] · rows[columns[k]] (rows[k] if columns is null), in registers.
INLINE void add_panel(
    float *out, long n, const int32_t *columns, const float *weights, const float *rows, long stride, int width) {
    vf sum[MAX_PANEL];
    UNROLL for (int v = 0; v < width; v++) sum[v] = load(out + v * LANES);
    if (columns) {
        for (long k = 0; k < n; k++) {
            const float *row = rows + columns[k] * stride;
            vf w = splat(weights[k]);
            UNROLL for (int v = 0; v < width; v++) sum[v] = fma_(w, load(row + v * LANES), sum[v]);
        }
    } else {
        for (long k = 0; k < n; k++) {
            const float *row = rows + k * stride;
            vf w = splat(weights[k]);
            UNROLL for (int v = 0; v < width; v++) sum[v] = fma_(w, load(row + v * LANES), sum[v]);
        }
    }
    UNROLL for (int v = 0; v < width; v++) store(out + v * LANES, sum[v]);
}

#define PANEL(W) \
    static void panel_##W( \
        float *out, long n, const int32_t *columns, const float *weights, const float *rows, long stride) { \
        add_panel(out, n, columns, weights, rows, stride, W); \
    }
PANEL(1) PANEL(2) PANEL(3) PANEL(4) PANEL(5) PANEL(6) PANEL(7) PANEL(8)
typedef void (*panel_function)(float *, long, const int32_t *, const float *, const float *, long);
static const panel_function panels[] = {0,       panel_1, panel_2, panel_3, panel_4,
                                        panel_5, panel_6, panel_7, panel_8};

/// A row of any width, in panels of nearly equal width.
INLINE void add_row(
    float *out, long n, const int32_t *columns, const float *weights, const float *rows, long stride) {
    long vectors = stride / LANES, count = (vectors + MAX_PANEL - 1) / MAX_PANEL;
    for (long i = 0, first = 0; i < count; i++) {
        long width = (vectors - first + count - i - 1) / (count - i);
        panels[width](out + first * LANES, n, columns, weights, rows + first * LANES, stride);
        first += width;
    }
}

/// Copies the columns that are active, and what goes with each, one after the other; returns how many.
#if LANES == 16
INLINE long keep_active(
    long count, const int32_t *columns, const int32_t *others, const uint8_t *active, int32_t *kept_columns,
    int32_t *kept_others) {
    long n = 0;
    for (long c = 0; c < count; c += 16) {
        __mmask16 here = count - c < 16 ? (__mmask16)((1u << (count - c)) - 1) : (__mmask16)0xFFFF;
        __m512i column = _mm512_maskz_loadu_epi32(here, columns + c);
        __m512i other = _mm512_maskz_loadu_epi32(here, others + c);
        __m512i flags = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), here, column, active, 1);
        __mmask16 keep = _mm512_test_epi32_mask(flags, _mm512_set1_epi32(1));
        _mm512_storeu_si512(kept_columns + n, _mm512_maskz_compress_epi32(keep, column));
        _mm512_storeu_si512(kept_others + n, _mm512_maskz_compress_epi32(keep, other));
        n += __builtin_popcount(keep);
    }
    return n;
}
#else
INLINE long keep_active(
    long count, const int32_t *restrict columns, const int32_t *restrict others, const uint8_t *restrict active,
    int32_t *restrict kept_columns, int32_t *restrict kept_others) {
    long n = 0;
    for (long c = 0; c < count; c++) {
        int32_t column = columns[c];
        kept_columns[n] = column;
        kept_others[n] = others[c];
        n += active[column];
    }
    return n;
}
#endif

static void add_connections(const sc_product *p, long i, float *out) {
    int64_t first = p->row_starts[i], last = p->row_starts[i + 1];
    if (!p->sparse_active) {
        add_row(out, last - first, p->columns + first, p->values + first, p->sparse, p->stride);
        return;
    }
    int32_t columns[SC_CHUNK + LANES];
    float values[SC_CHUNK + LANES];
    for (; first < last; first += SC_CHUNK) {
        long count = last - first < SC_CHUNK ? last - first : SC_CHUNK;
        long n = keep_active(
            count, p->columns + first, (const int32_t *)p->values + first, p->sparse_active, columns, (int32_t *)values);
        if (n > 0) add_row(out, n, columns, values, p->sparse, p->stride);
    }
}

static void product(const sc_product *p, long first, long last) {
    for (long i = first; i < last; i++) {
        float *out = p->out + i * p->stride;
        if (p->row_active && !p->row_active[i]) {
            memset(out, 0, (size_t)p->stride * sizeof(float));
            if (p->out_active) p->out_active[i] = 0;
            continue;
        }
        vf start = splat(p->bias_in ? p->bias_in[i] + p->bias_rec[i] : 0.0f);
        for (long b = 0; b < p->stride; b += LANES)
            store(out + b, p->initial ? load(p->initial + i * p->stride + b) : start);
        if (p->dense_count)
            add_row(out, p->dense_count, 0, p->dense_weights + i * p->dense_count, p->dense, p->stride);
        if (p->row_starts) add_connections(p, i, out);
        uint8_t active = finish_row(p, i);
        if (p->out_active) p->out_active[i] = active;
    }
}

// ---- Dense products ----

/// Three rows (or one) of the result, `width` vectors wide, stay in registers while `n` rows of the factor run by.
INLINE void add_tile(
    const sc_matrix_product *p, const int32_t *rows, const int32_t *list, long n, long column, int height, int width) {
    vf sum[3][MAX_PANEL];
    const float *weights[3];
    UNROLL for (int r = 0; r < height; r++) {
        weights[r] = p->matrix + rows[r] * p->row_step;
        UNROLL for (int v = 0; v < width; v++) sum[r][v] = load(p->out + rows[r] * p->stride + column + v * LANES);
    }
    for (long k = 0; k < n; k++) {
        const float *factor = p->factor + list[k] * p->stride + column;
        long step = list[k] * p->column_step;
        vf w[3];
        UNROLL for (int r = 0; r < height; r++) w[r] = splat(weights[r][step]);
        UNROLL for (int v = 0; v < width; v++) {
            vf x = load(factor + v * LANES);
            UNROLL for (int r = 0; r < height; r++) sum[r][v] = fma_(w[r], x, sum[r][v]);
        }
    }
    UNROLL for (int r = 0; r < height; r++)
        UNROLL for (int v = 0; v < width; v++)
            store(p->out + rows[r] * p->stride + column + v * LANES, sum[r][v]);
}

#define TILE(W) \
    static void tile_##W( \
        const sc_matrix_product *p, const int32_t *rows, long height, const int32_t *list, long n, long column) { \
        if (height == 3) add_tile(p, rows, list, n, column, 3, W); \
        else for (long r = 0; r < height; r++) add_tile(p, rows + r, list, n, column, 1, W); \
    }
TILE(1) TILE(2) TILE(3) TILE(4)
#if MAX_TILE > 4
TILE(5) TILE(6) TILE(7) TILE(8)
#endif
typedef void (*tile_function)(const sc_matrix_product *, const int32_t *, long, const int32_t *, long, long);
static const tile_function tiles[] = {0,      tile_1, tile_2, tile_3, tile_4,
#if MAX_TILE > 4
                                      tile_5, tile_6, tile_7, tile_8
#endif
};

static void matrix_product(const sc_matrix_product *p, long first, long last) {
    long vectors = p->stride / LANES, panels = (vectors + MAX_TILE - 1) / MAX_TILE;
    for (long k = 0; k < p->count; k += SC_MATRIX_DEPTH) {
        long n = sc_min(SC_MATRIX_DEPTH, p->count - k);
        for (long i = 0, v = 0; i < panels; i++) {
            long width = (vectors - v + panels - i - 1) / (panels - i);
            for (long r = first; r < last; r += 3)
                tiles[width](p, p->row_list + r, sc_min(3, last - r), p->list + k, n, v * LANES);
            v += width;
        }
    }
}

// ---- Gradients ----

/// The pairwise sum of 16 partial sums.
INLINE float tree_one(float *s) {
    for (int width = 8; width > 0; width /= 2)
        for (int i = 0; i < width; i++) s[i] = s[i] + s[i + width];
    return s[0];
}

#define PICK(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

#if LANES == 16
enum { PARTS = 1 };
typedef vf partial;

/// The 16 sums of 16 vectors of partial sums: the tree of plain.c, on all of them at once.
INLINE vf tree_of(const partial *s) {
    vf half[8], quarter[4], eighth[2];
    UNROLL for (int i = 0; i < 8; i++) {
        vf a = s[i < 4 ? i : i + 4], b = s[i < 4 ? i + 4 : i + 8];
        half[i] = PICK(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
            + PICK(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    }
    UNROLL for (int i = 0; i < 4; i++) {
        vf a = half[i], b = half[i + 4];
        quarter[i] = PICK(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
            + PICK(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
    }
    UNROLL for (int i = 0; i < 2; i++) {
        vf a = quarter[2 * i], b = quarter[2 * i + 1];
        eighth[i] = PICK(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
            + PICK(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
    }
    return PICK(eighth[0], eighth[1], 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30)
        + PICK(eighth[0], eighth[1], 1, 3, 17, 19, 5, 7, 21, 23, 9, 11, 25, 27, 13, 15, 29, 31);
}

INLINE partial dot_partial(const vf *delta, const float *row, int width) {
    vf sum = {0};
    UNROLL for (int v = 0; v < width; v++) sum = fma_(delta[v], load(row + 16 * v), sum);
    return sum;
}

INLINE partial dot_partial_long(const float *delta, const float *row, long stride) {
    vf sum = {0};
    for (long b = 0; b < stride; b += 16) sum = fma_(load(delta + b), load(row + b), sum);
    return sum;
}

INLINE partial add_partial(partial sum, const float *row) { return sum + load(row); }
#else
enum { PARTS = 2 };
typedef struct {
    vf low, high;  // partial sums 0 ..< 8 and 8 ..< 16
} partial;

INLINE vf tree_of(const partial *s) {
    vf quarter[4], eighth[2];
    UNROLL for (int i = 0; i < 4; i++) {
        vf a = s[i].low + s[i].high, b = s[i + 4].low + s[i + 4].high;
        quarter[i] = PICK(a, b, 0, 1, 2, 3, 8, 9, 10, 11) + PICK(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
    }
    UNROLL for (int i = 0; i < 2; i++) {
        vf a = quarter[2 * i], b = quarter[2 * i + 1];
        eighth[i] = PICK(a, b, 0, 1, 8, 9, 4, 5, 12, 13) + PICK(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    }
    return PICK(eighth[0], eighth[1], 0, 2, 8, 10, 4, 6, 12, 14)
        + PICK(eighth[0], eighth[1], 1, 3, 9, 11, 5, 7, 13, 15);
}

INLINE partial dot_partial(const vf *delta, const float *row, int width) {
    partial sum = {{0}, {0}};
    UNROLL for (int v = 0; v < width; v += 2) {
        sum.low = fma_(delta[v], load(row + 8 * v), sum.low);
        sum.high = fma_(delta[v + 1], load(row + 8 * v + 8), sum.high);
    }
    return sum;
}

INLINE partial dot_partial_long(const float *delta, const float *row, long stride) {
    partial sum = {{0}, {0}};
    for (long b = 0; b < stride; b += 16) {
        sum.low = fma_(load(delta + b), load(row + b), sum.low);
        sum.high = fma_(load(delta + b + 8), load(row + b + 8), sum.high);
    }
    return sum;
}

INLINE partial add_partial(partial sum, const float *row) {
    sum.low = sum.low + load(row);
    sum.high = sum.high + load(row + 8);
    return sum;
}
#endif

/// gradient[k] += delta · rows[columns[k]] for k in 0 ..< n; `width` vectors a row, 0 for any number.
INLINE void add_dots(
    float *gradient, long n, const int32_t *columns, const float *delta, const float *rows, long stride, int width) {
    vf held[2 * MAX_PANEL];
    UNROLL for (int v = 0; v < width; v++) held[v] = load(delta + v * LANES);
    for (long k = 0; k < n; k += LANES) {
        partial s[LANES];
        UNROLL for (int j = 0; j < LANES; j++) {
            if (k + j >= n) {
                s[j] = (partial){0};
                continue;
            }
            const float *row = rows + (columns ? columns[k + j] : k + j) * stride;
            s[j] = width ? dot_partial(held, row, width) : dot_partial_long(delta, row, stride);
        }
        vf sums = tree_of(s);
        if (k + LANES <= n) {
            *(vf_unaligned *)(gradient + k) = *(vf_unaligned *)(gradient + k) + sums;
        } else {
            for (long j = 0; k + j < n; j++) gradient[k + j] += sums[j];
        }
    }
}

#define DOTS(W) \
    static void dots_##W( \
        float *gradient, long n, const int32_t *columns, const float *delta, const float *rows, long stride) { \
        add_dots(gradient, n, columns, delta, rows, stride, W * PARTS); \
    }
DOTS(0) DOTS(1) DOTS(2) DOTS(3) DOTS(4) DOTS(5) DOTS(6) DOTS(7) DOTS(8)
typedef void (*dots_function)(float *, long, const int32_t *, const float *, const float *, long);
static const dots_function all_dots[] = {dots_0, dots_1, dots_2, dots_3, dots_4, dots_5, dots_6, dots_7, dots_8};

static void connection_gradients(const sc_gradient *g, long i, const float *delta, dots_function dots) {
    int64_t first = g->row_starts[i], last = g->row_starts[i + 1];
    if (!g->sparse_active) {
        dots(g->values_gradient + first, last - first, g->columns + first, delta, g->sparse, g->stride);
        return;
    }
    static const int32_t places[SC_CHUNK] = SC_PLACES;
    int32_t columns[SC_CHUNK + LANES], kept[SC_CHUNK + LANES];
    float sums[SC_CHUNK];
    for (; first < last; first += SC_CHUNK) {
        long count = last - first < SC_CHUNK ? last - first : SC_CHUNK;
        long n = keep_active(count, g->columns + first, places, g->sparse_active, columns, kept);
        memset(sums, 0, (size_t)n * sizeof(float));
        dots(sums, n, columns, delta, g->sparse, g->stride);
        for (long k = 0; k < n; k++) g->values_gradient[first + kept[k]] += sums[k];
    }
}

static void gradient(const sc_gradient *g, long first, long last) {
    long blocks = g->stride / 16;
    dots_function dots = all_dots[blocks <= 8 ? blocks : 0];
    for (long i = first; i < last; i++) {
        if (g->delta_active && !g->delta_active[i]) continue;
        const float *delta = g->delta + i * g->stride;
        if (g->bias_gradient) {
            partial s = {0};
            for (long b = 0; b < g->stride; b += 16) s = add_partial(s, delta + b);
            float sums[16];
            memcpy(sums, &s, sizeof sums);
            g->bias_gradient[i] += tree_one(sums);
        }
        if (g->dense_count)
            dots(g->dense_gradient + i * g->dense_count, g->dense_count, 0, delta, g->dense, g->stride);
        if (g->row_starts) connection_gradients(g, i, delta, dots);
    }
}

static void matrix_gradient(const sc_matrix_gradient *g, long first, long last) {
    long blocks = g->stride / 16;
    dots_function dots = all_dots[blocks <= 8 ? blocks : 0];
    float sums[SC_MATRIX_DEPTH];
    for (long k = 0; k < g->count; k += SC_MATRIX_DEPTH) {
        long n = sc_min(SC_MATRIX_DEPTH, g->count - k);
        for (long r = first; r < last; r++) {
            const float *delta = g->delta + g->row_list[r] * g->stride;
            float *gradient = g->gradient + g->row_list[r] * g->row_step;
            if (g->list[k + n - 1] - g->list[k] == n - 1) {  // the list has no gap: nothing to spread
                dots(gradient + g->list[k], n, g->list + k, delta, g->factor, g->stride);
                continue;
            }
            memset(sums, 0, sizeof sums);
            dots(sums, n, g->list + k, delta, g->factor, g->stride);
            for (long j = 0; j < n; j++) gradient[g->list[k + j]] += sums[j];
        }
    }
}

// ---- Adam ----

/// Parameters left over at the end of a block, one by one; element i of the block goes to partial sum i mod 16.
static void adam_rest(const sc_adam *a, int64_t first, int64_t last, float *sums) {
    for (int64_t i = first; i < last; i++) {
        float g = a->gradient[i], m = a->first_moment[i], v = a->second_moment[i];
        sums[i - first] = sums[i - first] + __builtin_fabsf(g);
        m = __builtin_fmaf(a->one_minus_beta1, g - m, m);
        v = __builtin_fmaf(a->one_minus_beta2 * g, g, v * a->beta2);
        float denominator = __builtin_sqrtf(v) / a->root_correction + a->epsilon;
        a->parameters[i] = __builtin_fmaf(-a->step_size, m / denominator, a->parameters[i]);
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
            store(a->parameters + j, fma_(splat(-a->step_size), m / denominator, load(a->parameters + j)));
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
