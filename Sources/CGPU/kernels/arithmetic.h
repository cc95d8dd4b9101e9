// Arithmetic with the bits of the processor's kernels (CKernels/plain.c), in what OpenCL C 1.2 and CUDA C++ have in common.
// There, numbers below 2^-126 are flushed to zero after rounding, as x86 does. Devices differ in what they flush and when, so
// here they compute with subnormal numbers (a device that cannot is refused) and flush by these functions. Numbers in memory
// are never subnormal: whatever is copied to a device passes through the kernel `flush`. Nothing is contracted or reassociated.
// To be defined: STRIDE, the length of a row of activations, a multiple of 16; SOFT_DIVISION for devices whose quotients are
// not correctly rounded.
#if defined(__CUDACC__) || defined(__CUDACC_RTC__)

#define KERNEL(items) extern "C" __global__ void __launch_bounds__(items, 2)
#define FUNCTION static __device__ __forceinline__
#define GLOBAL
#define LOCAL __shared__
#define GROUP ((int)blockIdx.x)
#define ITEM ((int)threadIdx.x)
#define BARRIER() __syncthreads()
#define BITS(x) __float_as_uint(x)
#define FLOAT(x) __uint_as_float(x)
#define fma(a, b, c) __fmaf_rn(a, b, c)
#define sqrt(x) __fsqrt_rn(x)
#define fabs(x) fabsf(x)
#define atomic_min(place, x) atomicMin(place, x)
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;

#else

#pragma OPENCL FP_CONTRACT OFF
#define KERNEL(items) __kernel __attribute__((reqd_work_group_size(items, 1, 1))) void
#define FUNCTION static
#define GLOBAL __global
#define LOCAL __local
#define GROUP ((int)get_group_id(0))
#define ITEM ((int)get_local_id(0))
// All items of a group must come here the same number of times, whatever they do in between: PoCL 3.1 runs what follows a
// barrier within an `if` with the wrong item, even where the condition is the same for all.
#define BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define BITS(x) as_uint(x)
#define FLOAT(x) as_float(x)
typedef uchar u8;
typedef ushort u16;
typedef uint u32;
typedef long i64;
typedef ulong u64;

#endif
// A lane's numbers have places that are known when the kernels are compiled, so that they stay in registers.
#define UNROLL _Pragma("unroll")
// Images in lanes: lane l of 16 holds the images l, l + 16, l + 32 … So partial sum l of a dot product belongs to one lane. Rows
// longer than 128 are worked on in panels.
#define LANES 16
#define VECTORS (STRIDE / LANES)
#define PANELS ((VECTORS + 7) / 8)
#define V ((VECTORS + PANELS - 1) / PANELS)
#define PANEL (LANES * V)
/// Whether vector v of the panel exists: the last one may be shorter.
#define EXISTS(panel, v) ((panel) * V + (v) < VECTORS)
/// Place in a row.
#define PLACE(panel, v) ((panel) * PANEL + (v) * LANES)

// ---- Flushing ----

FUNCTION float zero_like(float x) { return FLOAT(BITS(x) & 0x80000000u); }

/// 0 < |r| <= 2^-126: only the exact result can tell whether it would be that small if exponents had no limit.
FUNCTION int is_doubtful(float r) { return (BITS(r) << 1) - 1u < 0x01000000u; }

// Results are repeated 2^48 times as large, where nothing is subnormal.
#define UP 281474976710656.0f
#define LEAST_UP 3.308722450212111e-24f /* 2^-78 */

FUNCTION float flushed_fma(float r, float a, float b, float c) {
    const int a_is_less = fabs(a) < fabs(b);
    const float less = a_is_less ? a : b, more = a_is_less ? b : a;
    return fabs(fma(less * UP, more, c * UP)) < LEAST_UP ? zero_like(r) : r;
}

FUNCTION float FMA(float a, float b, float c) {
    const float r = fma(a, b, c);
    return is_doubtful(r) ? flushed_fma(r, a, b, c) : r;
}

