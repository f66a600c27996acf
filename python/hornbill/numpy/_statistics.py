"""Averages, quantiles, correlations and counts, and reductions that pass over NaN."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy import _reductions as reductions
from hornbill.numpy._call import (
    ArrayLike,
    Axis,
    call,
    is_float,
    many_axes,
    one_axis,
    store,
    tensor,
)
from hornbill.numpy._searching import sort
from hornbill.numpy._shapes import moveaxis


def as_float(x: ArrayLike) -> Tensor:
    """A tensor of floats; integers and bool become float64."""
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
    x = as_float(a)
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
    x = tensor(a) if method in ("lower", "higher", "nearest") else as_float(a)
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
        x = as_float(given)
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
