// Lists of the connections to active nodes. Part of vector_kernels.h.

/// The connections from a strip of rows to the active nodes of one pass over a tile.
typedef struct {
    long rows;                   // rows that can be nonzero
    // One more than there are rows, since the next row is looked up before it is known whether there is one.
    int32_t at[SC_STRIP + 1];      // position of each row of the result, from the strip's first
    int32_t counts[SC_STRIP + 1];  // connections of each row
    uint16_t first[SC_STRIP + 1];  // first connection of each row and pass, and the one after the last
    uint16_t last[SC_STRIP + 1];
    uint32_t *entries;           // place in the tile << 16 | node of the factor
    uint32_t *masks;             // which connections of each row are kept, 32 a number (AVX-512)
    float *dots;                 // room for one number for each entry
    float *partials;             // and for its partial sums
} live_strip;

static live_strip make_strip(uint8_t *scratch) {
    long most = SC_SCRATCH_ENTRIES;
    float *partials = (float *)scratch, *dots = partials + 16 * most;
    uint32_t *entries = (uint32_t *)(dots + most);
    return (live_strip){.entries = entries, .masks = entries + most, .dots = dots, .partials = partials};
}

#if LANES == 16
/// Keeps those of 16 connections that `keep` marks (node and, from `places`, place << 16), at `live`; returns how
/// many.
INLINE long keep_16(__m256i nodes, __m512i places, __mmask16 keep, uint32_t *live) {
    __m512i entries = _mm512_add_epi32(places, _mm512_cvtepu16_epi32(nodes));
    _mm512_storeu_si512(live, _mm512_maskz_compress_epi32(keep, entries));
    return __builtin_popcount(keep);
}

/// Which of 32 nodes are active: the bits of up to 512 nodes fit in one register, those of 1,024 in two.
INLINE uint32_t active_in_registers(__m512i nodes, __m512i low, __m512i high, long side) {
    __m512i place = _mm512_srli_epi16(nodes, 4);
    __m512i word =
        side <= 512 ? _mm512_permutexvar_epi16(place, low) : _mm512_permutex2var_epi16(low, place, high);
    __m512i bit = _mm512_sllv_epi16(_mm512_set1_epi16(1), _mm512_and_si512(nodes, _mm512_set1_epi16(15)));
    return _mm512_test_epi16_mask(word, bit);
}

/// Which of 16 nodes are active, with the bits in memory.
INLINE uint32_t active_in_memory(__m256i nodes, const uint32_t *bits) {
    __m512i node = _mm512_cvtepu16_epi32(nodes);
    __m512i word = _mm512_i32gather_epi32(_mm512_srli_epi32(node, 5), bits, 4);
    __m512i bit = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(node, _mm512_set1_epi32(31)));
    return _mm512_test_epi32_mask(word, bit);
}

/// Always 32 connections at a time, even if there are fewer: a branch on the number would be mispredicted.
INLINE void list_rows(live_strip *strip, const uint16_t *nodes, const uint32_t *bits, long side) {
    const __m512i first = _mm512_loadu_si512(bits), second = _mm512_loadu_si512(bits + 16);
    const __m512i sixteen = _mm512_set1_epi32(16 << 16);
    const __m512i lanes = _mm512_slli_epi32(
        _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 16);
    uint32_t *live = strip->entries, *masks = strip->masks;
    for (long r = 0; r < strip->rows; r++) {
        uint32_t *start = live;
        long k = strip->first[r], last = strip->last[r];
        do {
            __m512i node = _mm512_loadu_si512(nodes + k);
            __m512i places = _mm512_add_epi32(lanes, _mm512_set1_epi32((int)k << 16));
            __m256i low = _mm512_castsi512_si256(node), high = _mm512_extracti64x4_epi64(node, 1);
            uint32_t keep = side <= 1024 ? active_in_registers(node, first, second, side)
                                         : active_in_memory(low, bits) | active_in_memory(high, bits) << 16;
            if (last - k < 32) keep &= (1u << (last - k)) - 1;
            live += keep_16(low, places, (__mmask16)keep, live);
            live += keep_16(high, _mm512_add_epi32(places, sixteen), (__mmask16)(keep >> 16), live);
            *masks++ = keep;
            k += 32;
        } while (k < last);
        strip->counts[r] = (int32_t)(live - start);
    }
}

