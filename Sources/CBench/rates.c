// For MAP_ANONYMOUS, madvise and the barrier.
#define _GNU_SOURCE
#include "CBench.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

// ---- Loops, one set for each width ----

#define LANES 4
#define PASTE(f) portable_##f
#if defined(__aarch64__)
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define KEEP(v) __asm__ volatile("" : "+w"(v))
#elif defined(__x86_64__)
// Without a fused multiply-add; a multiplication and an addition are as many operations.
#define FMA(a, b, c) ((a) * (b) + (c))
#define KEEP(v) __asm__ volatile("" : "+x"(v))
#else
#define FMA(a, b, c) ((a) * (b) + (c))
#define KEEP(v) __asm__ volatile("" : "+m"(v))
#endif
#include "loops.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
#define PASTE(f) avx2_##f
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define KEEP(v) __asm__ volatile("" : "+x"(v))
#include "loops.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#define LANES 16
#define PASTE(f) avx512_##f
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define KEEP(v) __asm__ volatile("" : "+v"(v))
#include "loops.h"
#pragma clang attribute pop
#endif

cb_vectors cb_widest(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return CB_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CB_AVX2;
#endif
    return CB_PORTABLE;
}

// ---- Threads ----

typedef struct {
    cb_vectors vectors;
    double seconds;
    size_t bytes;              // 0: multiply-adds
    pthread_barrier_t *start;  // all threads measure at the same time
    double rate;               // the result; negative if there is no memory
} measurement;

static double multiply_adds(const measurement *m) {
#if defined(__x86_64__)
    if (m->vectors == CB_AVX512) return avx512_multiply_adds(m->seconds);
    if (m->vectors == CB_AVX2) return avx2_multiply_adds(m->seconds);
#endif
    return portable_multiply_adds(m->seconds);
}

static double reads(const measurement *m, const float *floats) {
#if defined(__x86_64__)
    if (m->vectors == CB_AVX512) return avx512_reads(floats, m->bytes, m->seconds);
    if (m->vectors == CB_AVX2) return avx2_reads(floats, m->bytes, m->seconds);
#endif
    return portable_reads(floats, m->bytes, m->seconds);
}

/// Memory that is really there, in large pages where the system gives them; null if there is none.
static float *pages(size_t bytes) {
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return NULL;
#if defined(MADV_HUGEPAGE)
    madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    memset(memory, 0, bytes);
    return memory;
}

static void *measure(void *argument) {
    measurement *m = argument;
    float *floats = m->bytes ? pages(m->bytes) : NULL;
    pthread_barrier_wait(m->start);
    if (m->bytes == 0) {
        m->rate = multiply_adds(m);
    } else if (floats) {
        m->rate = reads(m, floats);
        munmap(floats, m->bytes);
    } else {
        m->rate = -1;
    }
    return NULL;
}

/// The sum of the threads' rates in 10⁹ a second; negative if any could not measure.
static double on_threads(cb_vectors vectors, int threads, size_t bytes, double seconds) {
    if (threads < 1 || vectors > cb_widest()) return -1;
    measurement *measurements = calloc(threads, sizeof *measurements);
    pthread_t *ids = calloc(threads, sizeof *ids);
    pthread_barrier_t start;
    double sum = -1;
    if (measurements && ids && pthread_barrier_init(&start, NULL, threads) == 0) {
        for (int i = 0; i < threads; i++) {
            measurements[i] = (measurement){vectors, seconds, bytes, &start, 0};
            // Those that wait for the missing thread cannot be called back: the process has to end.
            if (pthread_create(&ids[i], NULL, measure, &measurements[i]) != 0) return -1;
        }
        sum = 0;
        for (int i = 0; i < threads; i++) {
            pthread_join(ids[i], NULL);
            sum = sum < 0 || measurements[i].rate < 0 ? -1 : sum + measurements[i].rate * 1e-9;
        }
        pthread_barrier_destroy(&start);
    }
    free(measurements);
    free(ids);
    return sum;
}

double cb_multiply_add_rate(cb_vectors vectors, int threads, double seconds) {
    return on_threads(vectors, threads, 0, seconds);
}

double cb_read_rate(cb_vectors vectors, int threads, size_t bytes, double seconds) {
    // One line for each of the sums, at least.
    return on_threads(vectors, threads, bytes < 512 ? 512 : bytes, seconds);
}
