// Products along connections and with the few columns of inputs and read-outs, and their gradients: sc_product and sc_gradient.
// A group of 256 items has 16 rows at a time, of which it works on ROWS_EACH in each of 16 lanes.

#ifndef ROWS_EACH
#define ROWS_EACH 2
#endif
#define GROUP_ROWS (16 * ROWS_EACH)
/// Nodes whose activations are in local memory at once.
#define TILE_NODES 48

// What a product starts with and has: the bits of `flags`.
enum { HAS_INITIAL = 1, HAS_BIASES = 2, HAS_H = 4, HAS_ACTIVE_ROWS = 8 };

#define START_PARAMETERS \
    int rows, int images, int function, int flags, GLOBAL const float *initial, GLOBAL const float *input_biases, \
        GLOBAL const float *recurrent_biases, int dense_count, GLOBAL const float *dense_weights, GLOBAL const float *dense, \
        int dense_first, GLOBAL const float *h, GLOBAL const u8 *active_rows, GLOBAL float *out, GLOBAL u8 *out_active

#define CONNECTION_PARAMETERS \
    int side, int granules, int tiles, int out_step, int factor_step, GLOBAL const i64 *first, GLOBAL const u16 *starts, \
        GLOBAL const u16 *factor_nodes, GLOBAL const float *factor, GLOBAL const u8 *factor_active

/// Row r of this item.
#define ROW(r) (GROUP * GROUP_ROWS + (r) * 16 + ITEM / LANES)
#define IS_WANTED(i) ((i) < rows && (!(flags & HAS_ACTIVE_ROWS) || active_rows[i]))

/// The first connection of row i, and the one after its last, among those of the tile at `base`.
#define FIND_ROW(i, f, begin, end, base) \
    do { \
        const int tile_ = (i) / side * out_step + (f) * factor_step; \
        GLOBAL const u16 *row_ = starts + (i64)tile_ * (side * granules + 1) + (i) % side * granules; \
        base = first[tile_]; \
        begin = row_[0]; \
        end = row_[granules]; \
    } while (0)

/// Start and dense term of row i in `sums`.
FUNCTION void start_sums(
    float *sums, int i, int wanted, int panel, int lane, int flags, GLOBAL const float *initial,
    GLOBAL const float *input_biases, GLOBAL const float *recurrent_biases, int dense_count,
    GLOBAL const float *dense_weights, GLOBAL const float *dense, int dense_first) {
    const float bias = wanted && (flags & HAS_BIASES) ? ADD(input_biases[i], recurrent_biases[i]) : 0.0f;
    UNROLL
    for (int v = 0; v < V; v++)
        sums[v] = wanted && (flags & HAS_INITIAL) && EXISTS(panel, v)
            ? initial[(i64)i * STRIDE + PLACE(panel, v) + lane] : bias;
    for (int k = 0; wanted && k < dense_count; k++) {
        float factors[V];
        LOAD_ROW(factors, dense, dense_first + k);
        ADD_PRODUCTS(sums, dense_weights[(i64)i * dense_count + k], factors);
    }
}

/// Writes function(sums) of row i; returns whether any number is not zero.
FUNCTION int finish_row(
    const float *sums, int i, int wanted, int panel, int lane, int rows, int images, int function, int flags,
    GLOBAL const float *h, GLOBAL float *out) {
    int alive = 0;
    UNROLL
    for (int v = 0; v < V; v++) {
        const int image = PLACE(panel, v) + lane;
        if (i >= rows || !EXISTS(panel, v)) continue;
        const i64 place = (i64)i * STRIDE + image;
        const float x =
            wanted && image < images ? function_of(function, sums[v], flags & HAS_H ? h[place] : 0.0f) : 0.0f;
        out[place] = x;
        alive |= x != 0;
    }
    return alive;
}

/// out_active of all rows of the group, from `alive`, which of its ROWS_EACH rows each lane found active, as bits.
#define MARK_ACTIVE \
    do { \
        for (int r_ = 0; r_ < ROWS_EACH; r_++) any[r_][ITEM] = alive >> r_ & 1; \
        BARRIER(); \
        for (int r_ = 0; r_ < ROWS_EACH; r_++) { \
            int all_ = 0; \
            for (int l_ = 0; l_ < LANES; l_++) all_ |= any[r_][ITEM / LANES * LANES + l_]; \
            if (lane == 0 && ROW(r_) < rows) out_active[ROW(r_)] = all_; \
        } \
    } while (0)

