#ifndef SPARSE_CORTEX_CZLIB_SHIM_H
#define SPARSE_CORTEX_CZLIB_SHIM_H

#include <zlib.h>

// inflateInit2 is a macro, which Swift does not import. 16 + MAX_WBITS accepts the gzip format only.
static inline int czlib_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 16 + MAX_WBITS);
}

#endif
