// Soft-max and cross entropy in double precision, included by every version of the kernels, so that exp and log come
// from here and not from a libm, which gives different digits on different machines.
#include "flushing.h"

/// e^x for x <= 0: 2^n · e^r with |r| <= ln 2 / 2 and the Taylor polynomial of degree 13.
static inline double exp_negative(double x) {
    if (x < -708.0) return 0.0;
    const double round = 6755399441055744.0;  // 1.5 · 2^52
    double shifted = __builtin_fma(x, 1.4426950408889634, round);
    double n = shifted - round;
    double r = __builtin_fma(n, -0.6931471803691238, x);
    r = __builtin_fma(n, -1.9082149292705877e-10, r);
    double p = 1.0 / 6227020800;
    static const double inverse_factorials[] = {
        1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720,
        1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1.0, 1.0};
    for (int k = 0; k < 13; k++) p = __builtin_fma(p, r, inverse_factorials[k]);
    uint64_t bits;
    __builtin_memcpy(&bits, &shifted, 8);
    bits = (bits + 1023) << 52;
    double scale;
    __builtin_memcpy(&scale, &bits, 8);
    return p * scale;
}

/// ln x for x >= 1: e · ln 2 + 2 artanh((m - 1) / (m + 1)) with m between sqrt(1/2) and sqrt(2).
static inline double log_positive(double x) {
    uint64_t bits;
    __builtin_memcpy(&bits, &x, 8);
    int64_t exponent = (int64_t)(bits >> 52) - 1023;
    bits = (bits & 0xFFFFFFFFFFFFFu) | 0x3FF0000000000000u;
    double m;
    __builtin_memcpy(&m, &bits, 8);
    if (m > 1.4142135623730951) {
        m = m * 0.5;
        exponent += 1;
    }
    if (x != x || x > 1.7976931348623157e308) return x;
    double f = (m - 1.0) / (m + 1.0), square = f * f, p = 1.0 / 23;
    static const double odd[] = {1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9,
                                 1.0 / 7,  1.0 / 5,  1.0 / 3,  1.0};
    for (int k = 0; k < 11; k++) p = __builtin_fma(p, square, odd[k]);
    return __builtin_fma((double)exponent, 0.6931471805599453, 2.0 * f * p);
}

static double cross_entropy(
    long classes, long stride, long images, const float *logits, const uint8_t *labels, double scale,
    float *gradient, long *correct) {
    double sum = 0.0, e[256];
    long right = 0;
    for (long b = 0; b < images; b++) {
        long best = 0;
        // The first NaN, else the first of the largest: as torch.argmax and numpy.argmax have it.
        for (long c = 1; c < classes; c++) {
            float most = seen(logits[best * stride + b]), next = seen(logits[c * stride + b]);
            if (most == most && !(next <= most)) best = c;
        }
        double top = seen(logits[best * stride + b]), total = 0.0;
        for (long c = 0; c < classes; c++) {
            e[c] = exp_negative((double)seen(logits[c * stride + b]) - top);
            total += e[c];
        }
        sum += log_positive(total) - ((double)seen(logits[labels[b] * stride + b]) - top);
        right += best == labels[b];
        for (long c = 0; gradient && c < classes; c++)
            gradient[c * stride + b] = rounded((e[c] / total - (c == labels[b])) * scale);
    }
    for (long c = 0; gradient && c < classes; c++)
        for (long b = images; b < stride; b++) gradient[c * stride + b] = 0.0f;
    if (correct) *correct = right;
    return sum;
}
