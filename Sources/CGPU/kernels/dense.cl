// Products with a dense N × N matrix, with silent nodes left out: sc_matrix_product and sc_matrix_gradient. Rows and columns are
// those of lists, ascending, which `list_active` makes; how many there are stands beside them, so that the host need not wait.

/// The places of the nonzero flags, ascending, and their number. One group.
KERNEL(256) list_active(int count, GLOBAL const u8 *flags, GLOBAL int *list, GLOBAL int *total) {
    LOCAL int sums[2][256];
    const int each = (count + 255) / 256, begin = min(count, ITEM * each), end = min(count, begin + each);
    int own = 0;
    for (int i = begin; i < end; i++) own += flags[i] != 0;
    sums[0][ITEM] = own;
    int now = 0;
    for (int width = 1; width < 256; width *= 2) {
        BARRIER();
        sums[1 - now][ITEM] = sums[now][ITEM] + (ITEM >= width ? sums[now][ITEM - width] : 0);
        now = 1 - now;
    }
    BARRIER();
    int place = sums[now][ITEM] - own;
    for (int i = begin; i < end; i++)
        if (flags[i] != 0) list[place++] = i;
    if (ITEM == 255) *total = sums[now][255];
}

/// The exponent of x; a large one for zero.
FUNCTION u32 exponent_of(float x) { return (BITS(x) << 1) == 0 ? 255u : (BITS(x) >> 23) & 255u; }

/// Where the exponents of all factors that are not zero add up to this, all products are at least 2^-80 and multiples of 2^-126.
/// So is a sum once it has such a product: what it started with loses the bits below 2^-104. None can be tiny, and no result needs
/// to be looked at.
#define SAFE_FACTORS (2 * 127 - 80)

// Rows of a group, and factors at a time in local memory.
#define MATRIX_EACH 4
#define MATRIX_ROWS (16 * MATRIX_EACH)
#define MATRIX_DEPTH 32

/// out[row_list[r]][b] = start + Σ_k matrix(row_list[r], list[k]) · factor[list[k]][b], k ascending; start is what `out` holds, or 0.
KERNEL(256) matrix_product(
    GLOBAL const int *rows_total, GLOBAL const int *row_list, GLOBAL const int *total, GLOBAL const int *list, int images,
    int from_zero, GLOBAL const float *matrix, i64 row_step, i64 column_step, GLOBAL const float *factor, GLOBAL float *out) {
    LOCAL float weights[MATRIX_DEPTH * MATRIX_ROWS];
    LOCAL float panel_factor[MATRIX_DEPTH * PANEL];
    LOCAL u32 least[2];
    const int rows = *rows_total;
    const int panel = GROUP % PANELS, base = GROUP / PANELS * MATRIX_ROWS, lane = ITEM % LANES, y = ITEM / LANES;
    const int count = base < rows ? *total : 0;
    float sums[MATRIX_EACH][V];
    for (int q = 0; q < MATRIX_EACH; q++) {
        const int r = base + y + 16 * q;
        UNROLL
        for (int v = 0; v < V; v++)
            sums[q][v] = !from_zero && r < rows && EXISTS(panel, v)
                ? out[(i64)row_list[r] * STRIDE + PLACE(panel, v) + lane] : 0.0f;
    }
    int was_unsafe = 0;
    for (int from = 0; from < count; from += MATRIX_DEPTH) {
        const int n = min(MATRIX_DEPTH, count - from);
        BARRIER();
        if (ITEM < 2) least[ITEM] = 255;
        BARRIER();
        u32 least_weight = 255, least_factor = 255;
        for (int x = ITEM; x < n * MATRIX_ROWS; x += 256) {
            const int k = column_step == 1 ? x % n : x / MATRIX_ROWS, r = column_step == 1 ? x / n : x % MATRIX_ROWS;
            const float w = base + r < rows
                ? matrix[row_list[base + r] * row_step + list[from + k] * column_step] : 0.0f;
            weights[k * MATRIX_ROWS + r] = w;
            least_weight = min(least_weight, exponent_of(w));
        }
        for (int x = ITEM; x < n * PANEL; x += 256) {
            const int place = panel * PANEL + x % PANEL;
            const float f = place < STRIDE
                ? factor[(i64)list[from + x / PANEL] * STRIDE + place] : 0.0f;
            panel_factor[x] = f;
            least_factor = min(least_factor, exponent_of(f));
        }
        atomic_min(&least[0], least_weight);
        atomic_min(&least[1], least_factor);
        BARRIER();
        was_unsafe |= least[0] + least[1] < SAFE_FACTORS;
        for (int k = 0; k < n; k++) {
            float factors[V];
            UNROLL
            for (int v = 0; v < V; v++) factors[v] = panel_factor[k * PANEL + LANES * v + lane];
            for (int q = 0; q < MATRIX_EACH; q++) {
                const float weight = weights[k * MATRIX_ROWS + y + 16 * q];
                if (was_unsafe) {
                    ADD_PRODUCTS(sums[q], weight, factors);
                } else {
                    UNROLL
                    for (int v = 0; v < V; v++) sums[q][v] = fma(weight, factors[v], sums[q][v]);
                }
            }
        }
    }
    for (int q = 0; q < MATRIX_EACH; q++) {
        const int r = base + y + 16 * q;
        UNROLL
        for (int v = 0; v < V; v++)
            if (r < rows && PLACE(panel, v) + lane < images && EXISTS(panel, v))
                out[(i64)row_list[r] * STRIDE + PLACE(panel, v) + lane] = sums[q][v];
    }
}

