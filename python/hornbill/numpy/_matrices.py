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
    quick,
)


@quick
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

    Returns:
        A matrix of the dtype.

    Raises:
        ValueError: a length is negative.

    Source: the engine's function `eye`.
    """
    columns = None if M is None else operator.index(M)
    return call(
        "eye",
        rows=operator.index(N),
        columns=columns,
        k=_offset(k),
        dtype=dtype_name(dtype) or "float64",
    )


def _offset(k: int) -> int:
    """The number of a diagonal. No matrix is so large that cutting it to 64 bits matters."""
    return max(-(2**62), min(operator.index(k), 2**62))


def identity(n: int, dtype: DTypeLike = None) -> Tensor:
    """The square matrix with ones on its diagonal.

    Returns:
        A matrix of the dtype.

    Raises:
        ValueError: the length is negative.

    Source: `hornbill/numpy/_matrices.py`.
    """
    return eye(n, dtype=dtype or float)


def tri(N: int, M: int | None = None, k: int = 0, dtype: DTypeLike = float) -> Tensor:
    """Ones at and below a diagonal, zeros above.

    Returns:
        A matrix of the dtype.

    Raises:
        ValueError: a length is negative.

    Source: the engine's function `tri`.
    """
    columns = operator.index(N if M is None else M)
    name = dtype_name(dtype) or "float64"
    return call("tri", rows=operator.index(N), columns=columns, k=_offset(k), dtype=name)


def tril(m: ArrayLike, k: int = 0) -> Tensor:
    """The matrices with zeros above a diagonal.

    Args:
        m: an array whose last two axes are those of the matrices.
        k: which diagonal: above the main one if positive, below if negative.

    Returns:
        A tensor of the shape and dtype of `m`.

    Raises:
        ValueError: there are no axes.

    Source: the engine's function `tril`.
    """
    return call("tril", m, k=_offset(k))


def triu(m: ArrayLike, k: int = 0) -> Tensor:
    """The matrices with zeros below a diagonal. Arguments are those of `tril`.

    Returns:
        A tensor of the shape and dtype of `m`.

    Raises:
        ValueError: there are no axes.

    Source: the engine's function `triu`.
    """
    return call("triu", m, k=_offset(k))


def diag(v: ArrayLike, k: int = 0) -> Tensor:
    """A matrix with a vector on a diagonal, or a diagonal of a matrix.

    Returns:
        A matrix, or a tensor of one axis, of the dtype of `v`.

    Raises:
        ValueError: there are no axes, or more than two.

    Source: the engine's function `diag`.
    """
    return call("diag", v, k=_offset(k))


def diagflat(v: ArrayLike, k: int = 0) -> Tensor:
    """A matrix with the elements of an array on a diagonal.

    Returns:
        A matrix of the dtype of `v`.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `diagflat`.
    """
    return call("diagflat", v, k=_offset(k))


def vander(x: ArrayLike, N: int | None = None, increasing: bool = False) -> Tensor:
    """A matrix of powers of a vector: one row for each element.

    Args:
        x: the vector.
        N: how many powers; as many as there are elements by default.
        increasing: whether the powers grow from left to right.

    Returns:
        A matrix of the dtype of `x`.

    Raises:
        ValueError: there is not one axis.

    Source: the engine's function `vander`.
    """
    columns = None if N is None else operator.index(N)
    return call("vander", x, columns=columns, increasing=bool(increasing))
