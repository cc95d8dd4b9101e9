// What every version of the product with connections does before it computes.
#include "internal.h"

#include <string.h>

/// Adds a granule to the last pass or, if the two together do not fit into the cache, starts a new one.
static long add_granule(sc_pass *passes, long count, long granule, long nodes, long active) {
    sc_pass *last = passes + count - 1;
    if (active == 0) return count;
    if (count > 0 && last->active + active <= SC_GRANULE) {
        // Silent granules in between are included; they add nothing.
        *last = (sc_pass){last->first, granule + 1, last->nodes + nodes, last->active + active};
        return count;
    }
    passes[count] = (sc_pass){granule, granule + 1, nodes, active};
    return count + 1;
}

long sc_plan_passes(const sc_product *p, long tile, uint32_t *bits, sc_pass *passes) {
    const sc_connections *c = p->connections;
    long first = tile * c->side, nodes = sc_min(c->side, c->nodes - first), granule = c->side / c->granules;
    long count = 0;
    memset(bits, 0, (size_t)c->side / 8);
    for (long g = 0; g < c->granules; g++) {
        long active = 0, begin = g * granule, end = sc_min(nodes, begin + granule);
        for (long n = begin; n < end; n++) {
            bits[n / 32] |= (uint32_t)p->factor_active[first + n] << n % 32;
            active += p->factor_active[first + n];
        }
        count = add_granule(passes, count, g, end - begin, active);
    }
    return count;
}
