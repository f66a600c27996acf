"""Functions of each element, or of each pair, as in `keras.ops`. Floats win over integers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hornbill import numpy as _np
from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types


def _unary(name: str, *, is_real: bool = True) -> Callable[[Any], Tensor]:
    source = getattr(_np, name)
    prepare = _types.real if is_real else _types.convert

    def function(x: Any) -> Tensor:
        return source(prepare(x))

    return _described(function, name, source)


def _binary(name: str, *, is_real: bool = False) -> Callable[[Any, Any], Tensor]:
    source = getattr(_np, name)

    def function(x1: Any, x2: Any) -> Tensor:
        x1, x2 = _types.common(x1, x2)
        if is_real and not _is_float(x1) and not _is_float(x2):
            x1, x2 = _types.real(x1), _types.real(x2)
        return source(x1, x2)

    return _described(function, name, source)


def _bits(name: str) -> Callable[[Any, Any], Tensor]:
    source = getattr(_np, name)

    def function(x: Any, y: Any) -> Tensor:
        return source(*_types.common(x, y))

    return _described(function, name, source)


def _is_float(x: Any) -> bool:
    return isinstance(x, float) or "float" in getattr(getattr(x, "dtype", None), "name", "")


def _described(function: Any, name: str, source: Any) -> Any:
    function.__name__ = function.__qualname__ = name
    summary = (source.__doc__ or name).partition("\n")[0]
    function.__doc__ = f"{summary}\n\n    As `hornbill.numpy.{name}`, with Keras' dtypes."
    return function


abs = absolute = _unary("absolute", is_real=False)
fabs = _unary("fabs")
negative = _unary("negative", is_real=False)
sign = _unary("sign", is_real=False)
square = _unary("square", is_real=False)
sqrt = _unary("sqrt")
reciprocal = _unary("reciprocal")
exp = _unary("exp")
exp2 = _unary("exp2")
expm1 = _unary("expm1")
log = _unary("log")
log10 = _unary("log10")
log1p = _unary("log1p")
log2 = _unary("log2")
sin = _unary("sin")
cos = _unary("cos")
tan = _unary("tan")
arcsin = _unary("arcsin")
arccos = _unary("arccos")
arctan = _unary("arctan")
sinh = _unary("sinh")
cosh = _unary("cosh")
tanh = _unary("tanh")
arcsinh = _unary("arcsinh")
arccosh = _unary("arccosh")
arctanh = _unary("arctanh")
cbrt = _unary("cbrt")
sinc = _unary("sinc")
ceil = _unary("ceil")
floor = _unary("floor")
trunc = _unary("trunc", is_real=False)
deg2rad = _unary("deg2rad")
rad2deg = _unary("rad2deg")
isnan = _unary("isnan", is_real=False)
isinf = _unary("isinf", is_real=False)
isfinite = _unary("isfinite", is_real=False)
isposinf = _unary("isposinf", is_real=False)
isneginf = _unary("isneginf", is_real=False)
isreal = _unary("isreal", is_real=False)
signbit = _unary("signbit", is_real=False)
logical_not = _unary("logical_not", is_real=False)
bitwise_invert = bitwise_not = _unary("bitwise_invert", is_real=False)
conj = conjugate = _unary("conj", is_real=False)
real = _unary("real", is_real=False)
imag = _unary("imag", is_real=False)

add = _binary("add")
subtract = _binary("subtract")
multiply = _binary("multiply")
divide = true_divide = _binary("divide", is_real=True)
floor_divide = _binary("floor_divide")
mod = _binary("mod")
power = _binary("power")
maximum = _binary("maximum")
minimum = _binary("minimum")
fmax = _binary("fmax")
fmin = _binary("fmin")
fmod = _binary("fmod")
gcd = _binary("gcd")
lcm = _binary("lcm")
logaddexp2 = _binary("logaddexp2", is_real=True)
arctan2 = _binary("arctan2", is_real=True)
hypot = _binary("hypot", is_real=True)
heaviside = _binary("heaviside", is_real=True)
nextafter = _binary("nextafter", is_real=True)
logaddexp = _binary("logaddexp", is_real=True)
equal = _binary("equal")
not_equal = _binary("not_equal")
less = _binary("less")
less_equal = _binary("less_equal")
greater = _binary("greater")
greater_equal = _binary("greater_equal")
logical_and = _binary("logical_and")
logical_or = _binary("logical_or")
logical_xor = _binary("logical_xor")
bitwise_and = _bits("bitwise_and")
bitwise_or = _bits("bitwise_or")
bitwise_xor = _bits("bitwise_xor")
bitwise_left_shift = left_shift = _bits("bitwise_left_shift")
bitwise_right_shift = right_shift = _bits("bitwise_right_shift")


def divide_no_nan(x1: Any, x2: Any) -> Tensor:
    """`x1 / x2`, 0 where `x2` is 0."""
    x1, x2 = (_types.real(x) for x in _types.common(x1, x2))
    is_zero = call("equal", x2, 0)
    return call("where", is_zero, 0.0, call("divide", x1, call("where", is_zero, 1.0, x2)))


def round(x: Any, decimals: int = 0) -> Tensor:
    """Rounded to so many decimals, halves to the even digit."""
    return _np.round(_types.convert(x), decimals)


def clip(x: Any, x_min: Any, x_max: Any) -> Tensor:
    """The elements, limited to `x_min ... x_max`."""
    x, x_min, x_max = _types.common(x, x_min, x_max)
    if x.dtype.name == "bool":
        x = call("astype", x, dtype="int32")
    return _np.clip(x, x_min, x_max)


def angle(x: Any) -> Tensor:
    """The angle of complex numbers to the positive real axis."""
    x = _types.convert(x)
    return call("angle", x if x.dtype.kind == "c" else _types.real(x))


def ldexp(x1: Any, x2: Any) -> Tensor:
    """`x1 * 2**x2`, with integers `x2`."""
    x1, x2 = _types.real(x1), _types.convert(x2)
    if x2.dtype.kind not in "iu":
        raise TypeError(
            f"ldexp exponent must be an integer type. Received: x2 dtype={x2.dtype.name}"
        )
    return call("astype", call("ldexp", x1, x2), dtype=x1.dtype.name)


def rsqrt(x: Any) -> Tensor:
    """`1 / sqrt(x)`."""
    return call("rsqrt", _types.real(x))


def erf(x: Any) -> Tensor:
    """The error function."""
    return call("erf", _types.real(x))


def nan_to_num(
    x: Any, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Tensor:
    """Numbers in place of NaN and infinities."""
    return _np.nan_to_num(_types.convert(x), True, nan, posinf, neginf)


def isclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Whether two elements differ by at most `atol + rtol * abs(x2)`."""
    x1, x2 = _types.common(x1, x2)
    return _np.isclose(x1, x2, rtol, atol, equal_nan)


def allclose(
    x1: Any, x2: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Whether all elements are close."""
    x1, x2 = _types.common(x1, x2)
    return _np.allclose(x1, x2, rtol, atol, equal_nan)


def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """Elements of `x1` where a condition holds, of `x2` elsewhere; without them, where it holds."""
    if x1 is None and x2 is None:
        return _np.nonzero(condition)
    if x1 is None or x2 is None:
        raise ValueError("`x1` and `x2` either both should be `None` or both should have a value.")
    return call("where", condition, *_types.common(x1, x2))


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Tensor:
    """Elements of the first array whose condition holds, else `default`."""
    *choices, default = _types.common(*choicelist, default)
    return _np.select(condlist, choices, default)
