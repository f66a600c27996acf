"""Sums of products, and the diagonals of matrices."""

from __future__ import annotations

import math
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, DTypeLike, call, many_axes, one_axis, store, tensor
from hornbill.numpy._shapes import moveaxis


def dot(a: ArrayLike, b: ArrayLike, out: Any = None) -> Tensor:
    """Products, summed over the last axis of `a` and the second to last of `b`.

    For two vectors that is one number, for matrices their product; a number multiplies.

    Args:
        a, b: arrays.
        out: a tensor of the result's shape to write to.

    Raises:
        ValueError: the axes differ in length.

    Source: the engine's function `dot`.
    """
    return store(call("dot", a, b), out, "dot")


def matmul(x1: ArrayLike, x2: ArrayLike, /, out: Any = None, *, dtype: DTypeLike = None) -> Tensor:
    """The product of matrices, as by `@`.

    Args:
        x1, x2: matrices in the last two axes, the others broadcast; a vector is a row on the left
            and a column on the right.
        out: a tensor of the result's shape to write to.
        dtype: a dtype to convert both to before.

    Raises:
        ValueError: the inner lengths differ, or one is a number.

    Source: the engine's function `matmul`.
    """
    if dtype is not None:
        from hornbill.numpy._types import astype

        x1, x2 = astype(x1, dtype, copy=False), astype(x2, dtype, copy=False)
    return store(call("matmul", x1, x2), out, "matmul")


def inner(a: ArrayLike, b: ArrayLike) -> Tensor:
    """Products, summed over the last axis of both."""
    x, y = tensor(a), tensor(b)
    if x.ndim == 0 or y.ndim == 0:
        return call("multiply", x, y)
    return tensordot(x, y, (-1, -1))


def outer(a: ArrayLike, b: ArrayLike, out: Any = None) -> Tensor:
    """The product of each element of one with each of the other: a matrix."""
    column, row = call("reshape", a, shape=[-1, 1]), call("reshape", b, shape=[1, -1])
    return store(call("multiply", column, row), out, "outer")


def vdot(a: ArrayLike, b: ArrayLike, /) -> Tensor:
    """The sum of the products of the elements, taken flat."""
    return call("dot", call("reshape", a, shape=[-1]), call("reshape", b, shape=[-1]))


def vecdot(x1: ArrayLike, x2: ArrayLike, /, *, axis: int = -1) -> Tensor:
    """The products of vectors, summed along an axis. The others broadcast.

    Raises:
        ValueError: the vectors differ in length.
    """
    x, y = moveaxis(x1, axis, -1), moveaxis(x2, axis, -1)
    if x.shape[-1] != y.shape[-1]:
        raise ValueError(
            f"vecdot: vectors of different lengths: got {x.shape[-1]} and {y.shape[-1]}"
        )
    result = call("matmul", call("expand_dims", x, axis=-2), call("expand_dims", y, axis=-1))
    return call("squeeze", result, axis=[-2, -1])


def tensordot(a: ArrayLike, b: ArrayLike, /, axes: Any = 2) -> Tensor:
    """Products, summed over axes of both.

    Args:
        a, b: arrays.
        axes: how many: the last ones of `a` and the first ones of `b`; or a pair of those of `a`
            and those of `b`.

    Raises:
        ValueError: the axes differ in number or length.
    """
    x, y = tensor(a), tensor(b)
    if isinstance(axes, int):
        if axes < 0 or axes > min(x.ndim, y.ndim):
            raise ValueError(
                f"tensordot: expected 0 to {min(x.ndim, y.ndim)} as `axes`. Got {axes}"
            )
        mine: Any = tuple(range(x.ndim - axes, x.ndim))
        theirs: Any = tuple(range(axes))
    else:
        mine, theirs = axes
    left, right = many_axes(_tuple(mine), x.ndim), many_axes(_tuple(theirs), y.ndim)
    if [x.shape[axis] for axis in left] != [y.shape[axis] for axis in right]:
        raise ValueError("shape-mismatch for sum")
    rows = [axis for axis in range(x.ndim) if axis not in left]
    columns = [axis for axis in range(y.ndim) if axis not in right]
    shape = [x.shape[axis] for axis in rows] + [y.shape[axis] for axis in columns]
    length = math.prod(x.shape[axis] for axis in left)
    height = math.prod(x.shape[axis] for axis in rows)
    width = math.prod(y.shape[axis] for axis in columns)
    x = call("reshape", call("transpose", x, axes=[*rows, *left]), shape=[height, length])
    y = call("reshape", call("transpose", y, axes=[*right, *columns]), shape=[length, width])
    return call("reshape", call("matmul", x, y), shape=shape)


