#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What Swift cannot do by itself with files and programs.

/// Maps parts of files as memory, to hash them without a copy. A file that is cut short meanwhile does not end the
/// program.
///
/// A thread has at most one mapping at a time.

/// Maps `count` bytes of an open file from `offset`, a multiple of 64 KiB, to be read in order.
/// Returns NULL, with errno, if that cannot be done; the file may still be read.
const void *sc_mapping_begin(int file, int64_t offset, size_t count);

/// Ends what `sc_mapping_begin` returned. Returns 0, or -1 if bytes were not available (the disk failed, or the file
/// was cut short): from that point on, zeros may have been read instead.
int sc_mapping_end(void);

/// Locks an open file until the last descriptor of this opening is closed, which the death of its process also does.
/// It uses flock or, if the file system has none (some NFS and FUSE), an fcntl lock of the whole file that belongs to
/// the opening (F_OFD_SETLK). So on one file system all programs use the same one of the two. Returns 0, or an errno:
/// EWOULDBLOCK if another holds it and `waits` is 0; ENOLCK, ENOSYS, EOPNOTSUPP or EINVAL if there are no locks at
/// all.
int sc_lock(int file, int exclusive, int waits);

/// For `sc_spawn`: the stream of this process.
#define SC_INHERITED (-1)
/// For `sc_spawn`: the null device.
#define SC_DROPPED (-2)

/// A pipe that started programs do not inherit. Returns 0, or -1 with errno.
int sc_pipe(int ends[2]);

/// Starts a program in `folder` (NULL: this one's) with nothing open except its three streams, each a descriptor of this process or one
/// of the numbers above. Returns 0 or the number of an error.
int sc_spawn(pid_t *process, const char *program, char *const arguments[], char *const environment[], const char *folder,
             const int streams[3]);