// Rows and columns of a group, of which each item has OUTER_EACH rows in one column.
#define OUTER_EACH 2
#define OUTER_ROWS (16 * OUTER_EACH)
#define OUTER_COLUMNS 16

/// gradient[i][j] += delta[i] · factor[j] over the listed rows i and j; `column_groups` groups side by side.
KERNEL(256) matrix_gradient(
    GLOBAL const int *rows_total, GLOBAL const int *row_list, GLOBAL const int *total, GLOBAL const int *list,
    int column_groups, GLOBAL const float *delta, GLOBAL const float *factor, GLOBAL float *gradient, i64 row_step) {
    LOCAL float deltas[OUTER_ROWS][LANES + 1];
    LOCAL float factors[OUTER_COLUMNS][LANES + 1];
    const int rows = *rows_total, count = *total;
    const int row = GROUP / column_groups * OUTER_ROWS, column = GROUP % column_groups * OUTER_COLUMNS;
    const int x = ITEM % 16, y = ITEM / 16;
    float sums[OUTER_EACH][LANES];
    UNROLL
    for (int p = 0; p < OUTER_EACH; p++)
        UNROLL
        for (int l = 0; l < LANES; l++) sums[p][l] = 0;
    for (int from = 0; from < STRIDE; from += LANES) {
        BARRIER();
        for (int q = ITEM; q < OUTER_ROWS * LANES; q += 256) {
            const int r = q / LANES, l = q % LANES;
            deltas[r][l] = row + r < rows ? delta[(i64)row_list[row + r] * STRIDE + from + l] : 0;
        }
        for (int q = ITEM; q < OUTER_COLUMNS * LANES; q += 256) {
            const int k = q / LANES, l = q % LANES;
            factors[k][l] = column + k < count ? factor[(i64)list[column + k] * STRIDE + from + l] : 0;
        }
        BARRIER();
        UNROLL
        for (int l = 0; l < LANES; l++)
            UNROLL
            for (int p = 0; p < OUTER_EACH; p++)
                sums[p][l] = FMA(deltas[y + 16 * p][l], factors[x][l], sums[p][l]);
    }
    UNROLL
    for (int p = 0; p < OUTER_EACH; p++) {
        const int r = row + y + 16 * p, k = column + x;
        if (r >= rows || k >= count) continue;
        add_pairwise(sums[p]);
        GLOBAL float *target = gradient + row_list[r] * row_step + list[k];
        *target = ADD(*target, sums[p][0]);
    }
}
