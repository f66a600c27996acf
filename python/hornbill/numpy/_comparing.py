"""Whether arrays are equal or close, and other questions about them."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, call, tensor
from hornbill.numpy._elementwise import (
    absolute,
    equal,
    isfinite,
    isnan,
    less_equal,
    logical_and,
    logical_or,
)


def iscomplexobj(x: Any) -> bool:
    """Whether the dtype is complex: never."""
    return False


def isreal(x: ArrayLike) -> Tensor:
    """Whether an element has no imaginary part: always."""
    return call("ones", shape=list(tensor(x).shape), dtype="bool")


def isclose(
    a: ArrayLike, b: ArrayLike, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
) -> Tensor:
    """Whether two elements differ by at most `atol + rtol * abs(b)`.

    Args:
        a, b: arrays that broadcast.
        rtol, atol: the relative and the absolute tolerance.
        equal_nan: whether NaN is close to NaN.

    Returns:
        A tensor of bool of the shape that both broadcast to.
    """
    x, y = _signed(a), _signed(b)
    close = less_equal(absolute(x - y), atol + rtol * absolute(y))
    result = logical_or(logical_and(close, isfinite(y)), equal(x, y))
    if equal_nan:
        result = logical_or(result, logical_and(isnan(x), isnan(y)))
    return result


def _signed(x: ArrayLike) -> Tensor:
    """Differences of unsigned integers wrap and those of bool do not exist."""
    x = tensor(x)
    return call("astype", x, dtype="float64") if x.dtype.kind in "bu" else x


def allclose(
    a: ArrayLike, b: ArrayLike, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
) -> bool:
    """Whether all elements are close, as by `isclose`."""
    return bool(call("all", isclose(a, b, rtol, atol, equal_nan)))


def array_equal(a1: ArrayLike, a2: ArrayLike, equal_nan: bool = False) -> bool:
    """Whether two arrays have the same shape and the same elements.

    Args:
        a1, a2: the arrays.
        equal_nan: whether NaN is equal to NaN.
    """
    x, y = tensor(a1), tensor(a2)
    if tuple(x.shape) != tuple(y.shape):
        return False
    same = equal(x, y)
    if equal_nan:
        same = logical_or(same, logical_and(isnan(x), isnan(y)))
    return bool(call("all", same))


def array_equiv(a1: ArrayLike, a2: ArrayLike) -> bool:
    """Whether two arrays broadcast to arrays with the same elements."""
    try:
        return bool(call("all", equal(a1, a2)))
    except ValueError:
        return False


def isscalar(element: Any) -> bool:
    """Whether something is a Python number or text, or NumPy's scalar: not an array."""
    return isinstance(element, (int, float, complex, str, bytes)) or (
        hasattr(element, "dtype")
        and getattr(element, "shape", None) == ()
        and not hasattr(element, "__setitem__")
    )
