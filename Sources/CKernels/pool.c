// A small pool of threads for many short parallel regions (a few microseconds each).
#include "include/CKernels.h"

#include "flushing.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// One word says which blocks are left: region << 40 | blocks << 20 | next block. The task is read only after a block
// has been taken by compare-and-swap, and a region ends only when its blocks are done, so a thread that wakes up late
// can never run a block of a region that is over.
enum { BITS = 20, SPINS_BEFORE_SLEEP = 4000, SPINS_BEFORE_YIELD = 4000 };
static const uint64_t LOW = ((uint64_t)1 << BITS) - 1;

struct sc_pool {
    _Alignas(64) _Atomic uint64_t ticket;
    _Alignas(64) _Atomic long done;
    _Alignas(64) _Atomic int sleepers;
    _Atomic int ending;
    sc_task task;
    void *context;
    uint64_t region;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int workers;
    struct member {
        sc_pool *pool;
        int worker;
        pthread_t thread;
    } members[];
};

static inline void relax(void) {
#if defined(__x86_64__)
    _mm_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

uint64_t sc_flush_subnormals(void) {
#ifndef SC_FLUSH_IN_SOFTWARE
    uint64_t mode = _mm_getcsr();
    _mm_setcsr((unsigned)mode | 0x8040);  // flush to zero, denormals are zero
    return mode;
#else
    return 0;
#endif
}

void sc_restore_mode(uint64_t mode) {
#ifndef SC_FLUSH_IN_SOFTWARE
    _mm_setcsr((unsigned)mode);
#else
    (void)mode;
#endif
}

static int has_work(uint64_t ticket) { return (ticket & LOW) < (ticket >> BITS & LOW); }

/// Takes blocks and runs them until none is left.
static void work(sc_pool *pool, int worker) {
    uint64_t ticket = atomic_load(&pool->ticket);
    while (has_work(ticket)) {
        if (!atomic_compare_exchange_weak(&pool->ticket, &ticket, ticket + 1)) continue;
        pool->task(pool->context, (long)(ticket & LOW), worker);
        atomic_fetch_add(&pool->done, 1);
        ticket = atomic_load(&pool->ticket);
    }
}

static void sleep_until_work(sc_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    atomic_fetch_add(&pool->sleepers, 1);
    while (!has_work(atomic_load(&pool->ticket)) && !atomic_load(&pool->ending))
        pthread_cond_wait(&pool->wake, &pool->lock);
    atomic_fetch_sub(&pool->sleepers, 1);
    pthread_mutex_unlock(&pool->lock);
}

static void *run_worker(void *argument) {
    struct member *member = argument;
    sc_pool *pool = member->pool;
    sc_flush_subnormals();
    while (!atomic_load(&pool->ending)) {
        int spins = 0;
        while (!has_work(atomic_load(&pool->ticket)) && ++spins < SPINS_BEFORE_SLEEP) relax();
        if (spins == SPINS_BEFORE_SLEEP) sleep_until_work(pool);
        work(pool, member->worker);
    }
    return NULL;
}

static void wake_all(sc_pool *pool) {
    if (atomic_load(&pool->sleepers) == 0) return;
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
}

sc_pool *sc_pool_create(int threads) {
    int workers = threads > 1 ? threads - 1 : 0;
    size_t size = sizeof(sc_pool) + (size_t)workers * sizeof(struct member);
    sc_pool *pool = aligned_alloc(64, (size + 63) / 64 * 64);
    if (!pool) return NULL;
    atomic_init(&pool->ticket, 0);
    atomic_init(&pool->done, 0);
    atomic_init(&pool->sleepers, 0);
    atomic_init(&pool->ending, 0);
    pool->region = 0;
    pool->workers = 0;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    for (; pool->workers < workers; pool->workers++) {
        struct member *member = &pool->members[pool->workers];
        *member = (struct member){pool, pool->workers + 1, 0};
        if (pthread_create(&member->thread, NULL, run_worker, member) != 0) {
            sc_pool_destroy(pool);
            return NULL;
        }
    }
    return pool;
}

void sc_pool_destroy(sc_pool *pool) {
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->ending, 1);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->workers; i++) pthread_join(pool->members[i].thread, NULL);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

void sc_pool_run(sc_pool *pool, long blocks, sc_task task, void *context) {
    if (pool->workers == 0 || blocks < 2) {
        for (long block = 0; block < blocks; block++) task(context, block, 0);
        return;
    }
    pool->task = task;
    pool->context = context;
    atomic_store(&pool->done, 0);
    pool->region += 1;
    atomic_store(&pool->ticket, pool->region << (2 * BITS) | (uint64_t)blocks << BITS);
    wake_all(pool);
    work(pool, 0);
    for (int spins = 0; atomic_load(&pool->done) < blocks; spins++)
        if (spins < SPINS_BEFORE_YIELD) relax(); else sched_yield();
}
