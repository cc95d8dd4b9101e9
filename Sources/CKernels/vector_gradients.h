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

/// The 16 sums of 16 vectors of partial sums: the tree of plain.c, applied to all of them at once. In each pair of
/// vectors, one blend and one shuffle bring the numbers to be added into the same lanes.
INLINE vf tree_of(const partial *s) {
    vf half[8], quarter[4], eighth[2];
    UNROLL for (int i = 0; i < 8; i++)
        half[i] = PICK(s[i], s[i + 8], 0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, 28, 29, 30, 31)
            + PICK(s[i], s[i + 8], 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
    UNROLL for (int i = 0; i < 4; i++)
        quarter[i] = PICK(half[i], half[i + 4], 0, 1, 2, 3, 20, 21, 22, 23, 8, 9, 10, 11, 28, 29, 30, 31)
            + PICK(half[i], half[i + 4], 4, 5, 6, 7, 16, 17, 18, 19, 12, 13, 14, 15, 24, 25, 26, 27);
    UNROLL for (int i = 0; i < 2; i++)
        eighth[i] = PICK(quarter[i], quarter[i + 2], 0, 1, 18, 19, 4, 5, 22, 23, 8, 9, 26, 27, 12, 13, 30, 31)
            + PICK(quarter[i], quarter[i + 2], 2, 3, 16, 17, 6, 7, 20, 21, 10, 11, 24, 25, 14, 15, 28, 29);
    return PICK(eighth[0], eighth[1], 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31)
        + PICK(eighth[0], eighth[1], 1, 16, 3, 18, 5, 20, 7, 22, 9, 24, 11, 26, 13, 28, 15, 30);
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
    vf half[8], quarter[4], eighth[2];
    UNROLL for (int i = 0; i < 8; i++) half[i] = s[i].low + s[i].high;
    UNROLL for (int i = 0; i < 4; i++)
        quarter[i] = PICK(half[i], half[i + 4], 0, 1, 2, 3, 12, 13, 14, 15)
            + PICK(half[i], half[i + 4], 4, 5, 6, 7, 8, 9, 10, 11);
    UNROLL for (int i = 0; i < 2; i++)
        eighth[i] = PICK(quarter[i], quarter[i + 2], 0, 1, 10, 11, 4, 5, 14, 15)
            + PICK(quarter[i], quarter[i + 2], 2, 3, 8, 9, 6, 7, 12, 13);
    return PICK(eighth[0], eighth[1], 0, 9, 2, 11, 4, 13, 6, 15)
        + PICK(eighth[0], eighth[1], 1, 8, 3, 10, 5, 12, 7, 14);
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

/// gradient[k] += delta · rows[k] for k in 0 ..< n; `width` vectors a row, 0 for any number.
INLINE void add_dots(float *gradient, long n, const float *delta, const float *rows, long stride, int width) {
    vf held[2 * SC_PANEL];
    UNROLL for (int v = 0; v < width; v++) held[v] = load(delta + v * LANES);
    for (long k = 0; k < n; k += LANES) {
        partial s[LANES];
        UNROLL for (int j = 0; j < LANES; j++) {
            if (k + j >= n) {
                s[j] = (partial){0};
                continue;
            }
            const float *row = rows + (k + j) * stride;
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
    static void dots_##W(float *gradient, long n, const float *delta, const float *rows, long stride) { \
        add_dots(gradient, n, delta, rows, stride, W * PARTS); \
    }
DOTS(0) DOTS(1) DOTS(2) DOTS(3) DOTS(4) DOTS(5) DOTS(6) DOTS(7) DOTS(8)
typedef void (*dots_function)(float *, long, const float *, const float *, long);
static const dots_function all_dots[] = {dots_0, dots_1, dots_2, dots_3, dots_4, dots_5, dots_6, dots_7, dots_8};

static void gradient(const sc_gradient *g, long first, long last) {
    long blocks = g->stride / 16;
    dots_function dots = all_dots[blocks <= SC_PANEL ? blocks : 0];
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
            dots(g->dense_gradient + i * g->dense_count, g->dense_count, delta, g->dense, g->stride);
    }
}
