"""The fastest matrix product of this machine, in floating-point operations a second: what training cannot exceed.

Measures single-precision products with oneDNN and with NumPy's BLAS, and prints the highest rate.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import time
from collections.abc import Callable

import numpy

SIZES = [(512, 784, 512), (1024, 1024, 1024), (2048, 2048, 2048)]


def onednn() -> Callable | None:
    """`dnnl_sgemm` as a function of (a, b, c), or None where there is no oneDNN."""
    name = ctypes.util.find_library("dnnl")
    if name is None:
        return None
    sgemm = ctypes.CDLL(name).dnnl_sgemm
    size, scalar, pointer = ctypes.c_int64, ctypes.c_float, ctypes.c_void_p
    sgemm.argtypes = [
        *(ctypes.c_char, ctypes.c_char, size, size, size),
        *(scalar, pointer, size, pointer, size, scalar, pointer, size),
    ]

    def multiply(a: numpy.ndarray, b: numpy.ndarray, c: numpy.ndarray) -> None:
        (m, k), n = a.shape, b.shape[1]
        sgemm(b"N", b"N", m, n, k, 1.0, a.ctypes.data, k, b.ctypes.data, n, 0.0, c.ctypes.data, n)

    return multiply


def rate(multiply: Callable, m: int, k: int, n: int, seconds: float = 0.5) -> float:
    """The best rate of several runs."""
    random = numpy.random.default_rng(1)
    a, b = random.random((m, k), dtype="float32"), random.random((k, n), dtype="float32")
    c = numpy.zeros((m, n), dtype="float32")
    best, until = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        start = time.perf_counter()
        multiply(a, b, c)
        best = max(best, 2 * m * k * n / (time.perf_counter() - start))
    return best


def peak() -> float:
    functions = [lambda a, b, c: numpy.matmul(a, b, out=c)]
    library = onednn()
    if library is not None:
        functions.append(library)
    return max(rate(function, *size) for function in functions for size in SIZES)


if __name__ == "__main__":
    print(peak())
