// The kernels without any vector instruction: the definition of every bit.
#include "internal.h"

#include <math.h>
#include <string.h>

#include "flushing.h"
#include "loss.h"

double sc_exp(double x) { return exp_negative(x); }
double sc_log(double x) { return log_positive(x); }

/// tanh x = e / (e + 2) with e = exp(2|x|) - 1 = 2^n · expm1(r) + (2^n - 1); at most 3 ulp off.
static float tanh_one(float x) {
    float a = fabsf(x);
    a = a > SC_TANH_LARGE ? SC_TANH_LARGE : a;
    float y = ADD(a, a);
    float shifted = FMA(y, SC_LOG2E, SC_ROUND);
    float n = ADD(shifted, -SC_ROUND);
    float r = FMA(n, -SC_LN2_LOW, FMA(n, -SC_LN2_HIGH, y));
    float p = 1.0f / 5040;
    p = FMA(p, r, 1.0f / 720);
    p = FMA(p, r, 1.0f / 120);
    p = FMA(p, r, 1.0f / 24);
    p = FMA(p, r, 1.0f / 6);
    p = FMA(p, r, 0.5f);
    p = FMA(MUL(p, r), r, r);
    uint32_t bits;
    memcpy(&bits, &shifted, 4);
    bits = (bits + 127) << 23;
    float scale;
    memcpy(&scale, &bits, 4);
    float e = FMA(scale, p, ADD(scale, -1.0f));
    return copysignf(DIV(e, ADD(e, 2.0f)), x);
}

static float apply(sc_function function, float value, float h) {
    switch (function) {
    case SC_LINEAR: return value;
    case SC_RELU: return seen(value) < 0 ? 0 : value;  // not-a-number stays
    case SC_TANH: return tanh_one(value);
    case SC_RELU_DERIVATIVE: return seen(h) > 0 ? value : 0;
    case SC_TANH_DERIVATIVE: return MUL(value, FMA(-h, h, 1.0f));
    }
    return value;
}

/// The pairwise sum of 16 partial sums.
static float tree(float *s) {
    for (int width = 8; width > 0; width /= 2)
        for (int i = 0; i < width; i++) s[i] = ADD(s[i], s[i + width]);
    return s[0];
}

static float dot(const float *a, const float *b, long stride) {
    float s[16] = {0};
    for (long i = 0; i < stride; i++) s[i % 16] = FMA(a[i], b[i], s[i % 16]);
    return tree(s);
}

/// What the connections of one tile add to row i of the result and to their gradient.
static void add_connections(const sc_product *p, long i, long factor_tile, float *out) {
    const sc_connections *c = p->connections;
    long tile = sc_tile(c, i / c->side, factor_tile);
    const uint16_t *row = sc_starts(c, tile) + i % c->side * c->granules;
    for (int64_t k = c->first[tile] + row[0]; k < c->first[tile] + row[c->granules]; k++) {
        long node = factor_tile * c->side + c->factor_nodes[k];
        if (!p->factor_active[node]) continue;
        const float *factor = p->factor + node * p->stride;
        for (long b = 0; b < p->stride; b++) out[b] = FMA(p->values[k], factor[b], out[b]);
        if (p->values_gradient)
            p->values_gradient[k] = ADD(p->values_gradient[k], dot(p->h + i * p->stride, factor, p->stride));
    }
}

/// The sum of one row before the function, in `out`.
static void sum_row(const sc_product *p, long i, float *out) {
    float bias = p->bias_in ? ADD(p->bias_in[i], p->bias_rec[i]) : 0.0f;
    for (long b = 0; b < p->stride; b++) out[b] = p->initial ? p->initial[i * p->stride + b] : bias;
    for (long k = 0; k < p->dense_count; k++)
        for (long b = 0; b < p->stride; b++)
            out[b] = FMA(p->dense_weights[i * p->dense_count + k], p->dense[k * p->stride + b], out[b]);
    for (long tile = 0; p->connections && tile < p->connections->tiles; tile++) add_connections(p, i, tile, out);
}

