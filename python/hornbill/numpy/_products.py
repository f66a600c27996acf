"""Sums of products, and the diagonals of matrices."""

from __future__ import annotations

import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, DTypeLike, call, dtype_name, quick, store


@quick
def dot(a: ArrayLike, b: ArrayLike, out: Any = None) -> Tensor:
    """Products, summed over the last axis of `a` and the second to last of `b`.

    For two vectors that is one number, for matrices their product; a number multiplies.

    Args:
        a, b: arrays.
        out: a tensor of the result's shape to write to.

    Raises:
        ValueError: the axes differ in length.

    Returns:
        A tensor of the dtype that both promote to, without the axes that were summed over.

    Source: the engine's function `dot`.
    """
    return store(call("dot", a, b), out, "dot")


@quick
def matmul(x1: ArrayLike, x2: ArrayLike, /, out: Any = None, *, dtype: DTypeLike = None) -> Tensor:
    """The product of matrices, as by `@`.

    Args:
        x1, x2: matrices in the last two axes, the others broadcast; a vector is a row on the left
            and a column on the right.
        out: a tensor of the result's shape to write to.
        dtype: a dtype to convert both to before.

    Raises:
        ValueError: the inner lengths differ, or one is a number.

    Returns:
        A tensor of the dtype that both promote to.

    Source: the engine's function `matmul`.
    """
    if dtype is not None:
        from hornbill.numpy._types import astype

        x1, x2 = astype(x1, dtype, copy=False), astype(x2, dtype, copy=False)
    return store(call("matmul", x1, x2), out, "matmul")


@quick
def inner(a: ArrayLike, b: ArrayLike) -> Tensor:
    """Products, summed over the last axis of both.

    Returns:
        A tensor of the dtype that both promote to, without the last axes.

    Raises:
        ValueError: the last axes differ in length.

    Source: the engine's function `inner`.
    """
    return call("inner", a, b)


@quick
def outer(a: ArrayLike, b: ArrayLike, out: Any = None) -> Tensor:
    """The product of each element of one with each of the other: a matrix.

    Returns:
        A matrix of the dtype that both promote to.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `outer`.
    """
    return store(call("outer", a, b), out, "outer")


@quick
def vdot(a: ArrayLike, b: ArrayLike, /) -> Tensor:
    """The sum of the products of the elements, taken flat. Those of `a` are conjugated.

    Returns:
        A scalar of the dtype that both promote to.

    Raises:
        ValueError: they have not as many elements.

    Source: the engine's function `vdot`.
    """
    return call("vdot", a, b)


def vecdot(x1: ArrayLike, x2: ArrayLike, /, *, axis: int = -1) -> Tensor:
    """The products of vectors, summed along an axis. Those of `x1` are conjugated.

    Raises:
        ValueError: the vectors differ in length.

    Returns:
        A tensor without the axis, of the dtype that both promote to.

    Source: the engine's function `vecdot`.
    """
    return call("vecdot", x1, x2, axis=operator.index(axis))


def tensordot(a: ArrayLike, b: ArrayLike, /, axes: Any = 2) -> Tensor:
    """Products, summed over axes of both.

    Args:
        a, b: arrays.
        axes: how many: the last ones of `a` and the first ones of `b`; or a pair of those of `a`
            and those of `b`.

    Raises:
        ValueError: the axes differ in number or length.

    Returns:
        A tensor of the dtype that both promote to, with the axes that were not summed over.

    Source: the engine's function `tensordot`.
    """
    if not isinstance(axes, int):
        axes = [list(one) if hasattr(one, "__iter__") else operator.index(one) for one in axes]
    return call("tensordot", a, b, axes=axes)


@quick
def einsum(*operands: Any, out: Any = None, optimize: Any = True, **options: Any) -> Tensor:
    """Products, summed over the letters that the result has not.

    Args:
        operands: the subscripts, such as `"ij,jk->ik"`, then the arrays; or each array followed by
            the numbers of its axes, and perhaps those of the result.
        out: a tensor of the result's shape to write to.
        optimize: kept for programs that give it: the order is always chosen.

    Raises:
        ValueError: the subscripts do not fit the arrays.

    Returns:
        A tensor with an axis for each letter of the result, of the dtype that all promote to.

    Source: the engine's function `einsum`.
    """
    if options:
        raise NotImplementedError(f"einsum: not supported so far: {', '.join(options)}")
    subscripts, arrays = operands[0], operands[1:]
    if not isinstance(subscripts, str):
        arrays = operands[: len(operands) // 2 * 2 : 2]
        subscripts = ",".join(_letters(axes) for axes in operands[1 : 2 * len(arrays) : 2])
        if len(operands) % 2:
            subscripts += "->" + _letters(operands[-1])
    return store(call("einsum", *arrays, subscripts=subscripts), out, "einsum")


def _letters(axes: Any) -> str:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join("..." if axis is Ellipsis else letters[axis] for axis in axes)


def convolve(a: ArrayLike, v: ArrayLike, mode: str = "full") -> Tensor:
    """The convolution of two vectors: `"full"`, `"same"` as the longer one, or `"valid"`.

    Returns:
        A tensor of one axis, of the dtype that both promote to.

    Raises:
        ValueError: one has no elements, or not one axis.

    Source: the engine's function `convolve`.
    """
    return call("convolve", a, v, mode=mode)


def correlate(a: ArrayLike, v: ArrayLike, mode: str = "valid") -> Tensor:
    """The correlation of two vectors. Arguments are those of `convolve`.

    Returns:
        A tensor of one axis, of the dtype that both promote to.

    Raises:
        ValueError: one has no elements, or not one axis.

    Source: the engine's function `correlate`.
    """
    return call("correlate", a, v, mode=mode)


def kron(a: ArrayLike, b: ArrayLike) -> Tensor:
    """Each element of `a` times all of `b`, put together in blocks.

    Returns:
        A tensor of the dtype that both promote to, whose axes are as long as the products of
        theirs.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `kron`.
    """
    return call("kron", a, b)


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

    Returns:
        A tensor of vectors, of the dtype that both promote to.

    Source: the engine's function `cross`.
    """
    if axis is not None:
        return call("cross", a, b, axis=operator.index(axis))
    return call("cross", a, b, axisa=axisa, axisb=axisb, axisc=axisc)


def diagonal(a: ArrayLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements on a diagonal, along a new last axis.

    Args:
        a: an array.
        offset: which diagonal: above the main one if positive, below if negative.
        axis1, axis2: the axes of the matrices.

    Raises:
        ValueError: there are fewer than two axes.

    Returns:
        A tensor of the dtype of `a`: a view.

    Source: the engine's function `diagonal`.
    """
    return call("diagonal", a, offset=offset, axis1=axis1, axis2=axis2)


def trace(
    a: ArrayLike,
    offset: int = 0,
    axis1: int = 0,
    axis2: int = 1,
    dtype: DTypeLike = None,
    out: Any = None,
) -> Tensor:
    """The sum of the elements on a diagonal. Arguments are those of `diagonal`.

    Returns:
        A tensor without the two axes; small integers are summed in 64 bits.

    Raises:
        ValueError: there are fewer than two axes.

    Source: the engine's function `trace`.
    """
    result = call("trace", a, offset=offset, axis1=axis1, axis2=axis2, dtype=dtype_name(dtype))
    return store(result, out, "trace")
