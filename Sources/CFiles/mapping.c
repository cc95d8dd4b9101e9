#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

static _Thread_local struct {
    char *start;
    size_t count;
    volatile sig_atomic_t failed;
} mapping;

static pthread_once_t installed = PTHREAD_ONCE_INIT;
static struct sigaction previous;

// The kernel reports bytes that it cannot supply with SIGBUS, at the instruction that reads them. Replacing them by
// zeros lets that code go on until its end, where it asks about failures. mmap is a bare system call in glibc, so a
// handler may call it.
static void on_bus_error(int number, siginfo_t *information, void *context) {
    (void)context;
    int saved = errno;
    char *place = information->si_addr;
    int isOwn = information->si_code > 0 && mapping.start && place >= mapping.start && place < mapping.start + mapping.count;
    if (isOwn && mmap(mapping.start, mapping.count, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
        mapping.failed = 1;
        errno = saved;
        return;
    }
    // This one is not ours: the instruction is repeated and meets the handler that was there before.
    sigaction(SIGBUS, &previous, NULL);
    if (information->si_code <= 0) raise(number);
    errno = saved;
}

static void install(void) {
    struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

const void *sc_mapping_begin(int file, int64_t offset, size_t count) {
    pthread_once(&installed, install);
    void *start = mmap(NULL, count, PROT_READ, MAP_SHARED, file, offset);
    if (start == MAP_FAILED) return NULL;
    // Ask the disk for the next bytes while these are hashed.
    madvise(start, count, MADV_SEQUENTIAL);
    mapping.start = start;
    mapping.count = count;
    mapping.failed = 0;
    return start;
}

int sc_mapping_end(void) {
    munmap(mapping.start, mapping.count);
    mapping.start = NULL;
    return mapping.failed ? -1 : 0;
}
