"""Functions of each element, or of each pair of elements.

Each is the engine's function of the name that its docstring gives. They are made from a table: what
they do with shapes, dtypes and `out` is the same for all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    DTypeLike,
    call,
    is_float,
    is_number,
    quick,
    store,
    tensor,
)


# What the dtype of the result is.
_SAME = "of the same dtype"
_REAL = "of the same dtype if it is a float, else of the smallest float that holds it"
_BOOL = "of bool"
_COMMON = "of the dtype that both promote to"
_REAL_COMMON = "of the dtype that both promote to if it is a float, else of a float that holds both"


def _unary(name: str, summary: str, result: str) -> Callable[..., Tensor]:
    def function(
        x: ArrayLike, /, out: Any = None, *, where: Any = True, dtype: DTypeLike = None
    ) -> Tensor:
        if out is None and where is True and dtype is None:
            return call(name, x)
        return _with_options(name, (x,), out, where, dtype)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""{summary}

        Args:
            x: an array.
            out: a tensor of the result's shape to write to.
            where: where to write to `out`.
            dtype: a dtype to convert `x` to before.

        Returns:
            A tensor of the shape of `x`, {result}.

        Raises:
            TypeError: the function is not defined for the dtype.

        Source: the engine's function `{name}`.
        """
    return quick(function)


