"""Whether arrays are equal or close, and other questions about them."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, call, tensor
from hornbill.numpy._elementwise import equal, not_equal


def iscomplexobj(x: Any) -> bool:
    """Whether the dtype is complex.

    Returns:
        `True` or `False`.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_comparing.py`.
    """
    return tensor(x).dtype.kind == "c"


def isrealobj(x: Any) -> bool:
    """Whether the dtype is not complex.

    Returns:
        `True` or `False`.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_comparing.py`.
    """
    return not iscomplexobj(x)


def isreal(x: ArrayLike) -> Tensor:
    """Whether an element has no imaginary part.

    Returns:
        A tensor of bool of the shape of `x`.

    Raises:
        TypeError: it is no array of numbers.

    Source: the engine's function `imag`.
    """
    return equal(call("imag", x), 0)


def iscomplex(x: ArrayLike) -> Tensor:
    """Whether an element has an imaginary part.

    Returns:
        A tensor of bool of the shape of `x`.

    Raises:
        TypeError: it is no array of numbers.

    Source: the engine's function `imag`.
    """
    return not_equal(call("imag", x), 0)


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

    Raises:
        ValueError: the shapes do not broadcast.

    Source: the engine's function `isclose`.
    """
    return call("isclose", a, b, rtol=float(rtol), atol=float(atol), equal_nan=bool(equal_nan))


def allclose(
    a: ArrayLike, b: ArrayLike, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
) -> bool:
    """Whether all elements are close, as by `isclose`.

    Returns:
        A scalar of bool.

    Raises:
        ValueError: the shapes do not broadcast.

    Source: the engine's function `allclose`.
    """
    options = {"rtol": float(rtol), "atol": float(atol), "equal_nan": bool(equal_nan)}
    return bool(call("allclose", a, b, **options))


def array_equal(a1: ArrayLike, a2: ArrayLike, equal_nan: bool = False) -> bool:
    """Whether two arrays have the same shape and the same elements.

    Args:
        a1, a2: the arrays.
        equal_nan: whether NaN is equal to NaN.

    Returns:
        A scalar of bool.

    Raises:
        TypeError: one of them is no array of numbers.

    Source: the engine's function `array_equal`.
    """
    return bool(call("array_equal", a1, a2, equal_nan=bool(equal_nan)))


def array_equiv(a1: ArrayLike, a2: ArrayLike) -> bool:
    """Whether two arrays broadcast to arrays with the same elements.

    Returns:
        A scalar of bool.

    Raises:
        TypeError: one of them is no array of numbers.

    Source: the engine's function `all`.
    """
    try:
        return bool(call("all", equal(a1, a2)))
    except ValueError:
        return False


def isscalar(element: Any) -> bool:
    """Whether something is a Python number or text, or NumPy's scalar: not an array.

    Returns:
        `True` or `False`, for objects of all kinds.

    Raises: nothing.

    Source: `hornbill/numpy/_comparing.py`.
    """
    return isinstance(element, (int, float, complex, str, bytes)) or (
        hasattr(element, "dtype")
        and getattr(element, "shape", None) == ()
        and not hasattr(element, "__setitem__")
    )
