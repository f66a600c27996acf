"""Averages, quantiles and correlations."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, Axis, axes, call, many_axes, quick, store, tensor


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

    Returns:
        A tensor without the axes, of floats; with `returned` a tuple of it and the sum of the
        weights.

    Source: the engine's function `average`.
    """
    x = tensor(a)
    w = None if weights is None else tensor(weights)
    if w is not None and w.shape != x.shape:
        if axis is None:
            raise TypeError("Axis must be specified when shapes of a and weights differ.")
        places = many_axes(axis, x.ndim)
        if tuple(w.shape) != tuple(x.shape[place] for place in places):
            raise ValueError("Shape of weights must be consistent with shape of a along axis.")
        shape = [length if place in places else 1 for place, length in enumerate(x.shape)]
        order = sorted(range(len(places)), key=lambda one: places[one])
        w = call("reshape", call("transpose", w, axes=order), shape=shape)
        w = call("broadcast_to", w, shape=x.shape)
    if w is not None and bool(call("any", call("sum", w, axis=axes(axis)) == 0)):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    result = call("average", x, w, axis=axes(axis), keepdims=bool(keepdims))
    return result if returned else result[0]


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
        method: between two elements: `"linear"`, `"lower"`, `"higher"`, `"nearest"`,
            `"midpoint"` or another of NumPy's.
        keepdims: whether the axes stay, with length 1.

    Returns:
        A float tensor with the axes of `q`, then those of `a` without the reduced ones. NaN where
        an element is NaN.

    Raises:
        ValueError: a share is not between 0 and 1.

    Source: the engine's function `quantile`.
    """
    options = {"axis": axes(axis), "keepdims": bool(keepdims), "method": method}
    return store(call("quantile", a, q, **options), out, "quantile")


def percentile(
    a: ArrayLike,
    q: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    method: str = "linear",
    keepdims: bool = False,
) -> Tensor:
    """As `quantile`, with shares from 0 to 100.

    Returns:
        A tensor with the axes of `q` before those that are left.

    Raises:
        ValueError: a share is not between 0 and 100.

    Source: the engine's function `percentile`.
    """
    options = {"axis": axes(axis), "keepdims": bool(keepdims), "method": method}
    return store(call("percentile", a, q, **options), out, "percentile")


@quick
def median(
    a: ArrayLike,
    axis: Axis = None,
    out: Any = None,
    overwrite_input: bool = False,
    keepdims: bool = False,
) -> Tensor:
    """The number in the middle of the elements in order, over axes.

    Returns:
        A tensor without the axes, of the dtype of `a` if it is a float, else of float64.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `median`.
    """
    return store(call("median", a, axis=axes(axis), keepdims=bool(keepdims)), out, "median")


def cov(
    m: ArrayLike,
    y: Any = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
    fweights: Any = None,
    aweights: Any = None,
) -> Tensor:
    """The covariances of variables.

    Args:
        m: observations; each row is a variable.
        y: more variables.
        rowvar: whether rows are variables; else columns are.
        bias: whether to divide by the number of observations, not by one less.
        ddof: what is subtracted from that number.
        fweights: how often each observation counts.
        aweights: how much each observation counts.

    Returns:
        A matrix of float64, or complex128: a row for each variable.

    Raises:
        ValueError: there are more than two axes.

    Source: the engine's function `cov`.
    """
    options = {"rowvar": bool(rowvar), "bias": bool(bias), "ddof": ddof}
    return call("cov", m, y, fweights, aweights, **options)


def corrcoef(x: ArrayLike, y: Any = None, rowvar: bool = True) -> Tensor:
    """The correlations of variables. Arguments are those of `cov`.

    Returns:
        A matrix of float64, or complex128: a row for each variable.

    Raises:
        ValueError: there are more than two axes.

    Source: the engine's function `corrcoef`.
    """
    return call("corrcoef", x, y, rowvar=bool(rowvar))