def _binary(name: str, summary: str, result: str) -> Callable[..., Tensor]:
    def function(
        x1: ArrayLike,
        x2: ArrayLike,
        /,
        out: Any = None,
        *,
        where: Any = True,
        dtype: DTypeLike = None,
    ) -> Tensor:
        if out is None and where is True and dtype is None:
            return call(name, x1, x2)
        return _with_options(name, (x1, x2), out, where, dtype)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""{summary}

        Args:
            x1, x2: arrays that broadcast. A Python number takes the dtype of the other, unless
                that is of a lower kind.
            out: a tensor of the result's shape to write to.
            where: where to write to `out`.
            dtype: a dtype to convert both to before.

        Returns:
            A tensor of the shape that both broadcast to, {result}.

        Raises:
            ValueError: the shapes do not broadcast.
            TypeError: the function is not defined for the dtypes.

        Source: the engine's function `{name}`.
        """
    return quick(function)


def _with_options(
    name: str, inputs: tuple[Any, ...], out: Any, where: Any, dtype: DTypeLike
) -> Tensor:
    if dtype is not None:
        inputs = tuple(_hornbill.asarray(x, dtype) for x in inputs)
    result = call(name, *inputs)
    if isinstance(out, tuple):
        (out,) = out
    if where is not True:
        # Without `out`, what is not written is undefined; here it is 0.
        previous = call("zeros", shape=list(result.shape), dtype=result.dtype.name)
        result = call("where", where, result, previous if out is None else out)
    return store(result, out, name)  # type: ignore[arg-type]


negative = _unary("negative", "`-x`.", _SAME)
positive = _unary("positive", "`x`.", _SAME)
absolute = abs = _unary("abs", "The magnitude.", _SAME)
sign = _unary("sign", "-1, 0 or 1; NaN for NaN.", _SAME)
square = _unary("square", "`x * x`.", _SAME)
sqrt = _unary("sqrt", "The square root; NaN for negative numbers.", _REAL)
reciprocal = _unary("reciprocal", "`1 / x`.", _REAL)
cbrt = _unary("cbrt", "The cube root.", _REAL)
exp2 = _unary("exp2", "2 to the power of `x`.", _REAL)
exp = _unary("exp", "e to the power of `x`.", _REAL)
expm1 = _unary("expm1", "`exp(x) - 1`, exact for small `x`.", _REAL)
log = _unary("log", "The natural logarithm.", _REAL)
log1p = _unary("log1p", "`log(1 + x)`, exact for small `x`.", _REAL)
log2 = _unary("log2", "The logarithm to base 2.", _REAL)
log10 = _unary("log10", "The logarithm to base 10.", _REAL)
sin = _unary("sin", "The sine of angles in radians.", _REAL)
cos = _unary("cos", "The cosine of angles in radians.", _REAL)
tan = _unary("tan", "The tangent of angles in radians.", _REAL)
arcsin = asin = _unary("asin", "The angle with this sine, in radians.", _REAL)
arccos = acos = _unary("acos", "The angle with this cosine, in radians.", _REAL)
arctan = atan = _unary("atan", "The angle with this tangent, in radians.", _REAL)
sinc = _unary("sinc", "`sin(pi x) / (pi x)`, 1 at 0.", _REAL)
deg2rad = radians = _unary("deg2rad", "Angles in radians, from degrees.", _REAL)
rad2deg = degrees = _unary("rad2deg", "Angles in degrees, from radians.", _REAL)
sinh = _unary("sinh", "The hyperbolic sine.", _REAL)
cosh = _unary("cosh", "The hyperbolic cosine.", _REAL)
tanh = _unary("tanh", "The hyperbolic tangent.", _REAL)
arcsinh = asinh = _unary("asinh", "The inverse of the hyperbolic sine.", _REAL)
arccosh = acosh = _unary("acosh", "The inverse of the hyperbolic cosine.", _REAL)
arctanh = atanh = _unary("atanh", "The inverse of the hyperbolic tangent.", _REAL)
ceil = _unary("ceil", "Rounded up.", _SAME)
floor = _unary("floor", "Rounded down.", _SAME)
trunc = fix = _unary("trunc", "Rounded towards 0.", _SAME)
rint = _unary("round", "Rounded to the nearest integer, halves to the even one.", _SAME)
isnan = _unary("isnan", "Whether it is NaN.", _BOOL)
isinf = _unary("isinf", "Whether it is infinite.", _BOOL)
isfinite = _unary("isfinite", "Whether it is neither infinite nor NaN.", _BOOL)
signbit = _unary("signbit", "Whether its sign is minus: that of -0.0 is.", _BOOL)
logical_not = _unary("logical_not", "Whether it is 0.", _BOOL)
bitwise_count = _unary("bitwise_count", "How many bits of the magnitude are set.", "of uint8")
real = _unary(
    "real", "The real part: `x` itself if it is not complex.", "of the dtype of the parts"
)
imag = _unary("imag", "The imaginary part, 0 if `x` is not complex.", "of the dtype of the parts")
conj = conjugate = _unary("conj", "The complex conjugate: `x` itself if it is real.", _SAME)
bitwise_invert = bitwise_not = invert = _unary("bitwise_invert", "Every bit changed.", _SAME)

add = _binary("add", "`x1 + x2`.", _COMMON)
subtract = _binary("subtract", "`x1 - x2`.", _COMMON)
multiply = _binary("multiply", "`x1 * x2`.", _COMMON)
divide = true_divide = _binary("divide", "`x1 / x2`.", _REAL_COMMON)
floor_divide = _binary("floor_divide", "`x1 / x2`, rounded down.", _COMMON)
remainder = mod = _binary("remainder", "What `floor_divide` leaves, with the sign of x2.", _COMMON)
power = pow = _binary("power", "`x1` to the power of `x2`.", _COMMON)
maximum = _binary("maximum", "The larger of both; NaN if either is.", _COMMON)
minimum = _binary("minimum", "The smaller of both; NaN if either is.", _COMMON)
arctan2 = atan2 = _binary("atan2", "The angle of the point (x2, x1), in radians.", _REAL_COMMON)
hypot = _binary("hypot", "`sqrt(x1**2 + x2**2)`, without overflow.", _REAL_COMMON)
copysign = _binary("copysign", "`x1` with the sign of `x2`.", _REAL_COMMON)
fmax = _binary("fmax", "The larger of both; the other one if one is NaN.", _COMMON)
fmin = _binary("fmin", "The smaller of both; the other one if one is NaN.", _COMMON)
fmod = _binary("fmod", "What division rounded towards 0 leaves, with the sign of x1.", _COMMON)
gcd = _binary("gcd", "The greatest common divisor of integers.", _COMMON)
lcm = _binary("lcm", "The least common multiple of integers.", _COMMON)
float_power = _binary("float_power", "`x1` to the power of `x2`, in float64.", "of float64")
heaviside = _binary("heaviside", "0 for negative x1, 1 for positive, x2 for 0.", _REAL_COMMON)
nextafter = _binary("nextafter", "The next number after `x1` towards `x2`.", _REAL_COMMON)
logaddexp = _binary("logaddexp", "`log(exp(x1) + exp(x2))`, without overflow.", _REAL_COMMON)
logaddexp2 = _binary("logaddexp2", "`log2(2**x1 + 2**x2)`, without overflow.", _REAL_COMMON)
equal = _binary("equal", "`x1 == x2`.", _BOOL)
not_equal = _binary("not_equal", "`x1 != x2`.", _BOOL)
less = _binary("less", "`x1 < x2`.", _BOOL)
less_equal = _binary("less_equal", "`x1 <= x2`.", _BOOL)
greater = _binary("greater", "`x1 > x2`.", _BOOL)
greater_equal = _binary("greater_equal", "`x1 >= x2`.", _BOOL)
logical_and = _binary("logical_and", "Whether both are not 0.", _BOOL)
logical_or = _binary("logical_or", "Whether one is not 0.", _BOOL)
logical_xor = _binary("logical_xor", "Whether exactly one is not 0.", _BOOL)
bitwise_and = _binary("bitwise_and", "The bits that are set in both.", _COMMON)
bitwise_or = _binary("bitwise_or", "The bits that are set in one.", _COMMON)
bitwise_xor = _binary("bitwise_xor", "The bits that are set in exactly one.", _COMMON)
bitwise_left_shift = left_shift = _binary(
    "bitwise_left_shift", "`x1` with its bits moved up by `x2`.", _COMMON
)
bitwise_right_shift = right_shift = _binary(
    "bitwise_right_shift", "`x1` with its bits moved down by `x2`.", _COMMON
)


def round(a: ArrayLike, decimals: int = 0, out: Any = None) -> Tensor:
    """Rounded to so many decimals, halves to the even digit.

    Args:
        a: an array.
        decimals: how many digits after the point; before it if negative.
        out: a tensor of the result's shape to write to.

    Returns:
        A tensor of the shape and dtype of `a`.

    Raises:
        TypeError: the function is not defined for the dtype.

    Source: the engine's function `round`.
    """
    return store(call("round", a, decimals=decimals or None), out, "round")


around = round


@quick
def clip(
    a: ArrayLike,
    /,
    min: Any = None,
    max: Any = None,
    out: Any = None,
    *,
    a_min: Any = None,
    a_max: Any = None,
) -> Tensor:
    """The elements, limited to a range.

    Args:
        a: an array.
        min, max: the bounds: arrays that broadcast with `a`, or `None`.
        out: a tensor of the result's shape to write to.
        a_min, a_max: older names of the bounds.

    Returns:
        A tensor of the shape that all broadcast to. A bound of a higher dtype changes the dtype.

    Raises:
        ValueError: the shapes do not broadcast.

    Source: the engine's function `clip`.
    """
    low = a_min if min is None else min
    high = a_max if max is None else max
    x = tensor(a)
    weak: dict[str, Any] = {}
    if _is_exact(low):
        weak["min"], low = low, None
    if _is_exact(high):
        weak["max"], high = high, None
    return store(call("clip", x, low, high, **weak), out, "clip")


def _is_exact(bound: Any) -> bool:
    """Whether a bound can be an attribute, which is a double."""
    return is_number(bound) and (isinstance(bound, float) or -(2**53) <= bound <= 2**53)


def angle(z: ArrayLike, deg: bool = False) -> Tensor:
    """The angles of complex numbers, in radians or degrees.

    Returns:
        A tensor of the shape of `z`, of the dtype of the parts if it is complex; pi for negative
        real numbers.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_elementwise.py`.
    """
    result = call("angle", z)
    return call("rad2deg", result) if deg else result


def divmod(x1: ArrayLike, x2: ArrayLike, /) -> tuple[Tensor, Tensor]:
    """`floor_divide` and `remainder`.

    Returns:
        Two tensors of the shape that both broadcast to, of the dtype that both promote to.

    Raises:
        ValueError: the shapes do not broadcast.

    Source: the engine's function `divmod`.
    """
    return call("divmod", x1, x2)


def modf(x: ArrayLike, /) -> tuple[Tensor, Tensor]:
    """The fraction and the integer that an element is the sum of, both with its sign.

    Returns:
        Two tensors of the shape of `x`, of its dtype if it is a float, else of float64.

    Raises:
        TypeError: the function is not defined for the dtype.

    Source: the engine's function `modf`.
    """
    return call("modf", x)


def frexp(x: ArrayLike, /) -> tuple[Tensor, Tensor]:
    """A fraction from 0.5 to 1 and the power of 2 that give the element as their product.

    Returns:
        Two tensors of the shape of `x`: of its dtype if it is a float, else of float64; and of
        int32.

    Raises:
        TypeError: the function is not defined for the dtype.

    Source: the engine's function `frexp`.
    """
    return call("frexp", x)


def ldexp(x1: ArrayLike, x2: ArrayLike, /) -> Tensor:
    """`x1` times 2 to the power of the integers `x2`, which have no say in the dtype.

    Returns:
        A tensor of the shape that both broadcast to, of the dtype of `x1` if it is a float.

    Raises:
        TypeError: `x2` holds no integers.

    Source: the engine's function `ldexp`.
    """
    return call("ldexp", x1, tensor(x2))


def fabs(x: ArrayLike, /) -> Tensor:
    """The magnitude, as floats.

    Returns:
        A tensor of the shape of `x`, of its dtype if it is a float, else of float64.

    Raises:
        TypeError: the function is not defined for the dtype.

    Source: the engine's function `abs`.
    """
    magnitude = call("abs", x)
    return magnitude if is_float(magnitude) else call("astype", magnitude, dtype="float64")


def isposinf(x: ArrayLike, /) -> Tensor:
    """Whether it is positive infinity.

    Returns:
        A tensor of bool of the shape of `x`.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_elementwise.py`.
    """
    return equal(x, math.inf)


def isneginf(x: ArrayLike, /) -> Tensor:
    """Whether it is negative infinity.

    Returns:
        A tensor of bool of the shape of `x`.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_elementwise.py`.
    """
    return equal(x, -math.inf)


def nan_to_num(
    x: ArrayLike,
    copy: bool = True,
    nan: float = 0.0,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """Numbers in place of NaN and infinities.

    Args:
        x: an array.
        copy: whether the result is a new tensor; else `x` is changed.
        nan: what NaN becomes.
        posinf, neginf: what infinities become: by default the largest and smallest number.

    Returns:
        A tensor of the shape and dtype of `x`.

    Raises:
        TypeError: it is no array of numbers.

    Source: the engine's function `nan_to_num`.
    """
    result = call("nan_to_num", x, nan=float(nan), posinf=posinf, neginf=neginf)
    if copy:
        return result
    x = tensor(x)
    x[...] = result
    return x
