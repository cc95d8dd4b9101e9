#ifndef SPARSE_CORTEX_COPENSSL_SHIM_H
#define SPARSE_CORTEX_COPENSSL_SHIM_H

#include <openssl/crypto.h>
#include <openssl/evp.h>

// The constant is a macro with a cast, which Swift does not import. Without the machine's settings, which could be broken
// or slow to read, and which a digest does not depend on. 1 if all went well.
static inline int copenssl_begin(void) { return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL); }

#endif