static void product(const sc_product *p, long first, long last, uint8_t *scratch) {
    (void)scratch;
    for (long i = first; i < last; i++) {
        float *out = p->out + i * p->stride;
        if (p->row_active && !p->row_active[i]) {
            memset(out, 0, (size_t)p->stride * sizeof(float));
            if (p->out_active) p->out_active[i] = 0;
            continue;
        }
        sum_row(p, i, out);
        uint8_t active = 0;
        for (long b = 0; b < p->stride; b++) {
            float h = p->h ? p->h[i * p->stride + b] : 0.0f;
            out[b] = b < p->images ? apply(p->function, out[b], h) : 0.0f;
            active |= seen(out[b]) != 0;
        }
        if (p->out_active) p->out_active[i] = active;
    }
}

static void gradient(const sc_gradient *g, long first, long last) {
    for (long i = first; i < last; i++) {
        if (g->delta_active && !g->delta_active[i]) continue;
        const float *delta = g->delta + i * g->stride;
        if (g->bias_gradient) {
            float s[16] = {0};
            for (long b = 0; b < g->stride; b++) s[b % 16] = ADD(s[b % 16], delta[b]);
            g->bias_gradient[i] = ADD(g->bias_gradient[i], tree(s));
        }
        float *row = g->dense_gradient + i * g->dense_count;
        for (long k = 0; k < g->dense_count; k++)
            row[k] = ADD(row[k], dot(delta, g->dense + k * g->stride, g->stride));
    }
}

static void matrix_product(const sc_matrix_product *p, long first, long last) {
    for (long r = first; r < last; r++) {
        const float *weights = p->matrix + p->row_list[r] * p->row_step;
        float *out = p->out + p->row_list[r] * p->stride;
        for (long k = 0; k < p->count; k++)
            for (long b = 0; b < p->images; b++)
                out[b] = FMA(weights[p->list[k] * p->column_step], p->factor[p->list[k] * p->stride + b], out[b]);
    }
}

static void matrix_gradient(const sc_matrix_gradient *g, long first, long last) {
    for (long r = first; r < last; r++) {
        const float *delta = g->delta + g->row_list[r] * g->stride;
        float *gradient = g->gradient + g->row_list[r] * g->row_step;
        for (long k = 0; k < g->count; k++) {
            const long j = g->list[k];
            gradient[j] = ADD(gradient[j], dot(delta, g->factor + j * g->stride, g->stride));
        }
    }
}

/// `p`, or zero if its sign bit is not that of `sign`. A NaN stays, since its sign depends on the processor. The standard only says
/// whether signbit is zero, not its value.
static float obeying(float p, uint8_t sign) { return p != p || (signbit(p) != 0) == (sign >> 7) ? p : 0; }

static void adam(const sc_adam *a, int64_t first, int64_t last, float *sum) {
    float s[16] = {0};
    for (int64_t i = first; i < last; i++) {
        float g = a->gradient[i];
        s[(i - first) % 16] = ADD(s[(i - first) % 16], fabsf(g));
        float m = FMA(a->one_minus_beta1, ADD(g, -a->first_moment[i]), a->first_moment[i]);
        float v = FMA(MUL(a->one_minus_beta2, g), g, MUL(a->second_moment[i], a->beta2));
        float denominator = ADD(DIV(SQRT(v), a->root_correction), a->epsilon);
        float p = FMA(-a->step_size, DIV(m, denominator), a->parameters[i]);
        a->parameters[i] = a->signs ? obeying(p, a->signs[i]) : p;
        a->first_moment[i] = m;
        a->second_moment[i] = v;
        a->gradient[i] = 0;
    }
    *sum = tree(s);
}

static void tanh_all(long count, const float *in, float *out) {
    for (long i = 0; i < count; i++) out[i] = tanh_one(in[i]);
}

void sc_operations(long count, const float *a, const float *b, const float *c, float *out) {
    for (long i = 0; i < count; i++) {
        out[i] = FMA(a[i], b[i], c[i]);
        out[count + i] = MUL(a[i], b[i]);
        out[2 * count + i] = ADD(a[i], c[i]);
        out[3 * count + i] = DIV(a[i], b[i]);
        out[4 * count + i] = SQRT(a[i]);
        out[5 * count + i] = tanh_one(a[i]);
    }
}

const sc_kernels sc_plain_kernels = {product,       gradient, matrix_product, matrix_gradient, adam, cross_entropy, tanh_all};
