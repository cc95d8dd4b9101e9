#!/usr/bin/env python3
"""Times dense products (sgemm) of a recurrent layer's sizes: through PyTorch (MKL) or through OpenBLAS.

"weights_first" is an N × N matrix times N × B activations, feature-major as in this project; "batch_first" is B × N
times the transpose of N × N, as in PyTorch's layers. Random float32 numbers, no zeros. OpenBLAS is the library that
--openblas names (Debian's by default, else the one inside NumPy); it picks its kernels by the processor, or as
OPENBLAS_CORETYPE says.

Prints one JSON object; …_ms has one time for each repetition, …_gflops is 2 N² B over their median.

Needs: python3, numpy; torch for --through torch. Examples:

    python3 torch_product.py --through torch --hidden 2000
    OPENBLAS_CORETYPE=SkylakeX python3 torch_product.py --through openblas --hidden 2000
"""
import ctypes
import pathlib
import statistics

import measure
import numpy as np

ROW_MAJOR, PLAIN, TRANSPOSED = 101, 111, 112


def candidates(named: str | None):
    """Libraries to try: the named one alone, or Debian's and then NumPy's."""
    if named:
        return [named]
    return ["libopenblas.so.0", *map(str, (pathlib.Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"))]


class OpenBLAS:
    """cblas_sgemm of a shared library, whose functions may have NumPy's prefix and 64-bit suffix."""

    def __init__(self, named: str | None, threads: int):
        self.library, self.name = self.load(named)
        self.prefix, self.suffix = next(
            (affixes for affixes in [("", ""), ("", "64_"), ("scipy_", ""), ("scipy_", "64_")]
             if hasattr(self.library, "cblas_sgemm".join(affixes))), (None, None))
        if self.prefix is None:
            raise SystemExit(f"--openblas {self.name}: there is no cblas_sgemm in it; name another library")
        self.size = ctypes.c_int64 if self.suffix else ctypes.c_int
        self.function("openblas_set_num_threads")(threads)

    @staticmethod
    def load(named):
        tried = candidates(named)
        for name in tried:
            try:
                return ctypes.CDLL(name), pathlib.Path(name).name
            except OSError:
                pass
        raise SystemExit(f"--openblas: cannot load {' or '.join(tried)}; name the path of an OpenBLAS library")

    def function(self, name: str, result=None):
        function = self.library[self.prefix + name + self.suffix]
        function.restype = result
        return function

    def text(self, name: str) -> str:
        return self.function(name, ctypes.c_char_p)().decode().strip()

    def product(self, a, b, out, second: int):
        """out = a · b, or a · bᵀ; all row-major."""
        pointer = ctypes.POINTER(ctypes.c_float)
        sizes = [self.size(n) for n in (out.shape[0], out.shape[1], a.shape[1])]
        address = [(array.ctypes.data_as(pointer), self.size(array.shape[1])) for array in (a, b, out)]
        sgemm = self.function("cblas_sgemm")
        one, zero = ctypes.c_float(1), ctypes.c_float(0)
        return lambda: sgemm(ROW_MAJOR, PLAIN, second, *sizes, one, *address[0], *address[1], zero, *address[2])


def through_openblas(a, weights, activations):
    """The two products, the arrays (or views) that they fill, both as [N, B], and what computes them."""
    blas = OpenBLAS(a.openblas, a.threads)
    batch, out = np.ascontiguousarray(activations.T), np.empty_like(activations)
    out_batch = np.empty_like(batch)
    products = [blas.product(weights, activations, out, PLAIN), blas.product(batch, weights, out_batch, TRANSPOSED)]
    threads = blas.function("openblas_get_num_threads", ctypes.c_int)()
    return products, (out, out_batch.T), {
        "program": "OpenBLAS", "version": blas.text("openblas_get_config").split()[1],
        "core": blas.text("openblas_get_corename"), "library": blas.name, "threads": threads}


def through_torch(a, weights, activations):
    """As `through_openblas`."""
    import torch

    torch.set_num_threads(a.threads)
    w, x = torch.from_numpy(weights), torch.from_numpy(activations)
    batch = x.T.contiguous()
    out, out_batch = torch.empty_like(x), torch.empty_like(batch)
    products = [lambda: torch.mm(w, x, out=out), lambda: torch.mm(batch, w.T, out=out_batch)]
    blas = "MKL" if torch.backends.mkl.is_available() else "no MKL"
    return products, (out.numpy(), out_batch.numpy().T), {
        "program": "torch", "version": torch.__version__, "core": blas, "threads": torch.get_num_threads()}


def check(weights, activations, results):
    """The first row of each product, in double precision: a wrong call must not pass for a fast one."""
    expected = weights[0].astype(np.float64) @ activations
    for result in results:
        if not np.allclose(result[0], expected, rtol=1e-3, atol=1e-3):
            raise SystemExit("the library's product is wrong; name another with --openblas")


def options():
    p = measure.parser(__doc__)
    p.add_argument("--through", choices=["torch", "openblas"], required=True)
    p.add_argument("--hidden", type=int, required=True, metavar="N", help="rows and columns of the matrix")
    p.add_argument("--batch", type=int, default=100, metavar="B")
    p.add_argument("--repeat", type=int, default=10)
    p.add_argument("--openblas", metavar="FILE", help="OpenBLAS's shared library")
    measure.threads_option(p)
    return p.parse_args()


def main():
    a = options()
    random = np.random.default_rng(0)
    weights = random.random((a.hidden, a.hidden), np.float32) - np.float32(0.5)
    activations = random.random((a.hidden, a.batch), np.float32)
    through = through_torch if a.through == "torch" else through_openblas
    products, results, report = through(a, weights, activations)
    report |= {"nodes": a.hidden, "batch": a.batch}
    for name, product in zip(("weights_first", "batch_first"), products):
        times = measure.repeated(product, a.repeat)
        gflops = 2e-6 * a.hidden**2 * a.batch / statistics.median(times)
        report |= {f"{name}_ms": times, f"{name}_gflops": round(gflops, 1)}
    check(weights, activations, results)
    measure.print_json(report)


if __name__ == "__main__":
    main()
