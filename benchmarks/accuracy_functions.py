"""The functions of elements that `accuracy.py` measures, with their references and where to look closely."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import hornbill.numpy as np
import mpmath
import numpy
from hornbill import ops

LONG = numpy.longdouble
LN2 = LONG("0.693147180559945309417232121458176568")
PI = LONG("3.14159265358979323846264338327950288")


@dataclass
class Function:
    """A function with its references: of arrays of 80-bit floats, and of mpmath's numbers."""

    name: str
    ours: Callable[..., Any]
    long: Callable[..., Any]
    exact: Callable[..., Any]
    arity: int = 1
    # Where to look closely: intervals, and points whose neighbours are taken.
    intervals: list[tuple[float, float]] = field(default_factory=list)
    points: list[float] = field(default_factory=list)
    # NumPy's function, for special values.
    numpy: Callable[..., Any] | None = None
    # Whether the result is a sum of a negative argument and a positive term, which may cancel: then the unit is that of the
    # larger one.
    cancels: bool = False


def _stable_softplus(x: Any) -> Any:
    return numpy.maximum(x, 0) + numpy.log1p(numpy.exp(-numpy.abs(x)))


def _exact_softplus(x: Any) -> Any:
    return mpmath.log1p(mpmath.exp(x)) if x < 500 else x + mpmath.exp(-x)


def _exact_sigmoid(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x)) if x > -1e6 else mpmath.mpf(0)


def _long_logaddexp(a: Any, b: Any) -> Any:
    larger, smaller = numpy.maximum(a, b), numpy.minimum(a, b)
    return larger + numpy.log1p(numpy.exp(smaller - larger))


def _exact_logaddexp(a: Any, b: Any) -> Any:
    larger, smaller = max(a, b), min(a, b)
    if larger - smaller > 100_000:
        return larger
    return larger + mpmath.log1p(mpmath.exp(smaller - larger))


def _long_logaddexp2(a: Any, b: Any) -> Any:
    larger, smaller = numpy.maximum(a, b), numpy.minimum(a, b)
    return larger + numpy.log1p(numpy.exp2(smaller - larger)) / LN2


def _exact_logaddexp2(a: Any, b: Any) -> Any:
    return _exact_logaddexp(a * mpmath.log(2), b * mpmath.log(2)) / mpmath.log(2)


def _exact_power(x: Any, y: Any) -> Any:
    if x < 0 and y != int(y):
        return mpmath.nan
    if x == 0:
        return mpmath.mpf(1) if y == 0 else mpmath.mpf(0) if y > 0 else mpmath.inf
    if x == 1 or y == 0:
        return mpmath.mpf(1)
    product = y * mpmath.log(abs(x))
    sign = -1 if x < 0 and int(y) % 2 else 1
    if product > 20_000:
        return sign * mpmath.inf
    return sign * (mpmath.mpf(0) if product < -20_000 else mpmath.exp(product))


def _clipped(function: Callable[[Any], Any], low: float, high: float) -> Callable[[Any], Any]:
    """A function whose value is no longer of interest beyond bounds, where mpmath would take forever."""
    return lambda x: function(mpmath.mpf(max(min(x, high), low)))


def _cosh(x: Any) -> Any:
    return mpmath.cosh(max(min(x, 20_000), -20_000))