/// gradient[place] += dots, 16 places at a time; other threads' numbers are in between, so only what is marked is
/// stored.
static void scatter_dots(const live_strip *strip, float *gradient, int all) {
    (void)all;
    const uint32_t *masks = strip->masks;
    const float *dots = strip->dots;
    for (long r = 0; r < strip->rows; r++) {
        for (long k = strip->first[r]; k == strip->first[r] || k < strip->last[r]; masks++) {
            UNROLL for (int half = 0; half < 2; half++, k += 16) {
                __mmask16 mask = (__mmask16)(*masks >> 16 * half);
                __m512 sum = _mm512_maskz_loadu_ps(mask, gradient + k);
                sum = _mm512_add_ps(sum, _mm512_maskz_expand_ps(mask, _mm512_loadu_ps(dots)));
                _mm512_mask_storeu_ps(gradient + k, mask, sum);
                dots += __builtin_popcount(mask);
            }
        }
    }
}
#else
static void list_rows(live_strip *strip, const uint16_t *nodes, const uint32_t *bits, long side) {
    (void)side;
    uint32_t *live = strip->entries;
    for (long r = 0; r < strip->rows; r++) {
        long n = 0;
        for (long k = strip->first[r]; k < strip->last[r]; k++) {
            live[n] = (uint32_t)k << 16 | nodes[k];
            n += bits[nodes[k] / 32] >> nodes[k] % 32 & 1;
        }
        strip->counts[r] = (int32_t)n;
        live += n;
    }
}

/// gradient[place] += dots.
static void scatter_dots(const live_strip *strip, float *gradient, int all) {
    const uint32_t *entry = strip->entries;
    const float *dots = strip->dots;
    for (long r = 0; r < strip->rows; r++) {
        float *row = gradient + strip->first[r];
        long k = 0, n = strip->counts[r];
        if (all) {
            for (; k + LANES <= n; k += LANES)
                *(vf_unaligned *)(row + k) = *(vf_unaligned *)(row + k) + *(const vf_unaligned *)(dots + k);
            for (; k < n; k++) row[k] += dots[k];
        } else {
            for (; k < n; k++) gradient[*entry++ >> 16] += dots[k];
        }
        dots += n;
    }
}
#endif

/// If all nodes are active, nothing needs to be listed.
static void list_all(live_strip *strip) {
    uint32_t *masks = strip->masks;
    for (long r = 0; r < strip->rows; r++) {
        long n = strip->counts[r] = strip->last[r] - strip->first[r];
        for (; n >= 32; n -= 32) *masks++ = 0xFFFFFFFF;
        if (n > 0 || strip->counts[r] == 0) *masks++ = (1u << n) - 1;
    }
}

/// Lists the connections from rows first ..< last, which are in one tile, to the active nodes of a pass.
static void list_strip(
    const sc_product *p, long tile, sc_pass pass, const uint32_t *bits, long first, long last, live_strip *strip) {
    const sc_connections *c = p->connections;
    const uint16_t *starts = sc_starts(c, tile) + first % c->side * c->granules;
    long rows = 0;
    for (long i = first; i < last; i++, starts += c->granules) {
        strip->at[rows] = (int32_t)((i - first) * p->stride);
        strip->first[rows] = starts[pass.first];
        strip->last[rows] = starts[pass.last];
        rows += p->row_active ? p->row_active[i] : 1;
    }
    strip->rows = rows;
    const uint16_t *nodes = c->factor_nodes + c->first[tile];
    if (pass.active == pass.nodes) list_all(strip);
    // Constants, so that each case is compiled separately.
    else if (c->side <= 512) list_rows(strip, nodes, bits, 512);
    else if (c->side <= 1024) list_rows(strip, nodes, bits, 1024);
    else list_rows(strip, nodes, bits, 65536);
}
