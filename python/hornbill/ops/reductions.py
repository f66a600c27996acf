"""Sums, extremes and the like over axes, as in `keras.ops`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hornbill import numpy as _np
from hornbill._hornbill import Tensor
from hornbill.numpy._call import axes, call
from hornbill.ops import _types

Axis = Any


def _int32(x: Tensor) -> Tensor:
    return call("astype", x, dtype="int32")


def sum(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The sum over axes. Small integers are summed in 32 bits."""
    x = _types.convert(x)
    return _np.sum(x, axis, _types.sum_dtype(x), keepdims=keepdims)


def prod(x: Any, axis: Axis = None, keepdims: bool = False, dtype: Any = None) -> Tensor:
    """The product over axes."""
    x = _types.convert(x)
    return _np.prod(x, axis, dtype or _types.sum_dtype(x), keepdims=keepdims)


def mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The mean over axes."""
    return _np.mean(_types.real(x), axis, keepdims=keepdims)


def var(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The mean squared distance from the mean, over axes."""
    return _np.var(_types.real(x), axis, keepdims=keepdims)


def std(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The square root of `var`."""
    return _np.std(_types.real(x), axis, keepdims=keepdims)


def max(x: Any, axis: Axis = None, keepdims: bool = False, initial: Any = None) -> Tensor:
    """The largest element over axes."""
    return _np.max(_types.convert(x), axis, keepdims=keepdims, initial=initial)


def min(x: Any, axis: Axis = None, keepdims: bool = False, initial: Any = None) -> Tensor:
    """The smallest element over axes."""
    return _np.min(_types.convert(x), axis, keepdims=keepdims, initial=initial)


def amax(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The largest element over axes."""
    return max(x, axis, keepdims)


def amin(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The smallest element over axes."""
    return min(x, axis, keepdims)


def ptp(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The largest minus the smallest element over axes."""
    return _np.ptp(_types.convert(x), axis, keepdims=keepdims)


def any(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Whether an element is not 0, over axes."""
    return _np.any(_types.convert(x), axis, keepdims=keepdims)


def all(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Whether no element is 0, over axes."""
    return _np.all(_types.convert(x), axis, keepdims=keepdims)


def count_nonzero(x: Any, axis: Axis = None) -> Tensor:
    """How many elements are not 0, over axes: int32."""
    return _int32(_np.count_nonzero(_types.convert(x), axis))


def argmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The position of the first largest element: int32."""
    return _int32(_np.argmax(_types.convert(x), axis, keepdims=keepdims))


def argmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The position of the first smallest element: int32."""
    return _int32(_np.argmin(_types.convert(x), axis, keepdims=keepdims))


def argsort(x: Any, axis: int | None = -1) -> Tensor:
    """The positions that put the elements in order: int32."""
    return _int32(_np.argsort(_types.convert(x), axis))


def sort(x: Any, axis: int | None = -1) -> Tensor:
    """The elements in order."""
    return _np.sort(_types.convert(x), axis)


def argpartition(x: Any, kth: int, axis: int = -1) -> Tensor:
    """The positions that put the `kth` element where it is in order: int32."""
    return _int32(_np.argpartition(_types.convert(x), kth, axis))


def cumsum(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running sums along an axis."""
    return _running("cumulative_sum", x, axis, dtype)


def cumprod(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running products along an axis."""
    return _running("cumulative_prod", x, axis, dtype)


def _running(name: str, x: Any, axis: int | None, dtype: Any) -> Tensor:
    x = _types.convert(x)
    if dtype is None:
        dtype = "int32" if x.dtype.name == "bool" else x.dtype.name
    return call(name, x, axis=axes(axis), dtype=_types.dtype_or_floatx(dtype))


def average(x: Any, axis: Axis = None, weights: Any = None) -> Tensor:
    """The mean over axes, in which elements may have weights."""
    return _np.average(_types.real(x), axis, weights if weights is None else _types.real(weights))


def median(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The number in the middle of the elements in order, over axes."""
    return _np.median(_types.real(x), axis, keepdims=keepdims)


def quantile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """The numbers that shares of the elements are not larger than."""
    return _quantiles(_np.quantile, x, q, axis, method, keepdims)


def percentile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """As `quantile`, with shares from 0 to 100."""
    return _quantiles(_np.percentile, x, q, axis, method, keepdims)


def logsumexp(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """`log(sum(exp(x)))` over axes, without overflow."""
    return call("logsumexp", _types.real(x), axis=axes(axis), keepdims=bool(keepdims))


def nansum(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The sum over axes of what is not NaN."""
    x = _types.convert(x)
    return _np.nansum(x, axis, _types.sum_dtype(x), keepdims=keepdims)


def nanprod(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The product over axes of what is not NaN."""
    x = _types.convert(x)
    return _np.nanprod(x, axis, _types.sum_dtype(x), keepdims=keepdims)


def nanmean(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The mean over axes of what is not NaN."""
    return _np.nanmean(_types.real(x), axis, keepdims=keepdims)


def nanvar(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The variance over axes of what is not NaN."""
    return _np.nanvar(_types.real(x), axis, keepdims=keepdims)


def nanstd(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The standard deviation over axes of what is not NaN."""
    return _np.nanstd(_types.real(x), axis, keepdims=keepdims)


def nanmax(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The largest element over axes that is not NaN."""
    return _np.nanmax(_types.convert(x), axis, keepdims=keepdims)


def nanmin(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The smallest element over axes that is not NaN."""
    return _np.nanmin(_types.convert(x), axis, keepdims=keepdims)


def nanmedian(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The number in the middle of what is not NaN, over axes."""
    return _np.nanmedian(_types.real(x), axis, keepdims=keepdims)


def nanquantile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """The numbers that shares of what is not NaN are not larger than."""
    return _quantiles(_np.nanquantile, x, q, axis, method, keepdims)


def nanpercentile(
    x: Any, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Tensor:
    """As `nanquantile`, with shares from 0 to 100."""
    return _quantiles(_np.nanpercentile, x, q, axis, method, keepdims)


def _quantiles(
    function: Callable[..., Tensor], x: Any, q: Any, axis: Axis, method: str, keepdims: bool
) -> Tensor:
    # Of the dtype of the elements, also where NumPy's functions give float64.
    x = _types.real(x)
    result = function(x, q, axis, method=method, keepdims=keepdims)
    return call("astype", result, dtype=x.dtype.name)


def nanargmax(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The position of the first largest element that is not NaN: int32, -1 where all are NaN."""
    return _nan_position("argmax", float("-inf"), x, axis, keepdims)


def nanargmin(x: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The position of the first smallest element that is not NaN: int32, -1 where all are NaN."""
    return _nan_position("argmin", float("inf"), x, axis, keepdims)


def _nan_position(name: str, least: float, x: Any, axis: int | None, keepdims: bool) -> Tensor:
    x = _types.convert(x)
    if x.dtype.kind not in "fc":
        return _int32(call(name, x, axis=axes(axis), keepdims=bool(keepdims)))
    is_nan = call("isnan", x)
    found = call(name, call("where", is_nan, least, x), axis=axes(axis), keepdims=bool(keepdims))
    is_none = call("all", is_nan, axis=axes(axis), keepdims=bool(keepdims))
    return _int32(call("where", is_none, -1, found))


def nancumsum(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running sums along an axis, in which NaN counts as 0."""
    return _running("nancumsum", x, axis, dtype)


def nancumprod(x: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running products along an axis, in which NaN counts as 1."""
    return _running("nancumprod", x, axis, dtype)
