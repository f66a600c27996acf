"""Results so far along an axis, and differences."""

from __future__ import annotations

import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    DTypeLike,
    axes,
    call,
    dtype_name,
    many_axes,
    quick,
    store,
    tensor,
)


@quick
def cumsum(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running sums.

    Args:
        a: an array.
        axis: along which axis; `None` takes the elements flat.
        dtype: the dtype to sum in; by default as for `sum`.
        out: a tensor of the result's shape to write to.

    Returns:
        A tensor of the shape of `a`, or of one axis; small integers are summed in 64 bits.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `cumulative_sum`.
    """
    result = call("cumulative_sum", a, axis=axes(axis), dtype=dtype_name(dtype))
    return store(result, out, "cumsum")


@quick
def cumprod(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running products. Arguments are those of `cumsum`.

    Returns:
        A tensor of the shape of `a`, or of one axis; small integers are multiplied in 64 bits.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `cumulative_prod`.
    """
    result = call("cumulative_prod", a, axis=axes(axis), dtype=dtype_name(dtype))
    return store(result, out, "cumprod")


def cumulative_sum(
    x: ArrayLike,
    /,
    *,
    axis: int | None = None,
    dtype: DTypeLike = None,
    include_initial: bool = False,
) -> Tensor:
    """Running sums along an axis.

    Args:
        x: an array.
        axis: along which axis; may be left out if there is only one.
        dtype: the dtype to sum in; by default as for `sum`.
        include_initial: whether a 0 comes first.

    Returns:
        A tensor of the shape of `x`, one longer along the axis with `include_initial`.

    Raises:
        ValueError: no axis is given, and there is not just one.

    Source: `hornbill/numpy/_running.py`.
    """
    return _cumulative("cumulative_sum", x, axis, dtype, include_initial)


def cumulative_prod(
    x: ArrayLike,
    /,
    *,
    axis: int | None = None,
    dtype: DTypeLike = None,
    include_initial: bool = False,
) -> Tensor:
    """Running products along an axis. Arguments are those of `cumulative_sum`; a 1 comes first.

    Returns:
        A tensor of the shape of `x`, one longer along the axis with `include_initial`.

    Raises:
        ValueError: no axis is given, and there is not just one.

    Source: `hornbill/numpy/_running.py`.
    """
    return _cumulative("cumulative_prod", x, axis, dtype, include_initial)


def _cumulative(
    name: str, x: ArrayLike, axis: int | None, dtype: DTypeLike, include_initial: bool
) -> Tensor:
    x = tensor(x)
    if axis is None:
        if x.ndim != 1:
            raise ValueError(f"{name}: for an array with {x.ndim} axes, expected `axis`")
        axis = 0
    return call(
        name, x, axis=axes(axis), dtype=dtype_name(dtype), include_initial=bool(include_initial)
    )


def diff(
    a: ArrayLike, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None
) -> Tensor:
    """Each element minus the one before it, along an axis.

    Args:
        a: an array.
        n: how often.
        axis: along which axis.
        prepend, append: what to put before and behind the array first.

    Raises:
        ValueError: `n` is negative.

    Returns:
        A tensor of the dtype of `a`, shorter along the axis.

    Source: the engine's function `diff`.
    """
    return call("diff", a, prepend, append, n=operator.index(n), axis=axes(axis))


def ediff1d(ary: ArrayLike, to_end: Any = None, to_begin: Any = None) -> Tensor:
    """The differences of neighbours in row-major order, between other values.

    Returns:
        A tensor of one axis, of the dtype of the array.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `ediff1d`.
    """
    return call("ediff1d", ary, to_begin, to_end)


def gradient(f: ArrayLike, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    """The slopes along axes, from the differences on both sides.

    Args:
        f: an array.
        varargs: the distance of neighbours, or their places, for all axes or one for each.
        axis: along which axes, all by default.
        edge_order: how exact the slopes at the ends are: 1 or 2.

    Returns:
        A tensor, or a tuple of them for several axes.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `gradient`.
    """
    x = tensor(f)
    places = many_axes(axis, x.ndim)
    steps = varargs * len(places) if len(varargs) == 1 else varargs or (1.0,) * len(places)
    if len(steps) != len(places):
        raise TypeError("invalid number of arguments")
    results = []
    for place, step in zip(places, steps, strict=True):
        given = tensor(step)
        at = given if given.ndim else None
        slopes = call("gradient", x, at, axis=place, edge_order=edge_order)
        results.append(slopes if at is not None else slopes / step)
    return results[0] if len(results) == 1 else tuple(results)


def trapezoid(y: ArrayLike, x: Any = None, dx: float = 1.0, axis: int = -1) -> Tensor:
    """The area under a curve through points, by straight lines between them.

    Returns:
        A tensor without the axis: floats.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `trapezoid`.
    """
    return call("trapezoid", y, x, dx=float(dx), axis=axes(axis))
