"""Sums, extremes and the like over axes, and running ones along an axis."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    Axis,
    DTypeLike,
    axes,
    call,
    dtype_name,
    many_axes,
    quick,
    store,
    tensor,
)


def _reduced(name: str, a: ArrayLike, axis: Axis, keepdims: bool, **more: Any) -> Tensor:
    return call(name, a, axis=axis, keepdims=True if keepdims else None, **more)


def _of_dtype(name: str, a: ArrayLike, axis: Axis, keepdims: bool, dtype: DTypeLike) -> Tensor:
    if dtype is None:
        return _reduced(name, a, axis, keepdims)
    wanted = dtype_name(dtype)
    # The engine sums small integers in 64 bits; cut off, that is what wraps in a small type.
    result = _reduced(name, a, axis, keepdims, dtype=wanted)
    return result if result.dtype == wanted else call("astype", result, dtype=wanted)


def _only(a: ArrayLike, where: Any, other: Any) -> ArrayLike:
    """The elements where they count, `other` elsewhere."""
    return a if where is None or where is True else call("where", where, a, other)


@quick
def sum(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
    initial: Any = None,
    where: Any = None,
) -> Tensor:
    """The sum over axes.

    Args:
        a: an array.
        axis: one axis or several; all by default.
        dtype: the dtype to sum in; by default that of `a`, but int64 or uint64 for smaller
            integers and bool.
        out: a tensor of the result's shape to write to.
        keepdims: whether the axes stay, with length 1.
        initial: a number to add.
        where: which elements count.

    Returns:
        A tensor without the axes. The sum of no elements is 0.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `sum`.
    """
    if dtype is None and out is None and initial is None and where is None:
        return _reduced("sum", a, axis, keepdims)
    result = _of_dtype("sum", _only(a, where, 0), axis, keepdims, dtype)
    return store(result if initial is None else result + initial, out, "sum")


@quick
def prod(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
    initial: Any = None,
    where: Any = None,
) -> Tensor:
    """The product over axes. Arguments and dtypes are those of `sum`.

    Returns:
        A tensor without the axes. The product of no elements is 1.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `prod`.
    """
    if dtype is None and out is None and initial is None and where is None:
        return _reduced("prod", a, axis, keepdims)
    result = _of_dtype("prod", _only(a, where, 1), axis, keepdims, dtype)
    return store(result if initial is None else result * initial, out, "prod")


@quick
def mean(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
    *,
    where: Any = None,
) -> Tensor:
    """The mean over axes.

    Args:
        a: an array.
        axis: one axis or several; all by default.
        dtype: the dtype to compute in; by default that of `a`, float64 for integers and bool.
        out: a tensor of the result's shape to write to.
        keepdims: whether the axes stay, with length 1.
        where: which elements count.

    Returns:
        A tensor without the axes. The mean of no elements is NaN.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `mean`.
    """
    if where is None or where is True:
        result = _reduced("mean", a, axis, keepdims, dtype=dtype_name(dtype))
    else:
        x = tensor(a)
        counted = call("broadcast_to", where, shape=list(x.shape))
        total = sum(x, axis, dtype, keepdims=keepdims, where=where)
        result = total / count_nonzero(counted, axis, keepdims=keepdims)
    return store(result, out, "mean")


def _spread(
    name: str,
    a: ArrayLike,
    axis: Axis,
    dtype: DTypeLike,
    out: Any,
    ddof: float,
    keepdims: bool,
    correction: float | None,
) -> Tensor:
    if correction is not None:
        if ddof:
            raise ValueError("ddof and correction can't be provided simultaneously.")
        ddof = correction
    x = a if dtype is None else call("astype", a, dtype=dtype_name(dtype))
    result = _reduced(name, x, axis, keepdims, correction=ddof or None)
    return store(result, out, name)


@quick
def var(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """The mean squared distance from the mean, over axes.

    Args:
        a: an array.
        axis: one axis or several; all by default.
        dtype: the dtype to compute in; by default that of `a`, float64 for integers and bool.
        out: a tensor of the result's shape to write to.
        ddof: what is subtracted from the number of elements that the sum is divided by.
        keepdims: whether the axes stay, with length 1.
        correction: another name of `ddof`.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64; of the
        dtype of the parts if it is complex.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `var`.
    """
    return _spread("var", a, axis, dtype, out, ddof, keepdims, correction)


@quick
def std(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """The square root of `var`, with the same arguments.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64; of the
        dtype of the parts if it is complex.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `std`.
    """
    return _spread("std", a, axis, dtype, out, ddof, keepdims, correction)


def _extreme(
    name: str, a: ArrayLike, axis: Axis, out: Any, keepdims: bool, initial: Any, where: Any
) -> Tensor:
    if out is None and initial is None and where is None:
        return _reduced(name, a, axis, keepdims)
    if where is not None and where is not True:
        if initial is None:
            raise ValueError(
                f"reduction operation '{name}' does not have an identity, so to use a where mask "
                "one has to specify 'initial'"
            )
        a = call("where", where, a, initial)
    x = tensor(a)
    if initial is not None and not x.size:
        shape = [
            length for place, length in enumerate(x.shape) if place not in many_axes(axis, x.ndim)
        ]
        if keepdims:
            gone = many_axes(axis, x.ndim)
            shape = [1 if place in gone else length for place, length in enumerate(x.shape)]
        result = call("full", shape=shape, value=float(initial), dtype=x.dtype.name)
        return store(result, out, name)
    result = _reduced(name, x, axis, keepdims)
    if initial is not None:
        result = call("maximum" if name == "max" else "minimum", result, initial)
    return store(result, out, name)


@quick
def max(
    a: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    keepdims: bool = False,
    initial: Any = None,
    where: Any = None,
) -> Tensor:
    """The largest element over axes, NaN if there is one.

    Args:
        a: an array.
        axis: one axis or several; all by default.
        out: a tensor of the result's shape to write to.
        keepdims: whether the axes stay, with length 1.
        initial: a number the result is not smaller than.
        where: which elements count; `initial` must then be given.

    Raises:
        ValueError: there are no elements and no `initial`.

    Returns:
        A tensor without the axes, of the dtype of `a`.

    Source: the engine's function `max`.
    """
    return _extreme("max", a, axis, out, keepdims, initial, where)


@quick
def min(
    a: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    keepdims: bool = False,
    initial: Any = None,
    where: Any = None,
) -> Tensor:
    """The smallest element over axes, NaN if there is one. Arguments are those of `max`.

    Returns:
        A tensor without the axes, of the dtype of `a`.

    Raises:
        ValueError: there are no elements and no `initial`.

    Source: the engine's function `min`.
    """
    return _extreme("min", a, axis, out, keepdims, initial, where)


amax = max
amin = min


def ptp(a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The largest minus the smallest element over axes.

    Returns:
        A tensor without the axes, of the dtype of `a`.

    Raises:
        ValueError: there are no elements.

    Source: `hornbill/numpy/_reductions.py`.
    """
    return store(_reduced("ptp", a, axis, keepdims), out, "ptp")


