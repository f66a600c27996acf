"""Matrices with something on or beside their diagonals."""

from __future__ import annotations

import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    DTypeLike,
    call,
    dtype_name,
    tensor,
)
from hornbill.numpy._creation import zeros


def eye(
    N: int,
    M: int | None = None,
    k: int = 0,
    dtype: DTypeLike = float,
    order: Any = "C",
    *,
    device: Any = None,
) -> Tensor:
    """Ones on a diagonal, zeros elsewhere.

    Args:
        N, M: how many rows and columns; as many columns as rows by default.
        k: which diagonal: above the main one if positive, below if negative.
        dtype: float64 by default.

    Source: the engine's function `eye`.
    """
    columns = None if M is None else operator.index(M)
    return call(
        "eye",
        rows=operator.index(N),
        columns=columns,
        k=operator.index(k),
        dtype=dtype_name(dtype) or "float64",
    )


def identity(n: int, dtype: DTypeLike = None) -> Tensor:
    """The square matrix with ones on its diagonal."""
    return eye(n, dtype=dtype or float)


def tri(N: int, M: int | None = None, k: int = 0, dtype: DTypeLike = float) -> Tensor:
    """Ones at and below a diagonal, zeros above."""
    result = _lower(operator.index(N), operator.index(N if M is None else M), k)
    return call("astype", result, dtype=dtype_name(dtype) or "float64")


def _lower(rows: int, columns: int, k: int) -> Tensor:
    row = call("reshape", call("arange", stop=rows), shape=[rows, 1])
    return call("greater_equal", row, call("arange", stop=columns) - operator.index(k))


def tril(m: ArrayLike, k: int = 0) -> Tensor:
    """The matrices with zeros above a diagonal.

    Args:
        m: an array whose last two axes are those of the matrices.
        k: which diagonal: above the main one if positive, below if negative.
    """
    x = _matrices(m, "tril")
    return call("where", _lower(x.shape[-2], x.shape[-1], k), x, zeros((), x.dtype))


def triu(m: ArrayLike, k: int = 0) -> Tensor:
    """The matrices with zeros below a diagonal. Arguments are those of `tril`."""
    x = _matrices(m, "triu")
    return call("where", _lower(x.shape[-2], x.shape[-1], k - 1), zeros((), x.dtype), x)


def _matrices(m: ArrayLike, name: str) -> Tensor:
    x = tensor(m)
    if x.ndim < 2:
        raise ValueError(f"{name}: expected an array with two axes or more. Got {x.ndim}")
    return x


def diag(v: ArrayLike, k: int = 0) -> Tensor:
    """A matrix with a vector on a diagonal, or a diagonal of a matrix."""
    x = tensor(v)
    if x.ndim == 2:
        from hornbill.numpy._products import diagonal

        return diagonal(x, k)
    if x.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    size = x.shape[0] + abs(k)
    result = zeros((size, size), x.dtype)
    positions = call("arange", stop=x.shape[0])
    result[positions + max(-k, 0), positions + max(k, 0)] = x
    return result


def diagflat(v: ArrayLike, k: int = 0) -> Tensor:
    """A matrix with the elements of an array on a diagonal."""
    return diag(call("reshape", v, shape=[-1]), k)


def vander(x: ArrayLike, N: int | None = None, increasing: bool = False) -> Tensor:
    """A matrix of powers of a vector: one row for each element.

    Args:
        x: the vector.
        N: how many powers; as many as there are elements by default.
        increasing: whether the powers grow from left to right.
    """
    vector = tensor(x)
    if vector.ndim != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    count = vector.shape[0] if N is None else operator.index(N)
    exponents = call("arange", stop=count)
    if not increasing:
        exponents = call("flip", exponents)
    return call("power", call("expand_dims", vector, axis=1), exponents)
