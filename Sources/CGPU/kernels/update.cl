// Adam, and moving numbers.

// Parameters in a block of sc_run_adam.
#define ADAM_BLOCK 4096

/// sc_adam: a group for each block.
KERNEL(256) adam(
    i64 count, GLOBAL float *parameters, GLOBAL float *gradient, GLOBAL float *first_moment, GLOBAL float *second_moment,
    float one_minus_beta1, float beta2, float one_minus_beta2, float step_size, float root_correction, float epsilon,
    int has_signs, GLOBAL const u8 *signs, int has_sums, GLOBAL float *block_sums) {
    LOCAL float magnitudes[ADAM_BLOCK];
    LOCAL float part[LANES];
    const i64 begin = (i64)GROUP * ADAM_BLOCK;
    const int n = (int)(count - begin < ADAM_BLOCK ? count - begin : ADAM_BLOCK);
    for (int x = ITEM; x < n; x += 256) {
        const i64 i = begin + x;
        const float g = gradient[i];
        magnitudes[x] = fabs(g);
        const float m = FMA(one_minus_beta1, SUB(g, first_moment[i]), first_moment[i]);
        const float v = FMA(MUL(one_minus_beta2, g), g, MUL(second_moment[i], beta2));
        const float denominator = ADD(DIV(SQRT(v), root_correction), epsilon);
        float p = FMA(-step_size, DIV(m, denominator), parameters[i]);
        if (has_signs && p == p && BITS(p) >> 31 != signs[i] >> 7) p = 0;
        parameters[i] = p;
        first_moment[i] = m;
        second_moment[i] = v;
        gradient[i] = 0;
    }
    BARRIER();
    if (ITEM < LANES) {
        float sum = 0;
        for (int x = ITEM; x < n; x += LANES) sum = ADD(sum, magnitudes[x]);
        part[ITEM] = sum;
    }
    BARRIER();
    if (ITEM > 0 || !has_sums) return;
    float sums[LANES];
    for (int l = 0; l < LANES; l++) sums[l] = part[l];
    add_pairwise(sums);
    block_sums[GROUP] = sums[0];
}

/// sc_reorder: a group for each tile.
KERNEL(256) reorder(GLOBAL const i64 *first, GLOBAL const u16 *places, GLOBAL const float *values, GLOBAL float *out) {
    const i64 base = first[GROUP];
    const int n = (int)(first[GROUP + 1] - base);
    for (int k = ITEM; k < n; k += 256) out[base + k] = values[base + places[base + k]];
}

/// out[j][i] = in[i][j].
KERNEL(256) transpose(int rows, int columns, GLOBAL const float *in, GLOBAL float *out) {
    const i64 x = (i64)GROUP * 256 + ITEM;
    if (x < (i64)rows * columns) out[x % columns * rows + x / columns] = in[x];
}