@quick
def any(
    a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False, *, where: Any = None
) -> Tensor:
    """Whether an element is not 0, over axes. Of no elements, none is.

    Returns:
        A tensor of bool without the axes.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `any`.
    """
    return store(_reduced("any", _only(a, where, 0), axis, keepdims), out, "any")


@quick
def all(
    a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False, *, where: Any = None
) -> Tensor:
    """Whether no element is 0, over axes. Of no elements, none is.

    Returns:
        A tensor of bool without the axes.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `all`.
    """
    return store(_reduced("all", _only(a, where, 1), axis, keepdims), out, "all")


@quick
def count_nonzero(a: ArrayLike, axis: Axis = None, *, keepdims: bool = False) -> Tensor:
    """How many elements are not 0, over axes: int64.

    Returns:
        A tensor of int64 without the axes.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `count_nonzero`.
    """
    return _reduced("count_nonzero", a, axis, keepdims)


def _position(name: str, a: ArrayLike, axis: int | None, out: Any, keepdims: bool) -> Tensor:
    if axis is not None or not keepdims:
        result = call(name, a, axis=axes(axis), keepdims=True if keepdims else None)
    else:
        x = tensor(a)
        result = call("reshape", call(name, x), shape=[1] * x.ndim)
    return store(result, out, name)


@quick
def argmax(
    a: ArrayLike, axis: int | None = None, out: Any = None, *, keepdims: bool = False
) -> Tensor:
    """The position of the largest element: the first one, or the first NaN.

    Args:
        a: an array.
        axis: along which axis; by default among all elements in row-major order.
        out: a tensor of the result's shape to write to.
        keepdims: whether the axis stays, with length 1.

    Returns:
        A tensor of int64.

    Raises:
        ValueError: there are no elements.

    Source: the engine's function `argmax`.
    """
    return _position("argmax", a, axis, out, keepdims)


@quick
def argmin(
    a: ArrayLike, axis: int | None = None, out: Any = None, *, keepdims: bool = False
) -> Tensor:
    """The position of the smallest element. Arguments and errors are those of `argmax`.

    Returns:
        A tensor of int64, without the axis.

    Raises:
        ValueError: there are no elements.

    Source: the engine's function `argmin`.
    """
    return _position("argmin", a, axis, out, keepdims)
