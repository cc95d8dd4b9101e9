// Numbers of common bits. Whole numbers, so every version gives the same.
#include "internal.h"

/// Written once and compiled for each instruction set: clang turns the loop into the population counts of that.
#define COUNT_COMMON(NAME)                                                                                            \
    static void NAME(const uint64_t *a, const uint64_t *b, long words, int64_t *counts) {                             \
        for (int i = 0; i < 3; i++)                                                                                   \
            for (int j = 0; j < 3; j++) {                                                                             \
                const uint64_t *x = a + i * words, *y = b + j * words;                                                \
                int64_t sum = 0;                                                                                      \
                for (long w = 0; w < words; w++) sum += __builtin_popcountll(x[w] & y[w]);                            \
                counts[3 * i + j] = sum;                                                                              \
            }                                                                                                         \
    }

COUNT_COMMON(count_plain)

#ifdef SC_X86
#pragma clang attribute push(__attribute__((target("avx2,popcnt"))), apply_to = function)
COUNT_COMMON(count_avx2)
#pragma clang attribute pop
#pragma clang attribute push(                                                                                         \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vpopcntdq,popcnt"))), apply_to = function)
COUNT_COMMON(count_avx512)
#pragma clang attribute pop
#endif

void sc_count_common(sc_isa isa, const uint64_t *a, const uint64_t *b, long words, int64_t *counts) {
#ifdef SC_X86
    // Some processors with AVX-512 cannot count bits by it.
    if (isa == SC_AVX512 && __builtin_cpu_supports("avx512vpopcntdq")) return count_avx512(a, b, words, counts);
    if (isa != SC_PLAIN) return count_avx2(a, b, words, counts);
#endif
    (void)isa;
    count_plain(a, b, words, counts);
}