# Multiples of a right angle, and the double that comes next to one.
_quarters = [
    *(
        k * float(PI / 2)
        for k in [*range(1, 40), 1000, 4097, 65_537, 667_543, 1_048_577, 2**40 + 1]
    ),
    float.fromhex("0x1.6ac5b262ca1ffp+849"),
]
FUNCTIONS = [
    Function(
        "exp",
        np.exp,
        numpy.exp,
        _clipped(mpmath.exp, -2e4, 2e4),
        1,
        [(-746, 711), (-104, 90), (-1, 1)],
    ),
    Function(
        "expm1",
        np.expm1,
        numpy.expm1,
        _clipped(mpmath.expm1, -2e4, 2e4),
        1,
        [(-60, 711), (-2, 2), (-1e-3, 1e-3)],
    ),
    Function(
        "exp2",
        np.exp2,
        numpy.exp2,
        _clipped(lambda x: mpmath.mpf(2) ** x, -3e4, 3e4),
        1,
        [(-1080, 1026), (-150, 130), (-1, 1)],
    ),
    Function("log", np.log, numpy.log, mpmath.log, 1, [(0, 2), (0.9, 1.1), (0, 1e5)], [1.0]),
    Function(
        "log1p", np.log1p, numpy.log1p, mpmath.log1p, 1, [(-1, 1), (-1e-3, 1e-3), (0, 1e5)], [-1.0]
    ),
    Function(
        "log2",
        np.log2,
        numpy.log2,
        lambda x: mpmath.log(x) / mpmath.log(2),
        1,
        [(0, 2), (0.9, 1.1), (0, 1e5)],
        [1.0],
    ),
    Function(
        "log10", np.log10, numpy.log10, mpmath.log10, 1, [(0, 2), (0.9, 1.1), (0, 1e5)], [1.0]
    ),
    Function("sqrt", np.sqrt, numpy.sqrt, mpmath.sqrt, 1, [(0, 10)]),
    Function(
        "cbrt",
        np.cbrt,
        numpy.cbrt,
        lambda x: mpmath.cbrt(x) if x >= 0 else -mpmath.cbrt(-x),
        1,
        [(-10, 10)],
    ),
    Function(
        "rsqrt",
        ops.rsqrt,
        lambda x: 1 / numpy.sqrt(x),
        lambda x: 1 / mpmath.sqrt(x),
        1,
        [(0, 10)],
        [],
        lambda x: 1 / numpy.sqrt(x),
    ),
    Function("reciprocal", np.reciprocal, lambda x: 1 / x, lambda x: 1 / x, 1, [(-10, 10)]),
    Function("square", np.square, numpy.square, lambda x: x * x, 1, [(-10, 10)]),
    Function(
        "sin", np.sin, numpy.sin, mpmath.sin, 1, [(-10, 10), (-3e3, 3e3), (-2e6, 2e6)], _quarters
    ),
    Function(
        "cos", np.cos, numpy.cos, mpmath.cos, 1, [(-10, 10), (-3e3, 3e3), (-2e6, 2e6)], _quarters
    ),
    Function(
        "tan", np.tan, numpy.tan, mpmath.tan, 1, [(-10, 10), (-3e3, 3e3), (-2e6, 2e6)], _quarters
    ),
    Function(
        "arcsin", np.arcsin, numpy.arcsin, mpmath.asin, 1, [(-1, 1), (0.4, 0.6)], [1.0, -1.0, 0.5]
    ),
    Function(
        "arccos", np.arccos, numpy.arccos, mpmath.acos, 1, [(-1, 1), (0.4, 0.6)], [1.0, -1.0, 0.5]
    ),
    Function(
        "arctan",
        np.arctan,
        numpy.arctan,
        mpmath.atan,
        1,
        [(-10, 10), (-1, 1), (2.4, 2.43)],
        [1.0, 0.41421356],
    ),
    Function(
        "sinh",
        np.sinh,
        numpy.sinh,
        _clipped(mpmath.sinh, -2e4, 2e4),
        1,
        [(-711, 711), (-90, 90), (-2, 2)],
        [1.0],
    ),
    Function("cosh", np.cosh, numpy.cosh, _cosh, 1, [(-711, 711), (-90, 90), (-2, 2)]),
    Function(
        "tanh",
        np.tanh,
        numpy.tanh,
        _clipped(mpmath.tanh, -2e3, 2e3),
        1,
        [(-20, 20), (-1, 1)],
        [0.625],
    ),
    Function(
        "arcsinh",
        np.arcsinh,
        numpy.arcsinh,
        mpmath.asinh,
        1,
        [(-10, 10), (-0.5, 0.5), (1e8, 1e9)],
        [0.25],
    ),
    Function(
        "arccosh",
        np.arccosh,
        numpy.arccosh,
        mpmath.acosh,
        1,
        [(1, 10), (1, 1.01), (1e8, 1e9)],
        [1.0],
    ),
    Function(
        "arctanh",
        np.arctanh,
        numpy.arctanh,
        mpmath.atanh,
        1,
        [(-1, 1), (-0.5, 0.5)],
        [1.0, 0.25, 0.5],
    ),
    Function(
        "degrees",
        np.degrees,
        lambda x: x * (180 / PI),
        mpmath.degrees,
        1,
        [(-10, 10)],
        [],
        numpy.degrees,
    ),
    Function(
        "radians",
        np.radians,
        lambda x: x * (PI / 180),
        mpmath.radians,
        1,
        [(-10, 10)],
        [],
        numpy.radians,
    ),
    Function(
        "sigmoid",
        ops.sigmoid,
        lambda x: numpy.where(x < 0, numpy.exp(x), 1) / (1 + numpy.exp(-numpy.abs(x))),
        _exact_sigmoid,
        1,
        [(-746, 50), (-104, 20), (-3, 3)],
        [],
        lambda x: 1 / (1 + numpy.exp(-x)),
    ),
    Function(
        "softplus",
        ops.softplus,
        _stable_softplus,
        _exact_softplus,
        1,
        [(-746, 50), (-104, 20), (-3, 3)],
        [],
        _stable_softplus,
    ),
    Function("erf", ops.erf, None, mpmath.erf, 1, [(-6, 6), (-1, 1)], [0.9375]),
    Function("arctan2", np.arctan2, numpy.arctan2, mpmath.atan2, 2, [(-10, 10), (0, 1)]),
    Function(
        "hypot",
        np.hypot,
        numpy.hypot,
        lambda x, y: mpmath.sqrt(x * x + y * y),
        2,
        [(-10, 10), (0.5, 2)],
    ),
    Function("power", np.power, numpy.power, _exact_power, 2, [(0, 3), (0.99, 1.01)]),
    Function(
        "float_power",
        np.float_power,
        numpy.power,
        _exact_power,
        2,
        [(0, 3), (0.99, 1.01)],
        [],
        numpy.float_power,
    ),
    Function(
        "logaddexp",
        np.logaddexp,
        _long_logaddexp,
        _exact_logaddexp,
        2,
        [(-40, 40), (-2, 2), (-0.8, -0.6)],
        [],
        numpy.logaddexp,
        True,
    ),
    Function(
        "logaddexp2",
        np.logaddexp2,
        _long_logaddexp2,
        _exact_logaddexp2,
        2,
        [(-40, 40), (-2, 2)],
        [],
        numpy.logaddexp2,
        True,
    ),
]
