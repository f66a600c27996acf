"""Reductions that pass over NaN."""

from __future__ import annotations

import math
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
    store,
    tensor,
)
from hornbill.numpy._running import cumsum
from hornbill.numpy._statistics import as_float


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
    return cumsum(_without_nan(a, 0.0), axis, dtype, out)


def nanmean(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The mean over axes of what is not NaN."""
    x = as_float(a)
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
    x = as_float(a) if dtype is None else call("astype", a, dtype=dtype_name(dtype))
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
