// Products with the connections, tile by tile. Part of vector_kernels.h.
//
// For a strip of rows, the connections to active nodes are listed first; then each row of the result stays in
// registers while its list streams by. The nodes of a pass fit into the first-level cache. If all nodes are active
// (`all`), the connections themselves are the list.

/// A strip's list and what it is about.
typedef struct {
    const live_strip *strip;
    long stride, images;
    const float *values;  // of the tile
    const uint16_t *nodes;
    const float *factor;  // first row of the factor's tile
    float *out;           // first row of the strip
    const float *h;       // the same for h
} strip_work;

/// A row of the strip and its connections. A row's number of connections is mispredicted more often than not, and
/// anything that depends on it has to wait; so each row is looked up while the one before is computed.
typedef struct {
    long at;                // of out and h
    long count;
    const uint32_t *live;   // its part of the list,
    const uint16_t *nodes;  // or its nodes
    const float *values;    // and values
} strip_row;

INLINE strip_row row_at(const strip_work *w, const live_strip *strip, long r, const uint32_t *live, int all) {
    long first = all ? strip->first[r] : 0;
    return (strip_row){strip->at[r], strip->counts[r], live, w->nodes + first, w->values + first};
}

/// Connection k of a row: the position of the factor's row, and the value.
INLINE const float *factor_at(const float *factor, long stride, const strip_row *row, long k, int all) {
    const float *x = factor + (all ? row->nodes[k] : row->live[k] & 0xFFFF) * stride;
#if LANES == 16
    // One register; otherwise each load is a micro-operation of its own in addition to its multiplication.
    __asm__("" : "+r"(x));
#endif
    return x;
}

INLINE float value_at(const strip_row *row, long k, int all) {
    return all ? row->values[k] : row->values[row->live[k] >> 16];
}

/// out[i] += Σ values · factor over `width` vectors of each row of the strip.
INLINE void add_strip(const strip_work *work, int width, int all) {
    const strip_work w = *work;
    const live_strip *restrict strip = w.strip;
    const long rows = strip->rows;
    strip_row next = row_at(&w, strip, 0, strip->entries, all);
    for (long r = 0; r < rows; r++) {
        const strip_row row = next;
        next = row_at(&w, strip, r + 1, row.live + row.count, all);
        float *out = w.out + row.at;
        vf sum[MAX_PANEL];
        UNROLL for (int v = 0; v < width; v++) sum[v] = load(out + v * LANES);
        for (long k = 0; k < row.count; k++) {
            const float *x = factor_at(w.factor, w.stride, &row, k, all);
            vf value = splat(value_at(&row, k, all));
            UNROLL for (int v = 0; v < width; v++) sum[v] = fma_(value, load(x + v * LANES), sum[v]);
        }
        UNROLL for (int v = 0; v < width; v++) store(out + v * LANES, sum[v]);
    }
}

INLINE void store_partial(float *p, partial s) { __builtin_memcpy(p, &s, 64); }

/// partials = h[i] · factor for all connections of the strip; `width` vectors a row, 0 for any number.
INLINE void dot_strip(const strip_work *work, int width, int all) {
    const strip_work w = *work;
    const live_strip *restrict strip = w.strip;
    const uint32_t *live = strip->entries;
    float *partials = strip->partials;
    for (long r = 0; r < strip->rows; r++) {
        const strip_row row = row_at(&w, strip, r, live, all);
        vf held[2 * SC_PANEL];
        UNROLL for (int v = 0; v < width; v++) held[v] = load(w.h + row.at + v * LANES);
        for (long k = 0; k < row.count; k++, partials += 16) {
            const float *x = factor_at(w.factor, w.stride, &row, k, all);
            store_partial(
                partials, width ? dot_partial(held, x, width) : dot_partial_long(w.h + row.at, x, w.stride));
        }
        live += row.count;
    }
}

#if LANES == 16
/// add_strip and dot_strip together: each number of the factor is loaded once.
INLINE void add_and_dot_strip(const strip_work *work, int width, int all) {
    const strip_work w = *work;
    const live_strip *restrict strip = w.strip;
    const long rows = strip->rows;
    float *restrict partials = strip->partials;
    strip_row next = row_at(&w, strip, 0, strip->entries, all);
    for (long r = 0; r < rows; r++) {
        const strip_row row = next;
        next = row_at(&w, strip, r + 1, row.live + row.count, all);
        float *out = w.out + row.at;
        vf sum[SC_PANEL], held[SC_PANEL];
        UNROLL for (int v = 0; v < width; v++) {
            sum[v] = load(out + v * LANES);
            held[v] = load(w.h + row.at + v * LANES);
        }
        for (long k = 0; k < row.count; k++, partials += 16) {
            const float *row_of_factor = factor_at(w.factor, w.stride, &row, k, all);
            vf value = splat(value_at(&row, k, all)), dot = {0};
            UNROLL for (int v = 0; v < width; v++) {
                vf x = load(row_of_factor + v * LANES);
                sum[v] = fma_(value, x, sum[v]);
                dot = fma_(held[v], x, dot);
            }
            store(partials, dot);
        }
        UNROLL for (int v = 0; v < width; v++) store(out + v * LANES, sum[v]);
    }
}
#endif

#if LANES == 16
#define FUSED(W) \
    static void fused_strip_##W(const strip_work *w) { add_and_dot_strip(w, W, 0); } \
    static void fused_strip_all_##W(const strip_work *w) { add_and_dot_strip(w, W, 1); }
