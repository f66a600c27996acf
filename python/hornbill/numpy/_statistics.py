"""Averages, quantiles, correlations and counts, and reductions that pass over NaN."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy import _reductions as reductions
from hornbill.numpy._call import (
    ArrayLike,
    Axis,
    DTypeLike,
    call,
    dtype_name,
    is_float,
    many_axes,
    one_axis,
    store,
    tensor,
)
from hornbill.numpy._searching import searchsorted, sort
from hornbill.numpy._shapes import moveaxis


def _float(x: ArrayLike) -> Tensor:
    x = tensor(x)
    return x if is_float(x) else call("astype", x, dtype="float64")


def average(
    a: ArrayLike,
    axis: Axis = None,
    weights: Any = None,
    returned: bool = False,
    *,
    keepdims: bool = False,
) -> Any:
    """The mean over axes, in which elements may have weights.

    Args:
        a: an array.
        axis: one axis or several; all by default.
        weights: an array of the shape of `a`, or a vector along the axis.
        returned: whether to return the sum of the weights too.
        keepdims: whether the axes stay, with length 1.

    Raises:
        ZeroDivisionError: the weights add up to 0.
    """
    x = _float(a)
    if weights is None:
        result = reductions.mean(x, axis, keepdims=keepdims)
        total = result * 0 + x.size / max(result.size, 1)
        return (result, total) if returned else result
    w = tensor(weights)
    if w.shape != x.shape:
        if axis is None:
            raise TypeError("Axis must be specified when shapes of a and weights differ.")
        position = one_axis(axis, x.ndim)
        if tuple(w.shape) != (x.shape[position],):
            raise ValueError("Shape of weights must be consistent with shape of a along axis.")
        shape = [1] * x.ndim
        shape[position] = -1
        w = call("broadcast_to", call("reshape", w, shape=shape), shape=list(x.shape))
    w = call("astype", w, dtype=x.dtype.name) if not is_float(w) else w
    total = reductions.sum(w, axis, keepdims=keepdims)
    if bool(call("any", call("equal", total, 0))):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    result = reductions.sum(x * w, axis, keepdims=keepdims) / total
    return (result, total) if returned else result


def quantile(
    a: ArrayLike,
    q: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: bool = False,
) -> Tensor:
    """The numbers that shares of the elements are not larger than.

    Args:
        a: an array.
        q: shares from 0 to 1.
        axis: one axis or several; all by default.
        out: a tensor of the result's shape to write to.
        overwrite_input: kept for programs that give it.
        method: between two elements: `"linear"`, `"lower"`, `"higher"`, `"nearest"` or
            `"midpoint"`.
        keepdims: whether the axes stay, with length 1.

    Returns:
        A float tensor with the axes of `q`, then those of `a` without the reduced ones. NaN where
        an element is NaN.

    Raises:
        ValueError: a share is not between 0 and 1.
    """
    shares = tensor(q)
    values = call("reshape", shares, shape=[-1]).tolist()
    if not all(0 <= share <= 1 for share in values):
        raise ValueError("Quantiles must be in the range [0, 1]")
    if method not in _METHODS:
        raise ValueError(
            f"quantile: unknown method: expected one of {', '.join(_METHODS)}. Got {method!r}"
        )
    x = tensor(a) if method in ("lower", "higher", "nearest") else _float(a)
    gone = many_axes(axis, x.ndim)
    kept = [place for place in range(x.ndim) if place not in gone]
    flat = moveaxis(x, gone, tuple(range(len(gone)))) if gone else x
    flat = call("reshape", flat, shape=[-1, *(x.shape[place] for place in kept)])
    ordered = sort(flat, axis=0)
    count = ordered.shape[0]
    if not count:
        raise IndexError("cannot take a quantile of no elements")
    parts = []
    for share in values:
        low, high, step = _METHODS[method](share * (count - 1))
        # Exact at both ends, and never outside of them.
        part = ordered[low] + (ordered[high] - ordered[low]) * step if step else ordered[low]
        parts.append(part)
    result = call("stack", *parts) if parts else ordered[:0]
    last = ordered[-1]
    result = call("where", call("isnan", last), last, result)
    shape = [x.shape[place] for place in kept]
    if keepdims:
        shape = [1 if place in gone else x.shape[place] for place in range(x.ndim)]
    result = call("reshape", result, shape=[*shares.shape, *shape])
    return store(result, out, "quantile")


def _linear(position: float) -> tuple[int, int, float]:
    low = math.floor(position)
    return low, math.ceil(position), position - low


def _midpoint(position: float) -> tuple[int, int, float]:
    low, high = math.floor(position), math.ceil(position)
    return low, high, 0.5 if low != high else 0.0


# Between which two elements, and how far from the first.
_METHODS: dict[str, Callable[[float], tuple[int, int, float]]] = {
    "linear": _linear,
    "lower": lambda position: (math.floor(position), 0, 0.0),
    "higher": lambda position: (math.ceil(position), 0, 0.0),
    "nearest": lambda position: (round(position), 0, 0.0),
    "midpoint": _midpoint,
}


def percentile(
    a: ArrayLike,
    q: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: bool = False,
) -> Tensor:
    """As `quantile`, with shares from 0 to 100."""
    shares = tensor(q) / 100
    if not bool(call("all", (shares >= 0) & (shares <= 1))):
        raise ValueError("Percentiles must be in the range [0, 100]")
    return quantile(a, shares, axis, out, overwrite_input, method, keepdims)


def median(
    a: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    keepdims: bool = False,
) -> Tensor:
    """The number in the middle of the elements in order, over axes."""
    return quantile(a, 0.5, axis, out, keepdims=keepdims)


def _without_nan(a: ArrayLike, other: float) -> Tensor:
    x = tensor(a)
    return call("where", call("isnan", x), other, x) if is_float(x) else x


def nansum(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The sum over axes of what is not NaN."""
    return reductions.sum(_without_nan(a, 0.0), axis, dtype, out, keepdims)


