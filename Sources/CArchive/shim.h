#ifndef SPARSE_CORTEX_CARCHIVE_SHIM_H
#define SPARSE_CORTEX_CARCHIVE_SHIM_H

#include <archive.h>
#include <archive_entry.h>

// The file types are macros with casts, which Swift does not import.
static inline int carchive_is_file(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFREG && archive_entry_hardlink(entry) == NULL;
}

static inline int carchive_is_folder(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFDIR;
}

#endif