FUNCTION float MUL(float a, float b) {
    const float r = a * b;
    const int a_is_less = fabs(a) < fabs(b);
    return is_doubtful(r) && fabs(((a_is_less ? a : b) * UP) * (a_is_less ? b : a)) < LEAST_UP ? zero_like(r) : r;
}

/// A sum that small is exact.
FUNCTION float ADD(float a, float b) {
    const float r = a + b;
    return (BITS(r) & 0x7F800000u) == 0 ? zero_like(r) : r;
}

#define SUB(a, b) ADD(a, -(b))

// ---- Quotients and roots ----

#if defined(SOFT_DIVISION)

/// x / y, correctly rounded, in integers.
FUNCTION float DIV(float x, float y) {
    const u32 sign = (BITS(x) ^ BITS(y)) & 0x80000000u, ux = BITS(x) & 0x7FFFFFFFu, uy = BITS(y) & 0x7FFFFFFFu;
    if (ux > 0x7F800000u || uy > 0x7F800000u) return x + y;
    if (ux < 0x00800000u) return uy < 0x00800000u ? FLOAT(0x7FC00000u) : FLOAT(sign);
    if (ux == 0x7F800000u) return uy == 0x7F800000u ? FLOAT(0x7FC00000u) : FLOAT(sign | 0x7F800000u);
    if (uy == 0x7F800000u) return FLOAT(sign);
    if (uy < 0x00800000u) return FLOAT(sign | 0x7F800000u);
    const u32 mx = (ux & 0x7FFFFFu) | 0x800000u, my = (uy & 0x7FFFFFu) | 0x800000u;
    int exponent = (int)(ux >> 23) - (int)(uy >> 23) + 127 - (mx < my);
    // 24 bits, two more, and one that says whether anything is left
    const u64 dividend = (u64)mx << (mx < my ? 26 : 25);
    const u32 quotient = (u32)(dividend / my);
    const u32 long_quotient = quotient << 1 | ((u64)quotient * my != dividend);
    u32 m = long_quotient >> 3;
    const u32 tail = long_quotient & 7u;
    m += tail > 4u || (tail == 4u && (m & 1u));
    if (m == 0x1000000u) {
        m = 0x800000u;
        exponent += 1;
    }
    if (exponent >= 255) return FLOAT(sign | 0x7F800000u);
    if (exponent <= 0) return FLOAT(sign);
    return FLOAT(sign | (u32)exponent << 23 | (m & 0x7FFFFFu));
}

/// The square root, correctly rounded, in integers.
FUNCTION float SQRT(float x) {
    const u32 u = BITS(x);
    if ((u & 0x7FFFFFFFu) < 0x00800000u) return FLOAT(u & 0x80000000u);
    if ((u & 0x7FFFFFFFu) > 0x7F800000u || u == 0x7F800000u) return x;
    if (u >> 31) return FLOAT(0x7FC00000u);
    int exponent = (int)(u >> 23) - 127;
    u64 rest = (u64)((u & 0x7FFFFFu) | 0x800000u) << ((exponent & 1) ? 26 : 25);
    exponent = (exponent - (exponent & 1)) / 2;
    u64 root = 0;
    for (u64 bit = (u64)1 << 50; bit != 0; bit >>= 2) {
        const int fits = rest >= root + bit;
        rest -= fits ? root + bit : 0;
        root = (root >> 1) + (fits ? bit : 0);
    }
    // 25 bits; there are no ties, since the square of 25 bits that end with 1 has 50
    u32 m = (u32)(root >> 1) + ((u32)root & 1u);
    if (m == 0x1000000u) {
        m = 0x800000u;
        exponent += 1;
    }
    return FLOAT((u32)(exponent + 127) << 23 | (m & 0x7FFFFFu));
}

#else

FUNCTION float DIV(float a, float b) {
    const float r = a / b;
    return is_doubtful(r) && fabs(a * UP / b) < LEAST_UP ? zero_like(r) : r;
}

#define SQRT(x) sqrt(x)

#endif

// ---- Functions of nodes ----

