// Products along the rows of the factor. Part of vector_kernels.h.

/// out[0 ..< width vectors] += Σ_k weights[k] · rows[k], in registers.
INLINE void add_panel(float *out, long n, const float *weights, const float *rows, long stride, int width) {
    vf sum[SC_PANEL];
    UNROLL for (int v = 0; v < width; v++) sum[v] = load(out + v * LANES);
    for (long k = 0; k < n; k++) {
        const float *row = rows + k * stride;
        vf w = splat(weights[k]);
        UNROLL for (int v = 0; v < width; v++) sum[v] = fma_(w, load(row + v * LANES), sum[v]);
    }
    UNROLL for (int v = 0; v < width; v++) store(out + v * LANES, sum[v]);
}

#define PANEL(W) \
    static void panel_##W(float *out, long n, const float *weights, const float *rows, long stride) { \
        add_panel(out, n, weights, rows, stride, W); \
    }
PANEL(1) PANEL(2) PANEL(3) PANEL(4) PANEL(5) PANEL(6) PANEL(7) PANEL(8)
typedef void (*panel_function)(float *, long, const float *, const float *, long);
static const panel_function panels[] = {0,       panel_1, panel_2, panel_3, panel_4,
                                        panel_5, panel_6, panel_7, panel_8};

/// A row of any width, in panels of nearly equal width.
INLINE void add_row(float *out, long n, const float *weights, const float *rows, long stride) {
    long vectors = stride / LANES, count = (vectors + SC_PANEL - 1) / SC_PANEL;
    for (long i = 0, first = 0; i < count; i++) {
        long width = (vectors - first + count - i - 1) / (count - i);
        panels[width](out + first * LANES, n, weights, rows + first * LANES, stride);
        first += width;
    }
}

/// Start and dense term of a row.
INLINE void start_row(const sc_product *p, long i, float *out) {
    vf start = splat(p->bias_in ? p->bias_in[i] + p->bias_rec[i] : 0.0f);
    for (long b = 0; b < p->stride; b += LANES)
        store(out + b, p->initial ? load(p->initial + i * p->stride + b) : start);
    if (p->dense_count) add_row(out, p->dense_count, p->dense_weights + i * p->dense_count, p->dense, p->stride);
}

static void product(const sc_product *p, long first, long last, uint8_t *scratch) {
    for (long i = first; i < last; i++)
        if (!p->row_active || p->row_active[i]) start_row(p, i, p->out + i * p->stride);
    if (p->connections) add_connections(p, first, last, scratch);
    for (long i = first; i < last; i++) {
        uint8_t active = 0;
        if (!p->row_active || p->row_active[i]) active = finish_row(p, i);
        else memset(p->out + i * p->stride, 0, (size_t)p->stride * sizeof(float));
        if (p->out_active) p->out_active[i] = active;
    }
}
