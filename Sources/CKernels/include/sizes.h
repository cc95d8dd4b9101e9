// Sizes of the tiles, blocks and panels in which products and updates are computed, for the kernels and for their callers
// in Swift. Only SC_ADAM_BLOCK, SC_GRANULE, SC_GRANULES and SC_TILE_CONNECTIONS, by which numbers are ordered in memory or
// summed, can change a bit of a result; with OpenBLAS SC_OPENBLAS_ROWS can, too.
#ifndef SC_SIZES_H
#define SC_SIZES_H

// ---- Registers ----

/// Vectors of a row that are held in registers at most, in dense terms; of 16 numbers, in their gradients.
#define SC_PANEL 8
/// The same in products along connections: with the 16 registers of AVX2, the 13 vectors of 100 images, so that a row's list is
/// walked once.
#define SC_AVX2_PANEL 14
#define SC_AVX512_PANEL 8

// ---- Dense products of N × N matrices ----

/// Vectors of the result that are held in registers together, and how wide such a tile is at most. A tile of 6 × 2 needs 8 loads
/// for 12 multiply-adds and 15 of AVX2's 16 registers.
#define SC_AVX2_TILE_SUMS 12
#define SC_AVX2_TILE_VECTORS 2
#define SC_AVX512_TILE_SUMS 24
#define SC_AVX512_TILE_VECTORS 8
/// Rows whose dot products with SC_DOT_COLUMNS others are summed together. Eight sums with AVX2: more were slower.
#define SC_AVX2_DOT_ROWS 2
#define SC_AVX512_DOT_ROWS 4

enum {
    SC_DOT_COLUMNS = 4,
    /// Rows of the result in a block of work; a multiple of either height of a tile.
    SC_MATRIX_ROWS = 48,
    /// Rows of the factor that stay in the first-level cache, in panels as wide as a tile.
    SC_MATRIX_DEPTH = 64,
    /// From one row of a copied block to the next: rows a power of two apart would share the same sets of the cache.
    SC_MATRIX_PITCH = SC_MATRIX_DEPTH + 16,
    /// Rows of the factor that stay in the first-level cache for the gradient: 14 KB for 100 images.
    SC_GRADIENT_DEPTH = 32,
    /// Rows of the result that one call of OpenBLAS computes.
    SC_OPENBLAS_ROWS = 128,
};

// ---- Dense terms and their gradients ----

enum {
    /// Rows of the result in a block of work,
    SC_BLOCK_ROWS = 16,
    /// or one where there are at most this many rows.
    SC_FEW_ROWS = 64,
};

// ---- Products along connections ----

enum {
    /// Nodes of a granule, and active nodes whose rows are used together: 128 rows of 100 images about fill the first-level
    /// cache.
    SC_GRANULE = 128,
    /// Granules of this size in a row of a tile.
    SC_GRANULES = 4,
    /// Connections of a tile at most: places in a tile and starts of rows are 16-bit numbers.
    SC_TILE_CONNECTIONS = 65535,
    /// How many rows at a time get their connections to active nodes listed.
    SC_STRIP = 64,
    /// The same where product and gradient are computed in one pass (AVX-512): the partial sums of all their connections should
    /// stay in the first-level cache.
    SC_FUSED_STRIP = 16,
    /// Rows in a block of work: about an eighth of all, a multiple of the least and at most the most. Their sums should stay
    /// in the second-level cache while the tiles stream by, and there should be enough blocks for several threads.
    SC_LEAST_BLOCK_ROWS = 32,
    SC_MOST_BLOCK_ROWS = 1024,
    SC_BLOCKS = 8,
};

// ---- Adam ----

/// Parameters in a block of sc_run_adam.
enum { SC_ADAM_BLOCK = 4096 };

#endif