/// The processor's tanh: e / (e + 2) with e = exp(2|x|) - 1.
FUNCTION float tanh_of(float x) {
    float a = fabs(x);
    a = a > 9.1f ? 9.1f : a;
    const float y = ADD(a, a);
    const float shifted = FMA(y, 1.44269504f, 12582912.0f);
    const float n = SUB(shifted, 12582912.0f);
    const float r = FMA(n, 2.12194440e-4f, FMA(n, -0.693359375f, y));
    float p = 1.0f / 5040;
    p = FMA(p, r, 1.0f / 720);
    p = FMA(p, r, 1.0f / 120);
    p = FMA(p, r, 1.0f / 24);
    p = FMA(p, r, 1.0f / 6);
    p = FMA(p, r, 0.5f);
    p = FMA(MUL(p, r), r, r);
    const float scale = FLOAT((BITS(shifted) + 127u) << 23);
    const float e = FMA(scale, p, SUB(scale, 1.0f));
    const float q = DIV(e, ADD(e, 2.0f));
    return FLOAT((BITS(q) & 0x7FFFFFFFu) | (BITS(x) & 0x80000000u));
}

// The numbers of sc_function.
enum { LINEAR = 0, RELU = 1, TANH = 2, RELU_DERIVATIVE = 3, TANH_DERIVATIVE = 4 };

FUNCTION float function_of(int function, float x, float h) {
    switch (function) {
    case RELU: return x < 0 ? 0 : x;
    case TANH: return tanh_of(x);
    case RELU_DERIVATIVE: return h > 0 ? x : 0;
    case TANH_DERIVATIVE: return MUL(x, FMA(-h, h, 1.0f));
    default: return x;
    }
}

// ---- Sums ----

/// sums[v] += weight · factors[v] for the V images of a lane, with one branch for all of them.
#define ADD_PRODUCTS(sums, weight, factors) \
    do { \
        const float weight_ = (weight); \
        float next_[V]; \
        int doubt_ = 0; \
        UNROLL \
        for (int v_ = 0; v_ < V; v_++) { \
            next_[v_] = fma(weight_, (factors)[v_], (sums)[v_]); \
            doubt_ |= is_doubtful(next_[v_]); \
        } \
        if (doubt_) \
            UNROLL for (int v_ = 0; v_ < V; v_++) \
                if (is_doubtful(next_[v_])) next_[v_] = flushed_fma(next_[v_], weight_, (factors)[v_], (sums)[v_]); \
        UNROLL \
        for (int v_ = 0; v_ < V; v_++) (sums)[v_] = next_[v_]; \
    } while (0)

/// The V numbers of a lane in row `row` of activations; zeros where the last panel is shorter.
#define LOAD_ROW(factors, matrix, row) \
    do { \
        UNROLL \
        for (int v_ = 0; v_ < V; v_++) \
            (factors)[v_] = EXISTS(panel, v_) ? (matrix)[(i64)(row) * STRIDE + PLACE(panel, v_) + lane] : 0.0f; \
    } while (0)

/// The sum of 16 partial sums by pairs, in part[0].
FUNCTION void add_pairwise(float *part) {
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int l = 0; l < width; l++) part[l] = ADD(part[l], part[l + width]);
}

/// Makes subnormal numbers zero.
KERNEL(256) flush(i64 count, GLOBAL float *values) {
    const i64 i = (i64)GROUP * 256 + ITEM;
    if (i < count && (BITS(values[i]) & 0x7F800000u) == 0) values[i] = zero_like(values[i]);
}

/// sc_operations, for the proof of a device.
KERNEL(256) operations(int count, GLOBAL const float *a, GLOBAL const float *b, GLOBAL const float *c, GLOBAL float *out) {
    const int i = GROUP * 256 + ITEM;
    if (i >= count) return;
    out[i] = FMA(a[i], b[i], c[i]);
    out[count + i] = MUL(a[i], b[i]);
    out[2 * count + i] = ADD(a[i], c[i]);
    out[3 * count + i] = DIV(a[i], b[i]);
    out[4 * count + i] = SQRT(a[i]);
    out[5 * count + i] = tanh_of(a[i]);
}
