// How the plain kernels compute: numbers below 2^-126 count as zero, and a result is zero if it is that small after rounding. x86 does
// so in hardware (sc_flush_subnormals). Other processors flush before rounding, or not at all; there, and with SC_FLUSH_IN_SOFTWARE,
// they compute with subnormal numbers, and these functions flush as the kernels of devices do (CGPU/kernels/arithmetic.h).
#ifndef SC_FLUSHING_H
#define SC_FLUSHING_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#if !defined(__x86_64__) && !defined(SC_FLUSH_IN_SOFTWARE)
#define SC_FLUSH_IN_SOFTWARE
#endif

#ifndef SC_FLUSH_IN_SOFTWARE

static inline float seen(float x) { return x; }
static inline float FMA(float a, float b, float c) { return fmaf(a, b, c); }
static inline float MUL(float a, float b) { return a * b; }
static inline float ADD(float a, float b) { return a + b; }
static inline float DIV(float a, float b) { return a / b; }
static inline float SQRT(float a) { return sqrtf(a); }
static inline float rounded(double x) { return (float)x; }

#else

static inline uint32_t bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, 4);
    return bits;
}

/// x as an operation sees it: zero if it is subnormal.
static inline float seen(float x) { return (bits_of(x) & 0x7F800000u) == 0 ? copysignf(0, x) : x; }

/// 0 < |r| <= 2^-126: only the exact result can tell whether it would be that small if exponents had no limit.
static inline int is_doubtful(float r) { return (bits_of(r) << 1) - 1u < 0x01000000u; }

/// The result, which is zero if the same 2^48 times as large is less than 2^-78.
static inline float judged(float r, float larger) { return fabsf(larger) < 0x1p-78f ? copysignf(0, r) : r; }

static inline float FMA(float a, float b, float c) {
    a = seen(a), b = seen(b), c = seen(c);
    const float r = fmaf(a, b, c), less = fabsf(a) < fabsf(b) ? a : b, more = fabsf(a) < fabsf(b) ? b : a;
    return is_doubtful(r) ? judged(r, fmaf(less * 0x1p48f, more, c * 0x1p48f)) : r;
}

static inline float MUL(float a, float b) {
    a = seen(a), b = seen(b);
    const float r = a * b, less = fabsf(a) < fabsf(b) ? a : b, more = fabsf(a) < fabsf(b) ? b : a;
    return is_doubtful(r) ? judged(r, less * 0x1p48f * more) : r;
}

/// A sum that small is exact.
static inline float ADD(float a, float b) { return seen(seen(a) + seen(b)); }

static inline float DIV(float a, float b) {
    a = seen(a), b = seen(b);
    const float r = a / b;
    return is_doubtful(r) ? judged(r, a * 0x1p48f / b) : r;
}

static inline float SQRT(float a) { return sqrtf(seen(a)); }

/// The nearest float; zero below 2^-126 - 2^-151, from where on 24 bits round to 2^-126.
static inline float rounded(double x) { return fabs(x) < 0x1.FFFFFFp-127 ? copysignf(0, (float)x) : (float)x; }

#endif
#endif
