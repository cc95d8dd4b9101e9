// Products along the rows of the factor. Part of vector_kernels.h.

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
