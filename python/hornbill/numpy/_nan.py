"""Reductions that pass over NaN."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, Axis, DTypeLike, axes, call, dtype_name, store


def _reduced(name: str, a: ArrayLike, axis: Axis, out: Any, keepdims: bool, **more: Any) -> Tensor:
    result = call(name, a, axis=axes(axis), keepdims=bool(keepdims), **more)
    return store(result, out, name)


def _cast(a: ArrayLike, dtype: DTypeLike) -> ArrayLike:
    return a if dtype is None else call("astype", a, dtype=dtype_name(dtype))


def nansum(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The sum over axes of what is not NaN.

    Returns:
        A tensor without the axes; small integers are summed in 64 bits.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nansum", a, axis, out, keepdims, dtype=dtype_name(dtype))


def nanprod(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The product over axes of what is not NaN.

    Returns:
        A tensor without the axes; small integers are multiplied in 64 bits.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanprod", a, axis, out, keepdims, dtype=dtype_name(dtype))


def nancumsum(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running sums of what is not NaN.

    Returns:
        A tensor of the shape of `a`, or of one axis.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `nancumsum`.
    """
    return store(call("nancumsum", a, axis=axes(axis), dtype=dtype_name(dtype)), out, "nancumsum")


def nancumprod(
    a: ArrayLike, axis: int | None = None, dtype: DTypeLike = None, out: Any = None
) -> Tensor:
    """Running products of what is not NaN.

    Returns:
        A tensor of the shape of `a`, or of one axis.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `nancumprod`.
    """
    return store(call("nancumprod", a, axis=axes(axis), dtype=dtype_name(dtype)), out, "nancumprod")


def nanmean(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    keepdims: bool = False,
) -> Tensor:
    """The mean over axes of what is not NaN.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanmean", _cast(a, dtype), axis, out, keepdims)


def nanvar(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
) -> Tensor:
    """The variance over axes of what is not NaN.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanvar", _cast(a, dtype), axis, out, keepdims, correction=ddof)


def nanstd(
    a: ArrayLike,
    axis: Axis = None,
    dtype: DTypeLike = None,
    out: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
) -> Tensor:
    """The standard deviation over axes of what is not NaN.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanstd", _cast(a, dtype), axis, out, keepdims, correction=ddof)


def nanmax(a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The largest element over axes that is not NaN; NaN if all are.

    Returns:
        A tensor without the axes, of the dtype of `a`.

    Raises:
        ValueError: there are no elements.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanmax", a, axis, out, keepdims)


def nanmin(a: ArrayLike, axis: Axis = None, out: Any = None, keepdims: bool = False) -> Tensor:
    """The smallest element over axes that is not NaN; NaN if all are.

    Returns:
        A tensor without the axes, of the dtype of `a`.

    Raises:
        ValueError: there are no elements.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanmin", a, axis, out, keepdims)


def nanmedian(
    a: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    keepdims: bool = False,
) -> Tensor:
    """The number in the middle of what is not NaN, over axes.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanmedian", a, axis, out, keepdims)


def nanquantile(
    a: ArrayLike,
    q: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: bool = False,
) -> Tensor:
    """As `quantile`, of what is not NaN.

    Returns:
        A tensor with the axes of `q` before those that are left.

    Raises:
        ValueError: a share is not between 0 and 1.

    Source: the engine's function `nanquantile`.
    """
    options = {"axis": axes(axis), "keepdims": bool(keepdims), "method": method}
    return store(call("nanquantile", a, q, **options), out, "nanquantile")


def nanpercentile(
    a: ArrayLike,
    q: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: bool = False,
) -> Tensor:
    """As `percentile`, of what is not NaN.

    Returns:
        A tensor with the axes of `q` before those that are left.

    Raises:
        ValueError: a share is not between 0 and 100.

    Source: the engine's function `nanpercentile`.
    """
    options = {"axis": axes(axis), "keepdims": bool(keepdims), "method": method}
    return store(call("nanpercentile", a, q, **options), out, "nanpercentile")


def nanargmax(
    a: ArrayLike, axis: int | None = None, out: Any = None, *, keepdims: bool = False
) -> Tensor:
    """The position of the largest element that is not NaN.

    Returns:
        A tensor of int64 without the axis.

    Raises:
        ValueError: along the axis, all are NaN.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanargmax", a, axis, out, keepdims)


def nanargmin(
    a: ArrayLike, axis: int | None = None, out: Any = None, *, keepdims: bool = False
) -> Tensor:
    """The position of the smallest element that is not NaN.

    Returns:
        A tensor of int64 without the axis.

    Raises:
        ValueError: along the axis, all are NaN.

    Source: `hornbill/numpy/_nan.py`.
    """
    return _reduced("nanargmin", a, axis, out, keepdims)
