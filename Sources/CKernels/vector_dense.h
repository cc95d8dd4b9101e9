// Products and gradients of a dense matrix. Part of vector_kernels.h.

/// Three rows (or one) of the result, `width` vectors wide, stay in registers while `n` rows of the factor stream by.
INLINE void add_tile(
    const sc_matrix_product *p, const int32_t *rows, const int32_t *list, long n, long column, int height, int width) {
    vf sum[SC_MATRIX_HEIGHT][SC_PANEL];
    const float *weights[SC_MATRIX_HEIGHT];
    UNROLL for (int r = 0; r < height; r++) {
        weights[r] = p->matrix + rows[r] * p->row_step;
        UNROLL for (int v = 0; v < width; v++) sum[r][v] = load(p->out + rows[r] * p->stride + column + v * LANES);
    }
    for (long k = 0; k < n; k++) {
        const float *factor = p->factor + list[k] * p->stride + column;
        long step = list[k] * p->column_step;
        vf w[SC_MATRIX_HEIGHT];
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
        if (height == SC_MATRIX_HEIGHT) add_tile(p, rows, list, n, column, SC_MATRIX_HEIGHT, W); \
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
            for (long r = first; r < last; r += SC_MATRIX_HEIGHT)
                tiles[width](p, p->row_list + r, sc_min(SC_MATRIX_HEIGHT, last - r), p->list + k, n, v * LANES);
            v += width;
        }
    }
}

static void matrix_gradient(const sc_matrix_gradient *g, long first, long last) {
    long blocks = g->stride / 16;
    dots_function dots = all_dots[blocks <= SC_PANEL ? blocks : 0];
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
