// Gradients: dot products over the images. Part of vector_kernels.h.

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
