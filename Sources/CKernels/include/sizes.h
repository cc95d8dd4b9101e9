// Sizes of the tiles, blocks and panels in which products and updates are computed, for the kernels and for their callers
// in Swift. Only SC_ADAM_BLOCK, SC_GRANULE, SC_GRANULES and SC_TILE_CONNECTIONS, by which numbers are ordered in memory or
// summed, can change a bit of a result; with OpenBLAS SC_OPENBLAS_ROWS can, too.
#ifndef SC_SIZES_H
#define SC_SIZES_H

// ---- Registers ----

/// Vectors of a row that are held in registers at most.
#define SC_PANEL 8
/// The same while three rows (SC_MATRIX_HEIGHT) are held; AVX2 has half as many registers as AVX-512.
#define SC_AVX2_TILE 4
#define SC_AVX512_TILE 8

// ---- Dense products of N × N matrices ----

enum {
    /// Rows of the result that are held in registers together.
    SC_MATRIX_HEIGHT = 3,
    /// Rows of the result in a block of work.
    SC_MATRIX_ROWS = 48,
    /// Rows of the factor that stay in the first-level cache.
    SC_MATRIX_DEPTH = 64,
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
    SC_STRIP = 16,
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