#else
#define FUSED(W)
#endif
#define ADD_FUNCTIONS(W) \
    static void add_strip_##W(const strip_work *w) { add_strip(w, W, 0); } \
    static void add_strip_all_##W(const strip_work *w) { add_strip(w, W, 1); }
#define DOT_FUNCTIONS(W) \
    static void dot_strip_##W(const strip_work *w) { dot_strip(w, W * PARTS, 0); } \
    static void dot_strip_all_##W(const strip_work *w) { dot_strip(w, W * PARTS, 1); } \
    FUSED(W)
#define STRIP_FUNCTIONS(W) ADD_FUNCTIONS(W) DOT_FUNCTIONS(W)
STRIP_FUNCTIONS(1) STRIP_FUNCTIONS(2) STRIP_FUNCTIONS(3) STRIP_FUNCTIONS(4)
STRIP_FUNCTIONS(5) STRIP_FUNCTIONS(6) STRIP_FUNCTIONS(7) STRIP_FUNCTIONS(8)
#if MAX_PANEL > 8
ADD_FUNCTIONS(9) ADD_FUNCTIONS(10) ADD_FUNCTIONS(11) ADD_FUNCTIONS(12) ADD_FUNCTIONS(13) ADD_FUNCTIONS(14)
#endif
static void dot_strip_0(const strip_work *w) { dot_strip(w, 0, 0); }
static void dot_strip_all_0(const strip_work *w) { dot_strip(w, 0, 1); }

typedef void (*strip_function)(const strip_work *);
#define UP_TO_8(name) name##1, name##2, name##3, name##4, name##5, name##6, name##7, name##8
#if MAX_PANEL > 8
#define UP_TO_MOST(name) UP_TO_8(name), name##9, name##10, name##11, name##12, name##13, name##14
#else
#define UP_TO_MOST UP_TO_8
#endif
/// Indexed by `all` and width - 1.
static const strip_function add_strips[2][MAX_PANEL] = {{UP_TO_MOST(add_strip_)}, {UP_TO_MOST(add_strip_all_)}};
static const strip_function dot_strips[2][SC_PANEL] = {{UP_TO_8(dot_strip_)}, {UP_TO_8(dot_strip_all_)}};
#if LANES == 16
static const strip_function fused_strips[2][SC_PANEL] = {{UP_TO_8(fused_strip_)}, {UP_TO_8(fused_strip_all_)}};
#endif

static void dots_of_strip(const strip_work *w, int all) {
    long blocks = w->stride / 16;
    if (blocks <= SC_PANEL) dot_strips[all][blocks - 1](w);
    else if (all) dot_strip_all_0(w);
    else dot_strip_0(w);
}

static void compute_strip(strip_work w, int with_dots, int all) {
#if LANES == 16
    long blocks = w.stride / LANES;
    if (with_dots && blocks <= SC_PANEL) {
        fused_strips[all][blocks - 1](&w);
        return;
    }
#endif
    if (with_dots) dots_of_strip(&w, all);
    // Vectors that hold nothing but padding are left out.
    long vectors = (w.images + LANES - 1) / LANES, panels = (vectors + MAX_PANEL - 1) / MAX_PANEL;
    for (long i = 0, first = 0; i < panels; i++) {
        long width = (vectors - first + panels - i - 1) / (panels - i);
        add_strips[all][width - 1](&w);
        w.factor += width * LANES;
        w.out += width * LANES;
        first += width;
    }
}

/// gradient[place] += the sum of the partial sums of each connection of the strip.
static void add_dots_of_strip(const live_strip *strip, float *gradient, int all) {
    long n = 0;
    for (long r = 0; r < strip->rows; r++) n += strip->counts[r];
    for (long k = 0; k < n; k += LANES) {
        partial s[LANES];
        __builtin_memcpy(s, strip->partials + 16 * k, sizeof s);
        store(strip->dots + k, tree_of(s));
    }
    scatter_dots(strip, gradient, all);
}

/// Everything that the connections of one tile add to rows first ..< last, which are in one tile.
static void add_tile_strip(
    const sc_product *p, long factor_tile, sc_pass pass, const uint32_t *bits, long first, long last,
    live_strip *strip) {
    const sc_connections *c = p->connections;
    long tile = sc_tile(c, first / c->side, factor_tile);
    list_strip(p, tile, pass, bits, first, last, strip);
    int all = pass.active == pass.nodes;
    strip_work w = {
        .strip = strip, .stride = p->stride, .images = p->images, .values = p->values + c->first[tile],
        .nodes = c->factor_nodes + c->first[tile], .factor = p->factor + factor_tile * c->side * p->stride,
        .out = p->out + first * p->stride, .h = p->values_gradient ? p->h + first * p->stride : 0};
    compute_strip(w, p->values_gradient != 0, all);
    if (p->values_gradient) add_dots_of_strip(strip, p->values_gradient + c->first[tile], all);
}

static void add_connections(const sc_product *p, long first, long last, uint8_t *scratch) {
    const sc_connections *c = p->connections;
    live_strip strip = make_strip(scratch);
    uint32_t bits[65536 / 32];
    sc_pass passes[64];
    const long height = LANES == 16 && p->values_gradient ? SC_FUSED_STRIP : SC_STRIP;
    for (long tile = 0; tile < c->tiles; tile++) {
        long count = sc_plan_passes(p, tile, bits, passes);
        for (long pass = 0; pass < count; pass++)
            for (long i = first, end; i < last; i = end) {
                end = sc_min(sc_min(last, i + height), (i / c->side + 1) * c->side);
                add_tile_strip(p, tile, passes[pass], bits, i, end, &strip);
            }
    }
}