def nanprod(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The product over axes of what is not NaN."""
    return reductions.prod(_without_nan(a, 1.0), axis, dtype, out, keepdims)


def nancumsum(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running sums of what is not NaN."""
    return reductions.cumsum(_without_nan(a, 0.0), axis, dtype, out)


def nanmean(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The mean over axes of what is not NaN."""
    x = _float(a)
    counted = call("logical_not", call("isnan", x))
    return reductions.mean(x, axis, dtype, out, keepdims, where=counted)


def nanvar(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
) -> Tensor:
    """The variance over axes of what is not NaN."""
    x = _float(a) if dtype is None else call("astype", a, dtype=dtype_name(dtype))
    distance = x - nanmean(x, axis, keepdims=True)
    count = reductions.count_nonzero(call("logical_not", call("isnan", x)), axis, keepdims=keepdims)
    result = nansum(distance * distance, axis, keepdims=keepdims) / (count - ddof)
    return store(call("astype", result, dtype=x.dtype.name), out, "nanvar")


def nanstd(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
) -> Tensor:
    """The standard deviation over axes of what is not NaN."""
    return store(call("sqrt", nanvar(a, axis, dtype, None, ddof, keepdims)), out, "nanstd")


def _nan_extreme(
    function: Any, other: float, a: ArrayLike, axis: Axis, out: Any, keepdims: bool
) -> Tensor:
    x = tensor(a)
    result = function(_without_nan(x, other), axis, keepdims=keepdims)
    if is_float(x):
        nothing = reductions.all(call("isnan", x), axis, keepdims=keepdims)
        result = call("where", nothing, math.nan, result)
    return store(result, out, function.__name__)


def nanmax(a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The largest element over axes that is not NaN; NaN if all are."""
    return _nan_extreme(reductions.max, -math.inf, a, axis, out, keepdims)


def nanmin(a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The smallest element over axes that is not NaN; NaN if all are."""
    return _nan_extreme(reductions.min, math.inf, a, axis, out, keepdims)


def _nan_position(
    function: Any, other: float, a: ArrayLike, axis: int | None, keepdims: bool
) -> Tensor:
    x = tensor(a)
    if is_float(x) and bool(call("any", reductions.all(call("isnan", x), axis))):
        raise ValueError("All-NaN slice encountered")
    return function(_without_nan(x, other), axis, keepdims=keepdims)


def nanargmax(
    a: ArrayLike, axis: int | None = None, out: Any = None, *, keepdims: bool = False
) -> Tensor:
    """The position of the largest element that is not NaN."""
    return store(_nan_position(reductions.argmax, -math.inf, a, axis, keepdims), out, "nanargmax")


def nanargmin(
    a: ArrayLike, axis: int | None = None, out: Any = None, *, keepdims: bool = False
) -> Tensor:
    """The position of the smallest element that is not NaN."""
    return store(_nan_position(reductions.argmin, math.inf, a, axis, keepdims), out, "nanargmin")


def cov(
    m: ArrayLike,
    y: Any = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
) -> Tensor:
    """The covariances of variables.

    Args:
        m: observations; each row is a variable.
        y: more variables.
        rowvar: whether rows are variables; else columns are.
        bias: whether to divide by the number of observations, not by one less.
        ddof: what is subtracted from that number.
    """
    parts = []
    for given in (m, y):
        if given is None:
            continue
        x = _float(given)
        if x.ndim > 2:
            raise ValueError("m has more than 2 dimensions")
        if x.ndim < 2:
            x = call("reshape", x, shape=[1, -1])
        elif not rowvar:
            x = x.T
        parts.append(x)
    x = call("concatenate", *parts, axis=0)
    centred = x - reductions.mean(x, 1, keepdims=True)
    lost = ddof if ddof is not None else 0 if bias else 1
    result = call("matmul", centred, centred.T) / (x.shape[1] - lost)
    return call("squeeze", result)


def corrcoef(x: ArrayLike, y: Any = None, rowvar: bool = True) -> Tensor:
    """The correlations of variables. Arguments are those of `cov`."""
    result = cov(x, y, rowvar)
    if result.ndim == 0:
        return result / result
    from hornbill.numpy._products import diagonal

    spread = call("sqrt", diagonal(result))
    scaled = result / call("expand_dims", spread, axis=1) / spread
    return call("clip", scaled, min=-1.0, max=1.0)


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
        return reductions.diff(searchsorted(sort(values), bounds))
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
    counts = reductions.diff(call("concatenate", before, last, axis=0))
    if density:
        return counts / reductions.diff(edges) / reductions.sum(counts), edges
    return counts, edges


def histogram_bin_edges(
    a: ArrayLike, bins: Any = 10, range: Any = None, weights: Any = None
) -> Tensor:
    """The edges of `histogram`'s intervals."""
    from hornbill.numpy._creation import linspace

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
    where, places, heights = _float(x), _float(xp), _float(fp)
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
