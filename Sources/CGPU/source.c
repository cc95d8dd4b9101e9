// The kernels' text, part of the program.
#include "include/CGPU.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const char kernels[] = {
#embed "kernels/arithmetic.h"
    ,
#embed "kernels/sparse.cl"
    ,
#embed "kernels/dense.cl"
    ,
#embed "kernels/update.cl"
    ,
#embed "kernels/readout.cl"
    , 0};

const char *sc_gpu_kernels(void) { return kernels; }
