// Kernels of sparse recurrent networks on a CPU.
//
// Every kernel exists as a plain scalar version (plain.c), which is the definition, and as AVX2 and AVX-512 versions
// (vector_kernels.h), which are chosen at run time and give the same bits. Work is cut into blocks of fixed size, so
// the bits do not depend on the number of threads either. Numbers are float32, subnormals count as zero (see
// sc_flush_subnormals), fused multiply-adds are explicit and nothing is contracted or reassociated.
//
// Activations are feature-major: [node][image], `stride` floats a row, a multiple of 16, 64-byte aligned. Columns
// from `images` on are padding and hold zeros after every kernel, so that they cannot keep a node alive.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdint.h>

#include "sizes.h"

// ---- Instruction sets ----

typedef enum { SC_PLAIN = 0, SC_AVX2 = 1, SC_AVX512 = 2 } sc_isa;

/// 1 if this build and this processor can run `isa`.
int sc_isa_supported(sc_isa isa);

// ---- Threads ----

/// Threads that wait for parallel regions; the caller works along with them.
typedef struct sc_pool sc_pool;

/// A block of work; `worker` is in 0 ..< threads, 0 for the calling thread, and no two blocks run on one worker at
/// once.
typedef void (*sc_task)(void *context, long block, int worker);

/// A pool for `threads` threads in all, including the calling one; null if they cannot be started.
sc_pool *sc_pool_create(int threads);
void sc_pool_destroy(sc_pool *pool);

/// Calls task(context, block, worker) once for each block in 0 ..< blocks, on any thread, and waits for all.
/// blocks must be less than 2^20. Only one thread may use a pool at a time.
void sc_pool_run(sc_pool *pool, long blocks, sc_task task, void *context);

/// Makes the calling thread flush subnormal results and operands to zero; returns the previous mode. Only x86 does so by its rule; on other
/// processors this does nothing, and the plain kernels flush by themselves (flushing.h).
uint64_t sc_flush_subnormals(void);
/// Restores the mode that sc_flush_subnormals returned, on the calling thread.
void sc_restore_mode(uint64_t mode);

// ---- Kernels ----

typedef enum {
    SC_LINEAR = 0,
    SC_RELU = 1,
    SC_TANH = 2,
    SC_RELU_DERIVATIVE = 3,  // times (h > 0)
    SC_TANH_DERIVATIVE = 4,  // times (1 - h²)
} sc_function;

/// Connections of an N × N matrix in square tiles, seen from one side: along the rows of the matrix (forward) or along
/// its columns (backward). "Out" is the side of the result, "factor" the other one.
///
/// Connections are ordered tile by tile, and within a tile by node of the out side, then of the factor side. A tile
/// connects `side` nodes on either side; those of the factor are cut into `granules` of equal size, so that some of
/// them can be chosen. The tile of out tile o and factor tile f is o · out_step + f · factor_step.
typedef struct {
    long nodes, side, granules, tiles;  // tiles along one side; side: a multiple of 32, at most 65536
    long out_step, factor_step;
    const int64_t *first;               // [tiles² + 1]: first connection of each tile; at most SC_TILE_CONNECTIONS in one
    const uint16_t *starts;             // [tiles²][side · granules + 1]: first connection in the tile of each granule
    const uint16_t *factor_nodes;       // node of the factor in its tile; 128 bytes more must be readable
} sc_connections;

/// out[i] = function(start[i] + Σ_k dense_weights[i][k] · dense[k] + Σ_c values[c] · factor[node(c)])
///
/// The sums run in the order of k, then of the factor's nodes, each term by one fused multiply-add; start is
/// initial[i] if given, else bias_in[i] + bias_rec[i] if given, else 0. Nodes that are not in factor_active add
/// nothing.
typedef struct {
    long rows, stride, images;
    long block_rows;               // rows in a block of work; a multiple of 32 with connections
    sc_function function;
    const float *initial;          // [rows][stride] or null
    const float *bias_in;          // [rows] or null
    const float *bias_rec;         // [rows]
    long dense_count;
    const float *dense_weights;    // [rows][dense_count]
    const float *dense;            // [dense_count][stride]
    const sc_connections *connections;  // or null
    const float *values;           // in the order of the connections
    const float *factor;           // [nodes][stride]
    const uint8_t *factor_active;  // [nodes]: 0 or 1; 1 where the factor is not all zero
    float *values_gradient;        // or null: += h[i] · factor[node(c)] for the rows i that are row_active
    const float *h;                // [rows][stride], for the derivatives and the gradient
    const uint8_t *row_active;     // rows of the result that can be nonzero; null: all
    float *out;                    // [rows][stride]; may be `initial`
    uint8_t *out_active;           // [rows]: 1 where any image is nonzero; may be null
    uint8_t *scratch;              // SC_SCRATCH bytes for each thread, with connections
} sc_product;

/// How many connections a thread has room for in a product with connections, and how many bytes that takes: an entry, a mask,
/// a dot product and its 16 partial sums each. Few of them are used unless a tile is full.
enum { SC_SCRATCH_ENTRIES = SC_TILE_CONNECTIONS + 1 + 64, SC_SCRATCH = SC_SCRATCH_ENTRIES * (4 + 4 + 4 + 64) };