#define START_SUMS(sums, i, wanted) \
    start_sums( \
        sums, i, wanted, panel, lane, flags, initial, input_biases, recurrent_biases, dense_count, dense_weights, dense, \
        dense_first)

#define FINISH_ROW(sums, i, wanted) \
    finish_row(sums, i, wanted, panel, lane, rows, images, function, flags, h, out)

KERNEL(256) product(START_PARAMETERS) {
    LOCAL u8 any[ROWS_EACH][256];
    const int lane = ITEM % LANES;
    int alive = 0;
    for (int r = 0; r < ROWS_EACH; r++) {
        const int i = ROW(r), wanted = IS_WANTED(i);
        for (int panel = 0; panel < PANELS; panel++) {
            float sums[V];
            START_SUMS(sums, i, wanted);
            alive |= FINISH_ROW(sums, i, wanted) << r;
        }
    }
    MARK_ACTIVE;
}

/// With few connections: each row reads the activations that it needs.
KERNEL(256) product_gathering(START_PARAMETERS, CONNECTION_PARAMETERS, GLOBAL const float *values) {
    LOCAL u8 any[ROWS_EACH][256];
    const int lane = ITEM % LANES;
    int alive = 0;
    for (int r = 0; r < ROWS_EACH; r++) {
        const int i = ROW(r), wanted = IS_WANTED(i);
        for (int panel = 0; panel < PANELS; panel++) {
            float sums[V];
            START_SUMS(sums, i, wanted);
            for (int f = 0; wanted && f < tiles; f++) {
                int begin, end;
                i64 base;
                FIND_ROW(i, f, begin, end, base);
                for (int k = begin; k < end; k++) {
                    const int node = f * side + factor_nodes[base + k];
                    if (!factor_active[node]) continue;
                    float factors[V];
                    LOAD_ROW(factors, factor, node);
                    ADD_PRODUCTS(sums, values[base + k], factors);
                }
            }
            alive |= FINISH_ROW(sums, i, wanted) << r;
        }
    }
    MARK_ACTIVE;
}

/// With many connections: the group's rows share the activations of TILE_NODES nodes in local memory.
KERNEL(256) product_sharing(START_PARAMETERS, CONNECTION_PARAMETERS, GLOBAL const float *values) {
    LOCAL float shared[TILE_NODES * PANEL];
    LOCAL u8 active[TILE_NODES];
    LOCAL u8 any[ROWS_EACH][256];
    const int lane = ITEM % LANES;
    int alive = 0;
    for (int panel = 0; panel < PANELS; panel++) {
        float sums[ROWS_EACH][V];
        UNROLL
        for (int r = 0; r < ROWS_EACH; r++) START_SUMS(sums[r], ROW(r), IS_WANTED(ROW(r)));
        for (int f = 0; f < tiles; f++) {
            int next[ROWS_EACH], end[ROWS_EACH];
            i64 base[ROWS_EACH];
            UNROLL
            for (int r = 0; r < ROWS_EACH; r++) {
                const int i = ROW(r) < rows ? ROW(r) : rows - 1;
                FIND_ROW(i, f, next[r], end[r], base[r]);
                if (!IS_WANTED(ROW(r))) end[r] = next[r];
            }
            const int nodes = rows - f * side < side ? rows - f * side : side;
            for (int from = 0; from < nodes; from += TILE_NODES) {
                const int count = nodes - from < TILE_NODES ? nodes - from : TILE_NODES;
                BARRIER();
                for (int x = ITEM; x < count * PANEL; x += 256) {
                    const int place = panel * PANEL + x % PANEL;
                    shared[x] = place < STRIDE
                        ? factor[(i64)(f * side + from + x / PANEL) * STRIDE + place] : 0.0f;
                }
                for (int x = ITEM; x < count; x += 256) active[x] = factor_active[f * side + from + x];
                BARRIER();
                UNROLL
                for (int r = 0; r < ROWS_EACH; r++)
                    for (; next[r] < end[r]; next[r]++) {
                        const int node = factor_nodes[base[r] + next[r]] - from;
                        if (node >= TILE_NODES) break;
                        if (!active[node]) continue;
                        float factors[V];
                        UNROLL
                        for (int v = 0; v < V; v++) factors[v] = shared[node * PANEL + LANES * v + lane];
                        ADD_PRODUCTS(sums[r], values[base[r] + next[r]], factors);
                    }
            }
        }
        UNROLL
        for (int r = 0; r < ROWS_EACH; r++) alive |= FINISH_ROW(sums[r], ROW(r), IS_WANTED(ROW(r))) << r;
    }
    MARK_ACTIVE;
}

