"""The functions of `keras.ops` that NumPy has too."""

from __future__ import annotations

from hornbill.ops import arrangement, calculus, creation, elementwise, linalg, reductions, signal

# Of the same parts, but not in NumPy.
_OTHERS = frozenset(
    {
        "cdist",
        "cholesky",
        "cholesky_inverse",
        "det",
        "eig",
        "eigh",
        "erf",
        "erfc",
        "erfinv",
        "extract_sequences",
        "fft",
        "fft2",
        "ifft2",
        "in_top_k",
        "inv",
        "irfft",
        "istft",
        "jvp",
        "logdet",
        "logsumexp",
        "lstsq",
        "lu_factor",
        "matrix_rank",
        "norm",
        "pinv",
        "polar",
        "qr",
        "rearrange",
        "rfft",
        "rsqrt",
        "solve",
        "solve_triangular",
        "stft",
        "svd",
        "top_k",
        "unstack",
        "view_as_complex",
        "view_as_real",
    }
)


def _export() -> list[str]:
    from hornbill import ops

    names = ["vectorize"]
    globals()["vectorize"] = calculus.vectorize
    for part in (arrangement, creation, elementwise, reductions, signal, linalg):
        for name in ops._names(part):
            if name not in _OTHERS:
                globals()[name] = getattr(ops, name)
                names.append(name)
    return sorted(set(names))


__all__ = _export()
