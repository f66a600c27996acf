"""How often values are there, and what lies between given ones."""

from __future__ import annotations

import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, call, tensor


def bincount(x: ArrayLike, weights: Any = None, minlength: int = 0) -> Tensor:
    """How often each integer from 0 is there, or the sum of the weights of each.

    Raises:
        ValueError: an integer is negative.
        TypeError: the elements are not integers.

    Returns:
        A tensor of one axis: of int64, or of float64 with weights.

    Source: the engine's function `bincount`.
    """
    return call("bincount", x, weights, minlength=operator.index(minlength))


def histogram(
    a: ArrayLike, bins: Any = 10, range: Any = None, density: bool = False, weights: Any = None
) -> tuple[Tensor, Tensor]:
    """How many elements are in each of a row of intervals.

    Args:
        a: an array; its elements are taken flat.
        bins: how many intervals of one width, or their edges.
        range: the first and the last edge; the smallest and largest element by default.
        density: whether the result is divided by the number of elements and the widths.
        weights: how much each element counts.

    Returns:
        The counts and the edges, one more. The last interval includes its upper edge.

    Raises:
        ValueError: the edges are not in order, or the range is not finite.

    Source: the engine's function `histogram`.
    """
    edges, count, bounds = _bins(bins, range)
    return call("histogram", a, edges, weights, bins=count, range=bounds, density=bool(density))


def _bins(bins: Any, range: Any) -> tuple[Tensor | None, int | None, list[float] | None]:
    """The edges, or how many and between which."""
    if getattr(bins, "shape", None) or isinstance(bins, (list, tuple)):
        edges = tensor(bins)
        if bool(call("any", edges[1:] < edges[:-1])):
            raise ValueError("`bins` must increase monotonically, when an array")
        return edges, None, None
    bounds = None if range is None else [float(bound) for bound in range]
    return None, operator.index(bins), bounds


def histogram_bin_edges(
    a: ArrayLike, bins: Any = 10, range: Any = None, weights: Any = None
) -> Tensor:
    """The edges of `histogram`'s intervals.

    Returns:
        A tensor of float64 of one axis, one longer than there are intervals.

    Raises:
        ValueError: the edges are not in order, or the range is not finite.

    Source: the engine's function `histogram_bin_edges`.
    """
    edges, count, bounds = _bins(bins, range)
    return call("histogram_bin_edges", a, bins=count, range=bounds) if edges is None else edges


def digitize(x: ArrayLike, bins: ArrayLike, right: bool = False) -> Tensor:
    """The number of the interval that each element is in, 0 before the first edge.

    Returns:
        A tensor of int64 of the shape of `x`.

    Raises:
        ValueError: the edges are not in order.

    Source: the engine's function `digitize`.
    """
    return call("digitize", x, bins, right=bool(right))


def interp(
    x: ArrayLike,
    xp: ArrayLike,
    fp: ArrayLike,
    left: float | None = None,
    right: float | None = None,
    period: float | None = None,
) -> Tensor:
    """The heights at `x` of a curve of straight lines through points.

    Args:
        x: where.
        xp, fp: the points, in order of `xp`.
        left, right: the heights before the first and behind the last point; theirs by default.
        period: the distance at which the curve repeats itself.

    Returns:
        A tensor of float64 of the shape of `x`.

    Raises:
        ValueError: there are no points, or not as many heights.

    Source: the engine's function `interp`.
    """
    return call("interp", x, xp, fp, left=left, right=right, period=period)