/// values_gradient of sc_product: gradient[c] += h[i] · factor[node(c)] for the connections of rows i that are active.
///
/// 16 lanes have a row and 16 of its connections at a time; then lane l adds up the 16 partial sums of connection l.
KERNEL(256) connection_gradient(
    int rows, int flags, GLOBAL const float *h, GLOBAL const u8 *active_rows, CONNECTION_PARAMETERS,
    GLOBAL float *gradient) {
    LOCAL float part[16][LANES][LANES + 1];
    LOCAL int most[16];
    const int r = ITEM / LANES, lane = ITEM % LANES, i = GROUP * 16 + r;
    const int wanted = IS_WANTED(i);
    for (int f = 0; f < tiles; f++) {
        int k = 0, end = 0;
        i64 base = 0;
        if (wanted) FIND_ROW(i, f, k, end, base);
        BARRIER();
        if (lane == 0) most[r] = (end - k + LANES - 1) / LANES;
        BARRIER();
        int rounds = 0;
        for (int q = 0; q < 16; q++) rounds = max(rounds, most[q]);
        for (int round = 0; round < rounds; round++, k += LANES) {
            for (int c = 0; c < LANES; c++) {
                float sum = 0;
                const int node = k + c < end ? f * side + factor_nodes[base + k + c] : 0;
                if (k + c < end && factor_active[node])
                    for (int v = 0; v < VECTORS; v++)
                        sum = FMA(
                            h[(i64)i * STRIDE + LANES * v + lane], factor[(i64)node * STRIDE + LANES * v + lane], sum);
                part[r][c][lane] = sum;
            }
            BARRIER();
            if (k + lane < end && factor_active[f * side + factor_nodes[base + k + lane]]) {
                float sums[LANES];
                for (int l = 0; l < LANES; l++) sums[l] = part[r][lane][l];
                add_pairwise(sums);
                gradient[base + k + lane] = ADD(gradient[base + k + lane], sums[0]);
            }
            BARRIER();
        }
    }
}

/// sc_gradient: bias_gradient[i] += Σ delta[i] where there is one, dense_gradient[i][k] += delta[i] · dense[k].
///
/// 16 lanes have a row and a column, of which the one after the last is the bias.
KERNEL(256) gradient(
    int rows, GLOBAL const float *delta, GLOBAL const u8 *delta_active, int has_bias, GLOBAL float *bias_gradient,
    int dense_count, GLOBAL const float *dense, int dense_first, GLOBAL float *dense_gradient) {
    LOCAL float part[16][LANES + 1];
    const int r = ITEM / LANES, lane = ITEM % LANES, columns = dense_count + has_bias;
    const i64 pair = (i64)GROUP * 16 + r;
    const int i = (int)(pair / columns), k = (int)(pair % columns);
    const int wanted = i < rows && delta_active[i < rows ? i : 0];
    float sum = 0;
    for (int v = 0; wanted && v < VECTORS; v++) {
        const float d = delta[(i64)i * STRIDE + LANES * v + lane];
        sum = k < dense_count ? FMA(d, dense[(i64)(dense_first + k) * STRIDE + LANES * v + lane], sum) : ADD(sum, d);
    }
    part[r][lane] = sum;
    BARRIER();
    if (!wanted || lane != 0) return;
    float sums[LANES];
    for (int l = 0; l < LANES; l++) sums[l] = part[r][l];
    add_pairwise(sums);
    GLOBAL float *target = k < dense_count ? dense_gradient + (i64)i * dense_count + k : bias_gradient + i;
    *target = ADD(*target, sums[0]);
}
