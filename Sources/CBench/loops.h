// The two measured loops for one width of vectors; included once for each, with
//
//   LANES      floats in a vector
//   PASTE(f)   the name of function f for this width
//   FMA(a, b, c)
//   KEEP(v)    makes the compiler take v as used and changed, so that it neither drops nor merges operations

typedef float PASTE(vector) __attribute__((vector_size(4 * LANES)));

// Twelve chains hide the latency of a multiply-add (4 or 5 cycles, two a cycle) and leave registers for the factor.
#define CHAINS 12

static double PASTE(multiply_adds)(double seconds) {
    PASTE(vector) sums[CHAINS], factor;
    for (int lane = 0; lane < LANES; lane++) factor[lane] = 0.999f;
    for (int i = 0; i < CHAINS; i++) sums[i] = factor;
    const double start = now();
    double elapsed;
    long rounds = 0;
    do {
        for (int k = 0; k < 10000; k++) {
            for (int i = 0; i < CHAINS; i++) {
                sums[i] = FMA(sums[i], factor, factor);
                KEEP(sums[i]);
            }
        }
        rounds++;
        elapsed = now() - start;
    } while (elapsed < seconds);
    return rounds * 10000.0 * CHAINS * LANES * 2 / elapsed;
}

#undef CHAINS

// Eight sums: loads, not additions, decide the time.
#define SUMS 8

static double PASTE(reads)(const float *floats, size_t bytes, double seconds) {
    const size_t count = bytes / (4 * LANES * SUMS) * SUMS;
    const PASTE(vector) *vectors = (const PASTE(vector) *)floats;
    PASTE(vector) sums[SUMS];
    for (int i = 0; i < SUMS; i++) sums[i] = vectors[i];
    // About 64 KiB between looks at the clock.
    const long passes = 1 + (1 << 16) / (long)bytes;
    const double start = now();
    double elapsed;
    long rounds = 0;
    do {
        for (long pass = 0; pass < passes; pass++) {
            for (size_t at = 0; at < count; at += SUMS) {
                for (int i = 0; i < SUMS; i++) {
                    sums[i] += vectors[at + i];
                    KEEP(sums[i]);
                }
            }
        }
        rounds++;
        elapsed = now() - start;
    } while (elapsed < seconds);
    return rounds * (double)passes * count * 4 * LANES / elapsed;
}

#undef SUMS
#undef LANES
#undef PASTE
#undef FMA
#undef KEEP
