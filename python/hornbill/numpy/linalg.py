"""Linear algebra, as in `numpy.linalg`: what is made of products and sums so far."""

from __future__ import annotations

import math
import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, Axis, call, is_float, many_axes, tensor
from hornbill.numpy._products import (
    cross,
    diagonal,
    matmul,
    outer,
    tensordot,
    trace,
    vecdot,
)
from hornbill.numpy._shapes import matrix_transpose

__all__ = [
    "LinAlgError",
    "cross",
    "diagonal",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_transpose",
    "multi_dot",
    "norm",
    "outer",
    "tensordot",
    "trace",
    "vecdot",
    "vector_norm",
]

_LATER = frozenset(
    "cholesky cond det eig eigh eigvals eigvalsh inv lstsq matrix_rank pinv qr slogdet solve svd "
    "svdvals tensorinv tensorsolve".split()
)


class LinAlgError(ValueError):
    """A matrix that a function is not defined for."""


def __getattr__(name: str) -> Any:
    if name in _LATER:
        raise AttributeError(f"linalg.{name} is not part of Hornbill so far")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def vector_norm(
    x: ArrayLike, /, *, axis: Axis = None, keepdims: bool = False, ord: float = 2
) -> Tensor:
    """The lengths of vectors.

    Args:
        x: an array.
        axis: the axis along which vectors lie, or several; all by default.
        keepdims: whether the axes stay, with length 1.
        ord: 2 for the Euclidean length, 1 for the sum of magnitudes, `inf` and `-inf` for the
            largest and smallest magnitude, 0 for how many are not 0, or another exponent.
    """
    x = _float(x)
    given = list(many_axes(axis, x.ndim)) if axis is not None else None
    size = call("abs", x)
    if ord == math.inf:
        return call("max", size, axis=given, keepdims=keepdims)
    if ord == -math.inf:
        return call("min", size, axis=given, keepdims=keepdims)
    if ord == 0:
        count = call("count_nonzero", x, axis=given, keepdims=keepdims)
        return call("astype", count, dtype=x.dtype.name)
    if ord == 1:
        return call("sum", size, axis=given, keepdims=keepdims)
    if ord == 2:
        return call("sqrt", call("sum", call("square", x), axis=given, keepdims=keepdims))
    total = call("sum", call("power", size, float(ord)), axis=given, keepdims=keepdims)
    return call("power", total, 1.0 / ord)


def matrix_norm(x: ArrayLike, /, *, keepdims: bool = False, ord: Any = "fro") -> Tensor:
    """The sizes of matrices in the last two axes.

    Args:
        x: an array.
        keepdims: whether the axes stay, with length 1.
        ord: `"fro"` for the root of the sum of squares, 1 and -1 for the largest and smallest sum
            of magnitudes of a column, `inf` and `-inf` for those of a row.
    """
    x = _float(x)
    if x.ndim < 2:
        raise ValueError("matrix_norm: expected two axes or more")
    if ord in ("fro", None):
        return vector_norm(x, axis=(-2, -1), keepdims=keepdims)
    if ord in (1, -1, math.inf, -math.inf):
        sums = call("sum", call("abs", x), axis=-2 if abs(ord) == 1 else -1, keepdims=True)
        result = call("max" if ord > 0 else "min", sums, axis=[-2, -1], keepdims=keepdims)
        return result
    raise NotImplementedError(f"matrix_norm: ord={ord!r} is not supported so far")


def norm(x: ArrayLike, ord: Any = None, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The length of a vector or the size of a matrix.

    Args:
        x: an array.
        ord: which, as in `vector_norm` and `matrix_norm`; by default 2 and `"fro"`.
        axis: one axis for vectors, two for matrices; all by default.
        keepdims: whether the axes stay, with length 1.
    """
    x = _float(x)
    if axis is None:
        if ord is None or (ord == 2 and x.ndim == 1) or (ord == "fro" and x.ndim == 2):
            return vector_norm(x, keepdims=keepdims)
        if x.ndim not in (1, 2):
            raise ValueError("Improper number of dimensions to norm.")
    positions = many_axes(axis, x.ndim)
    if len(positions) == 1:
        if isinstance(ord, str):
            raise ValueError(f"Invalid norm order '{ord}' for vectors")
        return vector_norm(x, axis=axis, keepdims=keepdims, ord=2 if ord is None else ord)
    if len(positions) != 2:
        raise ValueError("Improper number of dimensions to norm.")
    from hornbill.numpy._shapes import moveaxis

    result = matrix_norm(moveaxis(x, positions, (-2, -1)), ord="fro" if ord is None else ord)
    return call("expand_dims", result, axis=sorted(positions)) if keepdims else result


def _float(x: ArrayLike) -> Tensor:
    x = tensor(x)
    return x if is_float(x) else call("astype", x, dtype="float64")


def matrix_power(a: ArrayLike, n: int) -> Tensor:
    """The product of `n` times the same square matrix.

    Raises:
        LinAlgError: the matrix is not square.
        NotImplementedError: `n` is negative.
    """
    x = tensor(a)
    if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")
    times = operator.index(n)
    if times < 0:
        raise NotImplementedError("matrix_power: negative powers are not supported so far")
    one = call("eye", rows=x.shape[-1], dtype=x.dtype.name)
    result = call("copy", call("broadcast_to", one, shape=list(x.shape)))
    while times:
        if times & 1:
            result = call("matmul", result, x)
        x = call("matmul", x, x) if times > 1 else x
        times >>= 1
    return result


def multi_dot(arrays: Any) -> Tensor:
    """The product of several matrices, from left to right."""
    result, *rest = arrays
    for x in rest:
        result = call("dot", result, x)
    return result
