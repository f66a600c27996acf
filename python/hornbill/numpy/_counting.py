"""How often values are there, and what lies between given ones."""

from __future__ import annotations

import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy import _reductions as reductions
from hornbill.numpy._call import (
    ArrayLike,
    call,
    tensor,
)
from hornbill.numpy._running import diff
from hornbill.numpy._searching import searchsorted, sort
from hornbill.numpy._statistics import as_float


def bincount(x: ArrayLike, weights: Any = None, minlength: int = 0) -> Tensor:
    """How often each integer from 0 is there, or the sum of the weights of each.

    Raises:
        ValueError: an integer is negative.
        TypeError: the elements are not integers.
    """
    values = tensor(x)
    if values.ndim != 1:
        raise ValueError("object too deep for desired array")
    if values.size and values.dtype.kind not in "iub":
        raise TypeError("Cannot cast array data according to the rule 'safe'")
    if values.size and int(call("min", values)) < 0:
        raise ValueError("'list' argument must have no negative elements")
    length = max(operator.index(minlength), int(call("max", values)) + 1 if values.size else 0)
    if weights is None:
        bounds = call("arange", stop=length + 1)
        return diff(searchsorted(sort(values), bounds))
    rows = call("one_hot", values, num_classes=length, dtype="float64")
    return call("matmul", call("astype", weights, dtype="float64"), rows)


def histogram(
    a: ArrayLike, bins: Any = 10, range: Any = None, density: bool = False, weights: Any = None
) -> tuple[Tensor, Tensor]:
    """How many elements are in each of a row of intervals.

    Args:
        a: an array; its elements are taken flat.
        bins: how many intervals of one width, or their edges.
        range: the first and the last edge; the smallest and largest element by default.
        density: whether the result is divided by the number of elements and the widths.
        weights: not supported so far.

    Returns:
        The counts and the edges, one more. The last interval includes its upper edge.
    """
    if weights is not None:
        raise NotImplementedError("histogram: weights are not supported so far")
    x = call("reshape", a, shape=[-1])
    edges = histogram_bin_edges(x, bins, range)
    ordered = sort(x)
    before = searchsorted(ordered, edges[:-1], "left")
    last = searchsorted(ordered, edges[-1:], "right")
    counts = diff(call("concatenate", before, last, axis=0))
    if density:
        return counts / diff(edges) / reductions.sum(counts), edges
    return counts, edges


def histogram_bin_edges(
    a: ArrayLike, bins: Any = 10, range: Any = None, weights: Any = None
) -> Tensor:
    """The edges of `histogram`'s intervals."""
    from hornbill.numpy._ranges import linspace

    if getattr(bins, "shape", None) or isinstance(bins, (list, tuple)):
        edges = tensor(bins)
        if bool(call("any", edges[1:] < edges[:-1])):
            raise ValueError("`bins` must increase monotonically, when an array")
        return edges
    count = operator.index(bins)
    if count < 1:
        raise ValueError("`bins` must be positive, when an integer")
    x = tensor(a)
    if range is not None:
        low, high = (float(bound) for bound in range)
        if low > high:
            raise ValueError("max must be larger than min in range parameter.")
    else:
        low, high = (float(call("min", x)), float(call("max", x))) if x.size else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    return linspace(low, high, count + 1)


def digitize(x: ArrayLike, bins: ArrayLike, right: bool = False) -> Tensor:
    """The number of the interval that each element is in, 0 before the first edge."""
    edges = tensor(bins)
    side = "left" if right else "right"
    if edges.size > 1 and bool(edges[0] > edges[-1]):
        return edges.size - searchsorted(call("flip", edges), x, side)
    return searchsorted(edges, x, side)


def interp(
    x: ArrayLike,
    xp: ArrayLike,
    fp: ArrayLike,
    left: float | None = None,
    right: float | None = None,
) -> Tensor:
    """The heights at `x` of a curve of straight lines through points.

    Args:
        x: where.
        xp, fp: the points, in order of `xp`.
        left, right: the heights before the first and behind the last point; theirs by default.
    """
    where, places, heights = as_float(x), as_float(xp), as_float(fp)
    if places.size != heights.size:
        raise ValueError("fp and xp are not of the same length.")
    if not places.size:
        raise ValueError("array of sample points is empty")
    last = places.size - 1
    after = call("clip", searchsorted(places, where, "right"), min=1, max=max(last, 1))
    before = after - 1
    after = call("minimum", after, last)
    x0, y0 = call("take", places, before), call("take", heights, before)
    x1, y1 = call("take", places, after), call("take", heights, after)
    width = call("where", x1 == x0, 1.0, x1 - x0)
    result = y0 + (where - x0) / width * (y1 - y0)
    low = heights[0] if left is None else left
    high = heights[-1] if right is None else right
    result = call("where", where < places[0], low, result)
    result = call("where", where > places[-1], high, result)
    return call("where", where == places[-1], heights[-1], result)