def _tuple(axes: Any) -> tuple[int, ...]:
    return tuple(axes) if hasattr(axes, "__iter__") else (axes,)


def kron(a: ArrayLike, b: ArrayLike) -> Tensor:
    """Each element of `a` times all of `b`, put together in blocks."""
    x, y = tensor(a), tensor(b)
    ndim = max(x.ndim, y.ndim)
    mine = [1] * (ndim - x.ndim) + list(x.shape)
    theirs = [1] * (ndim - y.ndim) + list(y.shape)
    left = call("reshape", x, shape=[n for length in mine for n in (length, 1)])
    right = call("reshape", y, shape=[n for length in theirs for n in (1, length)])
    shape = [p * q for p, q in zip(mine, theirs, strict=True)]
    return call("reshape", call("multiply", left, right), shape=shape)


def cross(
    a: ArrayLike, b: ArrayLike, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: Any = None
) -> Tensor:
    """The vectors at right angles to pairs of vectors of three numbers.

    Args:
        a, b: arrays of vectors that broadcast.
        axisa, axisb, axisc: along which axis the vectors of `a`, `b` and the result lie.
        axis: the same for all three.

    Raises:
        ValueError: the vectors have not three numbers.
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    x, y = moveaxis(a, axisa, 0), moveaxis(b, axisb, 0)
    if x.shape[0] != 3 or y.shape[0] != 3:
        raise ValueError(
            "cross: incompatible dimensions: expected vectors of 3 numbers. "
            f"Got {x.shape[0]} and {y.shape[0]}"
        )
    parts = [
        x[1] * y[2] - x[2] * y[1],
        x[2] * y[0] - x[0] * y[2],
        x[0] * y[1] - x[1] * y[0],
    ]
    return moveaxis(call("stack", *parts), 0, axisc)


def diagonal(a: ArrayLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements on a diagonal, along a new last axis.

    Args:
        a: an array.
        offset: which diagonal: above the main one if positive, below if negative.
        axis1, axis2: the axes of the matrices.

    Raises:
        ValueError: there are fewer than two axes.
    """
    x = tensor(a)
    if x.ndim < 2:
        raise ValueError("diag requires an array of at least two dimensions")
    first, second = one_axis(axis1, x.ndim), one_axis(axis2, x.ndim)
    if first == second:
        raise ValueError("axis1 and axis2 cannot be the same")
    x = moveaxis(x, (first, second), (0, 1))
    row, column = max(-offset, 0), max(offset, 0)
    length = max(min(x.shape[0] - row, x.shape[1] - column), 0)
    positions = call("arange", stop=length)
    return moveaxis(x[positions + row, positions + column], 0, -1)


def trace(
    a: ArrayLike,
    offset: int = 0,
    axis1: int = 0,
    axis2: int = 1,
    dtype: DTypeLike = None,
    out: Any = None,
) -> Tensor:
    """The sum of the elements on a diagonal. Arguments are those of `diagonal`."""
    from hornbill.numpy._reductions import sum

    return sum(diagonal(a, offset, axis1, axis2), -1, dtype, out)
