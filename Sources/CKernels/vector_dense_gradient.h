// The gradient of a dense matrix. Part of vector_kernels.h.

/// Partial sums of DOT_ROWS rows of delta with LANES rows of the factor.
typedef float dot_sums[DOT_ROWS][LANES][16] __attribute__((aligned(64)));

/// Partial sums lane ..< lane + LANES of DOT_ROWS rows with SC_DOT_COLUMNS rows, from column `c` on.
INLINE void dot_tile(
    const float *const *delta, const float *const *factor, long stride, int lane, long c, dot_sums *sums) {
    vf sum[DOT_ROWS][SC_DOT_COLUMNS];
    UNROLL for (int r = 0; r < DOT_ROWS; r++)
        UNROLL for (int j = 0; j < SC_DOT_COLUMNS; j++) sum[r][j] = (vf){0};
    for (long b = lane; b < stride; b += 16) {
        vf d[DOT_ROWS];
        UNROLL for (int r = 0; r < DOT_ROWS; r++) d[r] = load(delta[r] + b);
        UNROLL for (int j = 0; j < SC_DOT_COLUMNS; j++) {
            vf x = load(factor[c + j] + b);
            UNROLL for (int r = 0; r < DOT_ROWS; r++) sum[r][j] = fma_(d[r], x, sum[r][j]);
        }
    }
    UNROLL for (int r = 0; r < DOT_ROWS; r++)
        UNROLL for (int j = 0; j < SC_DOT_COLUMNS; j++) store(&(*sums)[r][c + j][lane], sum[r][j]);
}

/// The columns of LANES dot products.
typedef struct {
    const int32_t *list;
    long count;
#if LANES == 16
    long window_count;
    window windows[LANES];
#endif
} dot_columns;

static dot_columns columns_of(const int32_t *list, long count) {
    dot_columns columns = {.list = list, .count = count};
#if LANES == 16
    columns.window_count = find_windows(list, count, columns.windows);
#endif
    return columns;
}

/// gradient[list[j]] += the sum of partial sums j, for all columns j.
INLINE void add_dots_at(float *gradient, const dot_columns *columns, const float sums[LANES][16]) {
    partial s[LANES];
    memcpy(s, sums, sizeof s);
    vf dots = tree_of(s);
#if LANES == 16
    __m512 left = (__m512)dots;
    for (long i = 0; i < columns->window_count; i++) {
        const __mmask16 listed = columns->windows[i].listed;
        float *to = gradient + columns->windows[i].first;
        __m512 sum = _mm512_add_ps(_mm512_maskz_loadu_ps(listed, to), _mm512_maskz_expand_ps(listed, left));
        _mm512_mask_storeu_ps(to, listed, sum);
        left = _mm512_maskz_compress_ps((__mmask16)(0xFFFFu << __builtin_popcount(listed)), left);
    }
#else
    if (columns->count == LANES && !has_gap(columns->list, LANES)) {
        vf_unaligned *to = (vf_unaligned *)(gradient + columns->list[0]);
        *to = *to + dots;
    } else {
        for (long j = 0; j < columns->count; j++) gradient[columns->list[j]] += dots[j];
    }
#endif
}

/// The gradient of rows first ..< last, DOT_ROWS at most, at the listed columns.
static void add_gradient_rows(const sc_matrix_gradient *g, long first, long last, const dot_columns *columns) {
    dot_sums sums;
    const float *delta[DOT_ROWS], *factor[LANES];
    // What there is too little of is computed twice, and not added.
    for (long r = 0; r < DOT_ROWS; r++) delta[r] = g->delta + g->row_list[sc_min(first + r, last - 1)] * g->stride;
    for (long c = 0; c < LANES; c++) factor[c] = g->factor + columns->list[sc_min(c, columns->count - 1)] * g->stride;
    for (long c = 0; c < LANES; c += SC_DOT_COLUMNS)
        UNROLL for (int lane = 0; lane < 16; lane += LANES) dot_tile(delta, factor, g->stride, lane, c, &sums);
    for (long r = 0; r < last - first; r++)
        add_dots_at(g->gradient + g->row_list[first + r] * g->row_step, columns, sums[r]);
}

static void matrix_gradient(const sc_matrix_gradient *g, long first, long last) {
    for (long k = 0; k < g->count; k += SC_GRADIENT_DEPTH) {
        const int32_t *list = g->list + k;
        const long count = sc_min(SC_GRADIENT_DEPTH, g->count - k);
        dot_columns columns[SC_GRADIENT_DEPTH / LANES];
        for (long j = 0; j < count; j += LANES) columns[j / LANES] = columns_of(list + j, sc_min(LANES, count - j));
        for (long i = first; i < last; i += DOT_ROWS) {
            // The gradient of the rows that come next is fetched meanwhile.
            for (long r = i + DOT_ROWS; r < sc_min(last, i + 2 * DOT_ROWS); r++) {
                const float *row = g->gradient + g->row_list[r] * g->row_step;
                for (long j = 0; j < count; j += 16) __builtin_prefetch(row + list[j], 1);
                __builtin_prefetch(row + list[count - 1], 1);
            }
            for (long j = 0; j < count; j += LANES)
                add_gradient_rows(g, i, sc_min(last, i + DOT_ROWS), &columns[j / LANES]);
        }
    }
}
