// Functions of a row of sums: nonlinearities and their derivatives. Part of vector_kernels.h.

INLINE vf tanh_vector(vf x) {
    vf a = (vf)((vi)x & 0x7FFFFFFF);
    a = either(a > SC_TANH_LARGE, splat(SC_TANH_LARGE), a);
    vf y = a + a;
    vf shifted = fma_(y, splat(SC_LOG2E), splat(SC_ROUND));
    vf n = shifted - SC_ROUND;
    vf r = fma_(n, splat(-SC_LN2_LOW), fma_(n, splat(-SC_LN2_HIGH), y));
    vf p = splat(1.0f / 5040);
    p = fma_(p, r, splat(1.0f / 720));
    p = fma_(p, r, splat(1.0f / 120));
    p = fma_(p, r, splat(1.0f / 24));
    p = fma_(p, r, splat(1.0f / 6));
    p = fma_(p, r, splat(0.5f));
    p = fma_(p * r, r, r);
    vf scale = (vf)(((vi)shifted + 127) << 23);
    vf e = fma_(scale, p, scale - 1.0f);
    vf magnitude = e / (e + 2.0f);
    return (vf)(((vi)magnitude & 0x7FFFFFFF) | ((vi)x & (int32_t)0x80000000));
}

INLINE vf apply(sc_function function, vf value, vf h) {
    const vf zero = {0};
    switch (function) {
    case SC_LINEAR: return value;
    case SC_RELU: return either(value < zero, zero, value);
    case SC_TANH: return tanh_vector(value);
    case SC_RELU_DERIVATIVE: return either(h > zero, value, zero);
    case SC_TANH_DERIVATIVE: return value * fma_(-h, h, splat(1.0f));
    }
    return value;
}

/// Applies the function to a row, clears its padding, and says whether anything is nonzero.
INLINE uint8_t finish(sc_function function, long images, long stride, const float *h, float *out) {
    vi any = {0}, lane;
    for (int i = 0; i < LANES; i++) lane[i] = i;
    for (long b = 0; b < stride; b += LANES) {
        vf y = apply(function, load(out + b), h ? load(h + b) : (vf){0});
        y = (vf)((vi)y & (lane < (int32_t)(images - b)));
        store(out + b, y);
        any |= y != (vf){0};
    }
    int32_t bits = 0;
    for (int i = 0; i < LANES; i++) bits |= any[i];
    return bits != 0;
}

/// `function` is a constant in each copy, so the loop over a row has no branch.
static uint8_t finish_row(const sc_product *p, long i) {
    float *out = p->out + i * p->stride;
    const float *h = p->h ? p->h + i * p->stride : 0;
    switch (p->function) {
    case SC_LINEAR: return finish(SC_LINEAR, p->images, p->stride, h, out);
    case SC_RELU: return finish(SC_RELU, p->images, p->stride, h, out);
    case SC_TANH: return finish(SC_TANH, p->images, p->stride, h, out);
    case SC_RELU_DERIVATIVE: return finish(SC_RELU_DERIVATIVE, p->images, p->stride, h, out);
    case SC_TANH_DERIVATIVE: return finish(SC_TANH_DERIVATIVE, p->images, p->stride, h, out);
    }
    return 0;
}
