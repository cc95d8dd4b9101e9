// Products with a dense matrix. Part of vector_kernels.h.
//
// A block of the matrix is copied first, since its elements lie far apart: one cache line and one page for each row, or, for
// the transpose, for each element of a column. While a block is used, the next one and the factor's next columns are fetched.

/// The rows of the result and of the factor that a block of the matrix connects.
typedef struct {
    const int32_t *rows, *list;
    long height, depth;
} matrix_block;

/// Rows of a tile that is `width` vectors wide: the narrower, the higher, so that there are always enough multiply-adds that do
/// not wait for each other.
INLINE long tile_rows(long width) { return width == 1 ? 8 : TILE_SUMS / width; }

/// What a tile of the result is computed from.
typedef struct {
    const float *weights;         // of its first row, in the copy
    const float *factor;          // first of the tile's columns,
    const long *places;           // and where its rows are,
    const float *next_factor;     // both also of the panel that is used next;
    const long *next_places;      // null: nothing is to be fetched
    long depth;
    float *const *out;            // its rows
} tile_work;

/// sum[r][v] += weight of row r · factor[v]; of weights and factors, those that are fewer wait in registers.
INLINE void add_outer(vf *sum, const float *weights, long row_step, const float *factor, int rows, int width) {
    if (rows > width) {
        vf x[TILE_VECTORS];
        UNROLL for (int v = 0; v < width; v++) x[v] = load(factor + v * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            vf w = splat(weights[r * row_step]);
            UNROLL for (int v = 0; v < width; v++) sum[r * width + v] = fma_(w, x[v], sum[r * width + v]);
        }
    } else {
        vf w[SC_MATRIX_ROWS];
        UNROLL for (int r = 0; r < rows; r++) w[r] = splat(weights[r * row_step]);
        UNROLL for (int v = 0; v < width; v++) {
            vf x = load(factor + v * LANES);
            UNROLL for (int r = 0; r < rows; r++) sum[r * width + v] = fma_(w[r], x, sum[r * width + v]);
        }
    }
}

/// A tile of the result stays in registers while the rows of the factor stream by. `across`: the copy holds columns of the
/// matrix, not rows.
INLINE void add_tile(const tile_work *work, int across, int fetching, int width) {
    const tile_work t = *work;
    const int rows = (int)tile_rows(width);
    const long row_step = across ? 1 : SC_MATRIX_PITCH, depth_step = across ? SC_MATRIX_ROWS : 1;
    vf sum[TILE_SUMS];
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < width; v++) sum[r * width + v] = load(t.out[r] + v * LANES);
    const float *weights = t.weights;
    _Pragma("clang loop unroll_count(2)") for (long k = 0; k < t.depth; k++, weights += depth_step) {
        if (fetching)
            UNROLL for (int v = 0; v < TILE_VECTORS * LANES; v += 16)
                __builtin_prefetch(t.next_factor + t.next_places[k] + v);
        add_outer(sum, weights, row_step, t.factor + t.places[k], rows, width);
    }
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < width; v++) store(t.out[r] + v * LANES, sum[r * width + v]);
}

#define TILE(W) \
    static void tile_##W(const tile_work *t, int across) { \
        if (t->next_places) { \
            if (across) add_tile(t, 1, 1, W); \
            else add_tile(t, 0, 1, W); \
        } else { \
            if (across) add_tile(t, 1, 0, W); \
            else add_tile(t, 0, 0, W); \
        } \
    }
TILE(1) TILE(2)
#if TILE_VECTORS > 2
TILE(3) TILE(4) TILE(5) TILE(6) TILE(7) TILE(8)
#endif
typedef void (*tile_function)(const tile_work *, int);
static const tile_function tiles[] = {0,      tile_1, tile_2,
#if TILE_VECTORS > 2
                                      tile_3, tile_4, tile_5, tile_6, tile_7, tile_8
#endif
};

INLINE int has_gap(const int32_t *list, long n) { return list[n - 1] - list[0] != n - 1; }

#if LANES == 16
/// Up to 16 neighbouring elements of a line, some of which are listed.
typedef struct {
    int32_t first;
    __mmask16 listed;
} window;

/// Where the listed elements of a line are; returns the number of windows, at most `length`.
static long find_windows(const int32_t *place, long length, window *windows) {
    long count = 0;
    for (long j = 0; j < length; count++) {
        const int32_t first = place[j];
        uint32_t listed = 0;
        for (; j < length && place[j] - first < 16; j++) listed |= 1u << (place[j] - first);
        windows[count] = (window){first, (__mmask16)listed};
    }
    return count;
}

/// Copies the listed elements of a line, and zeros to the 15 places after them. One load for 16 neighbours, since a load for each
/// element took an eighth of the time of small networks.
INLINE void copy_windows(const float *from, const window *windows, long count, float *to) {
    for (long i = 0; i < count; i++) {
        __m512 found = _mm512_maskz_loadu_ps(windows[i].listed, from + windows[i].first);
        _mm512_storeu_ps(to, _mm512_maskz_compress_ps(windows[i].listed, found));
        to += __builtin_popcount(windows[i].listed);
    }
}
#endif

