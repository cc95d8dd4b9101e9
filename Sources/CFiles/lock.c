#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

static int lock_by_range(int file, int exclusive, int waits) {
    struct flock range = {.l_type = exclusive ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET};
    while (fcntl(file, waits ? F_OFD_SETLKW : F_OFD_SETLK, &range) != 0) {
        if (errno == EINTR) continue;
        return errno == EACCES || errno == EAGAIN ? EWOULDBLOCK : errno;
    }
    return 0;
}

int sc_lock(int file, int exclusive, int waits) {
    while (flock(file, (exclusive ? LOCK_EX : LOCK_SH) | (waits ? 0 : LOCK_NB)) != 0) {
        if (errno == EINTR) continue;
        int has_none = errno == ENOLCK || errno == ENOSYS || errno == EOPNOTSUPP;
        return has_none ? lock_by_range(file, exclusive, waits) : errno;
    }
    return 0;
}
