// What the read-out gets when nodes are left out. In double precision, where a device has it: DOUBLES.

#if defined(DOUBLES)
#if !defined(__CUDACC__) && !defined(__CUDACC_RTC__)
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

/// sums[image][level][class] = bias + Σ weight · activation over the nodes from the back of the image's order to place left_out[level];
/// an item has a class of an image. Products are exact, and sums are rounded as IEEE 754 says.
KERNEL(256) read_out(
    int images, int first_image, int nodes, int classes, int levels, GLOBAL const float *activations, GLOBAL const int *order,
    GLOBAL const double *weights, GLOBAL const double *biases, GLOBAL const int *left_out, GLOBAL double *sums) {
    const i64 item = (i64)GROUP * 256 + ITEM;
    if (item >= (i64)images * classes) return;
    const int image = (int)(item / classes), c = (int)(item % classes);
    GLOBAL const float *own = activations + (i64)(first_image + image) * nodes;
    GLOBAL const int *places = order + (i64)image * nodes;
    double sum = biases[c];
    int place = nodes;
    for (int level = 0; level < levels; level++) {
        while (place > left_out[level]) {
            const int node = places[--place];
            const double activation = own[node];
            if (activation != 0) {
                const double product = weights[(i64)node * classes + c] * activation;
                sum = sum + product;
            }
        }
        sums[((i64)image * levels + level) * classes + c] = sum;
    }
}
#endif
