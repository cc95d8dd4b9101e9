#pragma once

#include <stddef.h>
#include <stdint.h>

// What the store does with files and Swift alone cannot.

/// Parts of files as memory, to hash them without a copy, and without the end that a file cut short meanwhile would mean.
///
/// A thread has at most one at a time.

/// Maps `count` bytes of an open file from `offset`, a multiple of 64 KiB, to be read in order.
/// Returns NULL, with errno, where that cannot be done; the file may be read all the same.
const void *sc_mapping_begin(int file, int64_t offset, size_t count);

/// Ends what `sc_mapping_begin` returned. Returns 0, or -1 if bytes could not be had (the disk failed, or the file was cut short):
/// from there on zeros may have been seen instead.
int sc_mapping_end(void);

/// Locks an open file until the last descriptor of this opening is closed, as by the death of its process: flock, or where the
/// file system has none (some NFS and FUSE), a lock of the whole file by fcntl that belongs to the opening (F_OFD_SETLK).
/// On one file system all programs thus use the same of the two. Returns 0, or an errno: EWOULDBLOCK where another
/// holds it and `waits` is 0; ENOLCK, ENOSYS, EOPNOTSUPP or EINVAL where there are no locks at all.
int sc_lock(int file, int exclusive, int waits);
