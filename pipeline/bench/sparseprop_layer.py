#!/usr/bin/env python3
"""Times a sparse N × N linear layer, forward and backward: SparseProp's (Nikdan et al. 2023), or PyTorch's sparse tensors.

--through sparseprop: the layer's autograd function, with activations [B, N] as PyTorch's layers have them (forward_ms,
backward_ms), and its two AVX2 kernels alone, on [N, B] (forward_kernel_ms, backward_kernel_ms; the second gives the
gradients of inputs and of weights in one). The kernels use OpenMP: rows in parallel in the forward pass, the connections
of one row in the backward pass, with a barrier after each row. SparseProp's layer turns row starts into float32 numbers
on the way, which is exact up to 2²⁴ connections only; here they are given as integers.

--through torch: torch.sparse CSR (MKL): weights · activations (forward_ms), weightsᵀ · gradients from a second matrix
(backward_ms), and sampled_addmm at the connections (gradient_ms; left out where this build of PyTorch has none).

Prints one JSON object; …_ms has one time for each repetition.

Needs: python3, numpy, torch; sparseprop for --through sparseprop. Example:

    python3 sparseprop_layer.py --through sparseprop --hidden 2000 --density 0.1
"""
import os

import measure
import numpy as np


def connections(nodes: int, density: float):
    """Row starts and columns of a Bernoulli mask, int32, and random weights of ±0.5."""
    random = np.random.default_rng(0)
    rows = [np.flatnonzero(random.random(nodes, np.float32) < density) for _ in range(nodes)]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    columns = np.concatenate(rows).astype(np.int32)
    return starts, columns, random.random(len(columns), np.float32) - np.float32(0.5)


def check(name: str, row, starts, columns, values, activations):
    """The first row of the forward product, in double precision."""
    first = slice(starts[0], starts[1])
    expected = values[first].astype(np.float64) @ activations[columns[first]]
    if not np.allclose(row, expected, rtol=1e-3, atol=1e-3):
        raise SystemExit(f"the product of {name} is wrong; its times would mean nothing")


def through_sparseprop(a, starts, columns, values, activations, gradients):
    import importlib.metadata

    import torch
    from sparseprop import backend
    from sparseprop.modules.functions import SparseLinearFunction

    torch.set_num_threads(a.threads)
    starts_, columns_ = torch.from_numpy(starts), torch.from_numpy(columns)
    weights = torch.from_numpy(values).requires_grad_()
    x = torch.from_numpy(np.ascontiguousarray(activations.T)).requires_grad_()
    gradient = torch.from_numpy(np.ascontiguousarray(gradients.T))
    out = [None]

    def forward():
        out[0] = SparseLinearFunction.apply(x, weights, (starts_, columns_), None, a.hidden)

    def backward():
        torch.autograd.grad(out[0], (x, weights), gradient)

    times = [(measure.milliseconds(forward), measure.milliseconds(backward)) for _ in range(a.repeat + 1)][1:]
    check("SparseProp", out[0].detach().numpy()[:, 0], starts, columns, values, activations)
    product, before = np.zeros_like(activations), np.zeros_like(activations)
    at_weights = np.zeros_like(values)
    kernels = {
        "forward_kernel_ms": lambda: backend.sparse_linear_vectorized_forward(
            activations, starts, columns, values, product),
        "backward_kernel_ms": lambda: backend.sparse_linear_vectorized_backward(
            activations, starts, columns, values, gradients, before, at_weights)}
    return {
        "program": "sparseprop", "version": importlib.metadata.version("sparseprop"), "torch": torch.__version__,
        "openmp": b"GOMP_parallel" in open(backend.__file__, "rb").read(),
        "forward_ms": [forward for forward, _ in times], "backward_ms": [backward for _, backward in times],
    } | {name: measure.repeated(kernel, a.repeat) for name, kernel in kernels.items()}


def through_torch(a, starts, columns, values, activations, gradients):
    import warnings

    import scipy.sparse
    import torch

    warnings.filterwarnings("ignore", message="Sparse")
    torch.set_num_threads(a.threads)
    matrix = scipy.sparse.csr_array((values, columns, starts), (a.hidden, a.hidden))

    def tensor(m):
        parts = [torch.from_numpy(part) for part in (m.indptr.astype(np.int32), m.indices.astype(np.int32), m.data)]
        return torch.sparse_csr_tensor(*parts, size=m.shape)

    weights, transposed = tensor(matrix), tensor(matrix.T.tocsr())
    x, gradient = torch.from_numpy(activations), torch.from_numpy(gradients)
    check("torch.sparse", (weights @ x)[0].numpy(), starts, columns, values, activations)
    report = {
        "program": "torch.sparse", "version": torch.__version__,
        "forward_ms": measure.repeated(lambda: weights @ x, a.repeat),
        "backward_ms": measure.repeated(lambda: transposed @ gradient, a.repeat)}
    try:
        report["gradient_ms"] = measure.repeated(
            lambda: torch.sparse.sampled_addmm(weights, gradient, x.T, beta=0), a.repeat)
    except RuntimeError as error:
        report["without_gradient"] = str(error).splitlines()[0]
    return report


def options():
    p = measure.parser(__doc__)
    p.add_argument("--through", choices=["sparseprop", "torch"], default="sparseprop")
    p.add_argument("--hidden", type=int, required=True, metavar="N", help="nodes: rows and columns")
    p.add_argument("--density", type=float, required=True, metavar="P", help="connection probability")
    p.add_argument("--batch", type=int, default=100, metavar="B")
    p.add_argument("--repeat", type=int, default=10)
    measure.threads_option(p)
    return p.parse_args()


def main():
    a = options()
    # OpenMP reads it when its library is loaded, which is below.
    os.environ["OMP_NUM_THREADS"] = str(a.threads)
    starts, columns, values = connections(a.hidden, a.density)
    random = np.random.default_rng(1)
    activations = random.random((a.hidden, a.batch), np.float32)
    gradients = random.random((a.hidden, a.batch), np.float32) - np.float32(0.5)
    through = through_sparseprop if a.through == "sparseprop" else through_torch
    report = through(a, starts, columns, values, activations, gradients)
    measure.print_json(report | {
        "nodes": a.hidden, "density": a.density, "connections": len(columns), "batch": a.batch, "threads": a.threads})


if __name__ == "__main__":
    main()