/// Copies a block: its rows, SC_MATRIX_PITCH apart, or, if `across`, its columns, SC_MATRIX_ROWS apart. What is copied beyond the end
/// of a line is overwritten by the next one, or lies beyond all of them.
static void copy_block(const sc_matrix_product *p, matrix_block b, int across, float *weights) {
    const long lines = across ? b.depth : b.height, length = across ? b.height : b.depth;
    const int32_t *line = across ? b.list : b.rows, *place = across ? b.rows : b.list;
    const long step = across ? p->column_step : p->row_step, inner = across ? p->row_step : p->column_step;
    const long pitch = across ? SC_MATRIX_ROWS : SC_MATRIX_PITCH;
#if LANES == 16
    if (inner == 1) {
        window windows[SC_MATRIX_DEPTH];
        const long count = find_windows(place, length, windows);
        for (long i = 0; i < lines; i++) copy_windows(p->matrix + line[i] * step, windows, count, weights + i * pitch);
        return;
    }
#endif
    const int whole = inner == 1 && !has_gap(place, length);
    for (long i = 0; i < lines; i++) {
        const float *from = p->matrix + line[i] * step;
        float *to = weights + i * pitch;
        long j = 0;
        for (; whole && j + LANES <= length; j += LANES) *(vf_unaligned *)(to + j) = *(const vf_unaligned *)(from + place[j]);
        for (; j < length; j++) to[j] = from[place[j] * inner];
    }
}

/// Fetches rows (columns, if `across`) first ..< last of a block into the second-level cache.
INLINE void fetch_block(const sc_matrix_product *p, matrix_block b, int across, long first, long last) {
    const long length = across ? b.height : b.depth;
    const int32_t *line = across ? b.list : b.rows, *place = across ? b.rows : b.list;
    const long step = across ? p->column_step : p->row_step, inner = across ? p->row_step : p->column_step;
    for (long i = first; i < sc_min(last, across ? b.depth : b.height) && length > 0; i++) {
        const float *from = p->matrix + line[i] * step, *end = from + place[length - 1] * inner;
        for (from += place[0] * inner; from < end; from += 16) __builtin_prefetch(from, 0, 2);
        __builtin_prefetch(end, 0, 2);
    }
}

/// Adds what a panel of the factor, `width` vectors, contributes to a block of rows of the result. Fetches rows or columns from
/// `fetched` on of the block `next`, `share` of them for each tile; returns where it ended.
static long add_panel_of_block(
    const sc_matrix_product *p, matrix_block now, matrix_block next, int across, tile_work t, long width, long fetched,
    long share) {
    const long rows = tile_rows(width), *next_places = t.next_places;
    for (long first = 0; first < now.height; first += rows, fetched += share) {
        fetch_block(p, next, across, fetched, fetched + share);
        // Only the last tile fetches the next panel, which may need the place of this one.
        t.next_places = first + rows < now.height ? 0 : next_places;
        tiles[width](&t, across);
        t.weights += rows * (across ? 1 : SC_MATRIX_PITCH);
        t.out += rows;
    }
    return fetched;
}

/// Adds what the rows `now` of the factor contribute to a block of rows of the result; `next` is the block after it.
static void add_block(const sc_matrix_product *p, matrix_block now, matrix_block next, int across, const float *weights) {
    const long vectors = (p->images + LANES - 1) / LANES, panels = (vectors + TILE_VECTORS - 1) / TILE_VECTORS;
    // A tile has at most TILE_SUMS sums, so there are at least this many; what each fetches adds up to at least the next block.
    const long tiles_of_all = (now.height * vectors + TILE_SUMS - 1) / TILE_SUMS;
    const long share = ((across ? next.depth : next.height) + tiles_of_all - 1) / tiles_of_all;
    long places[2][SC_MATRIX_DEPTH], fetched = 0;
    float *out[SC_MATRIX_ROWS];
    float unused[TILE_VECTORS * LANES] __attribute__((aligned(64))) = {0};
    for (long r = 0; r < SC_MATRIX_ROWS; r++) out[r] = r < now.height ? p->out + now.rows[r] * p->stride : unused;
    for (long k = 0; k < now.depth; k++) places[0][k] = now.list[k] * p->stride;
    for (long k = 0; k < next.depth; k++) places[1][k] = next.list[k] * p->stride;
    for (long i = 0, v = 0, width; i < panels; i++, v += width) {
        width = (vectors - v + panels - i - 1) / (panels - i);
        const int last = i + 1 == panels;
        const tile_work t = {
            .weights = weights, .factor = p->factor + v * LANES, .places = places[0],
            .next_factor = last ? p->factor : p->factor + (v + width) * LANES,
            .next_places = !last ? places[0] : next.depth == now.depth ? places[1] : 0, .depth = now.depth, .out = out};
        fetched = add_panel_of_block(p, now, next, across, t, width, fetched, share);
        for (long r = 0; r < now.height; r++) out[r] += width * LANES;
    }
}

static void matrix_product(const sc_matrix_product *p, long first, long last) {
    const int across = p->row_step == 1;
    // Zero where a tile has more rows than are left.
    float weights[SC_MATRIX_ROWS * SC_MATRIX_PITCH] __attribute__((aligned(64)));
    if (last - first < SC_MATRIX_ROWS) memset(weights, 0, sizeof weights);
    for (long k = 0; k < p->count; k += SC_MATRIX_DEPTH) {
        const long depth = sc_min(SC_MATRIX_DEPTH, p->count - k);
        const long next_depth = sc_min(SC_MATRIX_DEPTH, p->count - k - depth);
        const matrix_block now = {p->row_list + first, p->list + k, last - first, depth};
        const matrix_block next = {now.rows, now.list + depth, now.height, next_depth};
        copy_block(p, now, across, weights);
        add_block(p, now, next, across, weights);
    }
}
