"""Results so far along an axis, and differences."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    DTypeLike,
    axes,
    call,
    dtype_name,
    one_axis,
    store,
    tensor,
)
from hornbill.numpy._reductions import sum


def cumsum(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running sums.

    Args:
        a: an array.
        axis: along which axis; `None` takes the elements flat.
        dtype: the dtype to sum in; by default as for `sum`.
        out: a tensor of the result's shape to write to.

    Source: the engine's function `cumulative_sum`.
    """
    result = call("cumulative_sum", a, axis=axes(axis), dtype=dtype_name(dtype))
    return store(result, out, "cumsum")


def cumprod(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running products. Arguments are those of `cumsum`.

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
    """
    return _cumulative("cumulative_sum", x, axis, dtype, include_initial, 0)


def cumulative_prod(
    x: ArrayLike,
    /,
    *,
    axis: int | None = None,
    dtype: DTypeLike = None,
    include_initial: bool = False,
) -> Tensor:
    """Running products along an axis. Arguments are those of `cumulative_sum`; a 1 comes first."""
    return _cumulative("cumulative_prod", x, axis, dtype, include_initial, 1)


def _cumulative(
    name: str, x: ArrayLike, axis: int | None, dtype: DTypeLike, initial: bool, value: int
) -> Tensor:
    x = tensor(x)
    if axis is None and x.ndim != 1:
        raise ValueError(f"{name}: for an array with {x.ndim} axes, expected `axis`")
    position = one_axis(0 if axis is None else axis, x.ndim)
    result = call(name, x, axis=position, dtype=dtype_name(dtype))
    if initial:
        shape = list(x.shape)
        shape[position] = 1
        first = call("full", shape=shape, value=value, dtype=result.dtype.name)
        result = call("concatenate", first, result, axis=position)
    return result


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
    """
    if n < 0:
        raise ValueError(f"order must be non-negative but got {n!r}")
    x = tensor(a)
    position = one_axis(axis, x.ndim)
    parts = [x]
    for extra, place in ((prepend, 0), (append, 2)):
        if extra is not None:
            extra = tensor(extra)
            if extra.ndim == 0:
                shape = list(x.shape)
                shape[position] = 1
                extra = call("broadcast_to", extra, shape=shape)
            parts.insert(place, extra)
    if len(parts) > 1:
        x = call("concatenate", *parts, axis=position)
    before = (slice(None),) * position
    name = "not_equal" if x.dtype.name == "bool" else "subtract"
    for _ in range(n):
        x = call(name, x[(*before, slice(1, None))], x[(*before, slice(None, -1))])
    return x


def trapezoid(y: ArrayLike, x: Any = None, dx: float = 1.0, axis: int = -1) -> Tensor:
    """The area under a curve through points, by straight lines between them."""
    heights = tensor(y)
    position = one_axis(axis, heights.ndim)
    before = (slice(None),) * position
    widths: Any = dx
    if x is not None:
        widths = diff(x, axis=-1 if tensor(x).ndim == 1 else position)
        if widths.ndim == 1:
            shape = [1] * heights.ndim
            shape[position] = -1
            widths = call("reshape", widths, shape=shape)
    pairs = heights[(*before, slice(1, None))] + heights[(*before, slice(None, -1))]
    return sum(widths * pairs / 2.0, position)