void sc_run_product(sc_isa isa, sc_pool *pool, const sc_product *product);

/// Gradients of one time step, added to what is there. A dot product over the images has 16 partial sums (image b
/// goes to partial sum b mod 16, in ascending order), which are added pairwise: i and i + 8, then i and i + 4, i + 2,
/// i + 1. The same is true of the dot products of sc_product.
typedef struct {
    long rows, stride;
    long block_rows;
    const float *delta;            // [rows][stride]
    const uint8_t *delta_active;   // [rows] or null
    float *bias_gradient;          // [rows] or null: += Σ_b delta[i]
    long dense_count;
    const float *dense;            // [dense_count][stride]
    float *dense_gradient;         // [rows][dense_count]: += delta[i] · dense[k]
} sc_gradient;

void sc_run_gradient(sc_isa isa, sc_pool *pool, const sc_gradient *gradient);

/// out[i] += Σ_j matrix[i][j] · factor[j] over the listed rows i and j, in the order of the list, each term by one
/// fused multiply-add: the same bits as sc_product with all connections of a matrix whose other factors are silent.
/// Vectors that hold nothing but padding are left out.
typedef struct {
    long rows, count, stride, images;
    const int32_t *row_list;       // [rows]: rows of `out`
    const int32_t *list;           // [count]: rows of `factor`
    const float *matrix;           // element (i, j) at i · row_step + j · column_step
    long row_step, column_step;
    const float *factor;           // [any][stride]
    float *out;                    // [any][stride]
} sc_matrix_product;

void sc_run_matrix_product(sc_isa isa, sc_pool *pool, const sc_matrix_product *product);

/// gradient[i][j] += delta[i] · factor[j] over the listed rows i and j: the same bits as sc_gradient.
typedef struct {
    long rows, count, stride;
    const int32_t *row_list;       // [rows]: rows of `delta`
    const int32_t *list;           // [count]: rows of `factor`
    const float *delta, *factor;   // [any][stride]
    float *gradient;               // element (i, j) at i · row_step + j
    long row_step;
} sc_matrix_gradient;

void sc_run_matrix_gradient(sc_isa isa, sc_pool *pool, const sc_matrix_gradient *gradient);

/// One update of Adam (Kingma & Ba; the order of PyTorch's operations). Clears the gradient.
typedef struct {
    int64_t count;
    float *parameters, *gradient, *first_moment, *second_moment;
    float one_minus_beta1, beta2, one_minus_beta2;
    float step_size;               // learning rate / (1 - beta1^step)
    float root_correction;         // sqrt(1 - beta2^step)
    float epsilon;
    float *block_sums;             // [sc_adam_blocks(count)] or null: sums of |gradient|
    const uint8_t *signs;          // [count] or null: 0 for parameters that must not be negative, 0x80 for those that
                                   // must not be positive; one that has become so is set to zero (Dale's rule)
} sc_adam;

long sc_adam_blocks(int64_t count);
void sc_run_adam(sc_isa isa, sc_pool *pool, const sc_adam *adam);

/// Sum of the cross entropies of `images` columns of logits [classes][stride] in nats, in the order of the images.
/// If `gradient` is not null it becomes (softmax - one-hot) · scale, zero in the padding. If `correct` is not null
/// it becomes the number of images whose largest logit (the first of equals) is that of its label. classes <= 256.
double sc_cross_entropy(
    sc_isa isa, long classes, long stride, long images, const float *logits, const uint8_t *labels, double scale,
    float *gradient, long *correct);

/// The hyperbolic tangent that the kernels use, for tests: out[i] = tanh(in[i]); count a multiple of 16.
void sc_tanh(sc_isa isa, long count, const float *in, float *out);

/// What all kernels consist of, for the proof of a device: out[o][i] of the operations o a · b + c (fused), a · b, a + c, a / b,
/// the square root of a, and tanh a.
void sc_operations(long count, const float *a, const float *b, const float *c, float *out);

/// e^x for x <= 0 and the natural logarithm for x >= 1, as the loss uses them, for tests.
double sc_exp(double x);
double sc_log(double x);

// ---- Moving data ----

/// out[first[tile] + k] = values[first[tile] + places[first[tile] + k]] for all connections k of all tiles.
void sc_reorder(
    sc_pool *pool, long tiles, const int64_t *first, const uint16_t *places, const float *values, float *out);

/// out[step][input][example] = table[bytes[indices[example]][step][input]]; zero in the padding.
void sc_load_bytes(
    sc_pool *pool, long steps, long inputs, long stride, long examples, const uint8_t *bytes, const float *table,
    const int64_t *indices, float *out);

/// out[step][input][example] = floats[indices[example]][step][input]; zero in the padding.
void sc_load_floats(
    sc_pool *pool, long steps, long inputs, long stride, long examples, const float *floats, const int64_t *indices,
    float *out);

// ---- Sets as bits ----

/// counts[3 i + j] = number of bits that set i of `a` and set j of `b` have in common; each has three sets of 64 · words
/// bits, one after the other.
void sc_count_common(sc_isa isa, const uint64_t *a, const uint64_t *b, long words, int64_t *counts);

#endif
