"""How far the functions of elements are from the exact values, in units in the last place.

    python benchmarks/accuracy.py [--count N] [--seed S] [FUNCTION ...]

For each function and float dtype: random bit patterns, random numbers of every magnitude, numbers near the function's zeros,
poles and bounds, subnormal ones. The first reference is the C library's 80-bit float, so that millions of numbers take
seconds; those where it finds the largest errors, and some drawn by chance, are then judged by mpmath with 200 digits or as
many as the argument needs. Special values are compared with NumPy's. Needs mpmath, and x86-64 for the 80-bit floats.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import mpmath
import numpy

import hornbill.numpy as np
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


def inputs(
    function: Function, dtype: Any, count: int, random: numpy.random.Generator
) -> list[numpy.ndarray]:
    """Arguments: bit patterns, magnitudes, intervals, neighbourhoods."""
    bits = {4: numpy.uint32, 8: numpy.uint64}[dtype().itemsize]
    info = numpy.finfo(dtype)

    def patterns(n: int) -> numpy.ndarray:
        return random.integers(0, numpy.iinfo(bits).max, n, bits, endpoint=True).view(dtype)

    def magnitudes(n: int) -> numpy.ndarray:
        return (random.choice([-1, 1], n) * numpy.exp2(random.uniform(-70, 20, n))).astype(dtype)

    def subnormals(n: int) -> numpy.ndarray:
        return (patterns(n).view(bits) & numpy.array(2 ** (info.nmant + 1) - 1, bits)).view(dtype)

    def near(n: int) -> numpy.ndarray:
        points = numpy.array([*function.points, 0.5, 1.0, 2.0], dtype)
        points = random.choice(points, n) * random.choice([-1, 1], n).astype(dtype)
        offsets = random.integers(-40, 41, n).astype(numpy.int64)
        return (points.view(bits).astype(numpy.int64) + offsets).astype(bits).view(dtype)

    kinds = [patterns, magnitudes, subnormals, near]
    for low, high in function.intervals:
        kinds.append(lambda n, low=low, high=high: random.uniform(low, high, n).astype(dtype))
    if function.arity == 1:
        return [numpy.concatenate([kind(count // len(kinds)) for kind in kinds])]
    pairs = [(kind, kind) for kind in kinds] + [(kinds[-1], patterns), (patterns, kinds[-1])]
    share = count // (len(pairs) + 3)
    x = [one(share) for one, _ in pairs]
    y = [other(share) for _, other in pairs]
    # Powers that neither overflow nor vanish, arguments of like magnitude, and those whose function is near zero.
    base = numpy.exp(random.uniform(-30, 30, share)).astype(dtype)
    x.append(base)
    y.append(
        (
            random.uniform(-700, 700, share)
            * (1 if dtype is numpy.float64 else 0.14)
            / numpy.log(base)
        ).astype(dtype)
    )
    base = random.uniform(-30, 30, share).astype(dtype)
    x.append(base)
    y.append((base * random.uniform(0.2, 3, share)).astype(dtype))
    base = random.uniform(-20, 0, share)
    x.append(base.astype(dtype))
    y.append(
        (
            numpy.log1p(-numpy.exp(base))
            if function.name == "logaddexp"
            else numpy.log2(1 - numpy.exp2(base))
        ).astype(dtype)
    )
    return [numpy.concatenate(x), numpy.concatenate(y)]


def errors(
    values: numpy.ndarray, exact: numpy.ndarray, scale: numpy.ndarray | float
) -> numpy.ndarray:
    """The distances of floats from 80-bit floats, in units in the last place of the latter with `scale`
    added; infinite if one is NaN."""
    dtype = values.dtype.type
    info = numpy.finfo(dtype)
    limit = LONG(2) ** (127 if dtype is numpy.float32 else 1023) * 2
    rounded = numpy.minimum(numpy.abs(exact) + scale, LONG(info.max)).astype(dtype)
    unit = numpy.spacing(rounded).astype(LONG)
    unit = numpy.maximum(unit, LONG(info.smallest_subnormal))
    ours = numpy.clip(values.astype(LONG), -limit, limit)
    error = numpy.abs(ours - numpy.clip(exact, -limit, limit)) / unit
    return numpy.where(
        numpy.isnan(values) & numpy.isnan(exact),
        0,
        numpy.where(numpy.isnan(error), numpy.inf, error),
    ).astype(float)


def scale_of(function: Function, arguments: list[Any]) -> Any:
    """What is added to the result before its unit is taken."""
    return numpy.maximum(0, -numpy.maximum(*arguments)) if function.cancels else 0.0


def exact_error(function: Function, value: Any, arguments: list[Any], dtype: Any) -> float:
    """The same with mpmath's value."""
    if numpy.isnan(value):
        return 0.0
    info = numpy.finfo(dtype)
    digits = 200 + max(0, *(int(abs(numpy.frexp(float(a))[1])) for a in arguments))
    with mpmath.workprec(digits * 2):
        exact = function.exact(*(mpmath.mpf(float(a)) for a in arguments))
        limit = mpmath.mpf(2) ** (128 if dtype is numpy.float32 else 1024)
        clip = lambda number: max(min(number, limit), -limit)
        exact = clip(exact)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            size = abs(float(exact)) if abs(exact) < 2**1023 else info.max
            rounded = dtype(min(size + scale_of(function, arguments), info.max))
        unit = max(float(numpy.spacing(rounded)), float(info.smallest_subnormal))
        return float(abs(clip(mpmath.mpf(float(value))) - exact) / unit)


def measure(function: Function, dtype: Any, count: int, seed: int) -> tuple[float, str, int]:
    """The largest error, where, and how many numbers were tried."""
    random = numpy.random.default_rng(seed)
    if function.long is None:
        count = min(count, 100_000)
    arguments = inputs(function, dtype, count, random)
    ours = numpy.asarray(function.ours(*(np.asarray(a) for a in arguments)))
    assert function.name == "float_power" or ours.dtype == dtype, (function.name, ours.dtype, dtype)
    out = ours.dtype.type
    finite = numpy.all([numpy.isfinite(a) for a in arguments], axis=0)
    if function.long is None:
        judged = numpy.flatnonzero(finite)
    else:
        with numpy.errstate(all="ignore"):
            exact = function.long(*(a.astype(LONG) for a in arguments))
            error = errors(ours, exact, scale_of(function, arguments))
        error[~finite] = 0
        mixed = numpy.flatnonzero(numpy.isinf(error))
        for index in mixed[:3]:
            print(
                "  nan:",
                function.name,
                dtype.__name__,
                [float(a[index]) for a in arguments],
                ours[index],
            )
        error[mixed] = 0
        top = numpy.argsort(error)[-30:]
        some = random.choice(numpy.flatnonzero(finite & ~numpy.isnan(ours)), 100)
        judged = numpy.concatenate([top, some])
    exact = [exact_error(function, ours[i], [a[i] for a in arguments], out) for i in judged]
    worst = int(numpy.argmax(exact))
    where = ", ".join(float(a[judged[worst]]).hex() for a in arguments)
    return exact[worst], where, len(arguments[0])


def special(function: Function, dtype: Any) -> list[str]:
    """Where a special value is not NumPy's: NaN, infinities, zeros with their signs."""
    info = numpy.finfo(dtype)
    numbers = [
        0.0,
        1.0,
        0.5,
        2.0,
        3.0,
        numpy.inf,
        numpy.nan,
        info.max,
        info.tiny,
        info.smallest_subnormal,
    ]
    values = numpy.array([*numbers, *(-numpy.array(numbers))], dtype)
    arguments = (
        [values] if function.arity == 1 else [a.ravel() for a in numpy.meshgrid(values, values)]
    )
    theirs_function = function.numpy or getattr(numpy, function.name, None)
    if theirs_function is None:
        return []
    with numpy.errstate(all="ignore"):
        theirs = theirs_function(*arguments)
    ours = numpy.asarray(function.ours(*(np.asarray(a) for a in arguments)))
    wrong = []
    for index in range(len(ours)):
        a, b = ours[index], theirs[index]
        plain = numpy.isfinite(b) and b != 0
        if plain and abs(a - b) <= 4 * abs(numpy.spacing(b)):
            continue
        if numpy.isnan(a) and numpy.isnan(b) or a == b and numpy.signbit(a) == numpy.signbit(b):
            continue
        wrong.append(
            f"{function.name}({', '.join(repr(float(c[index])) for c in arguments)}) = {a!r}, not {b!r}"
        )
    return wrong


def paths(function: Function, dtype: Any) -> list[str]:
    """Where a number's result depends on its place: in short arrays, long ones, ones with strides, alone."""
    random = numpy.random.default_rng(5)
    arguments = inputs(function, dtype, 40_000, random)
    whole = numpy.asarray(function.ours(*(np.asarray(a) for a in arguments)))
    size = len(whole)
    picked = random.choice(size, 300)
    wrong = []

    def compare(name: str, result: Any, index: Any) -> None:
        result = numpy.asarray(result)
        if not numpy.array_equal(result, whole[index], equal_nan=True):
            bad = numpy.flatnonzero(
                ~((result == whole[index]) | (numpy.isnan(result) & numpy.isnan(whole[index])))
            )[0]
            at = numpy.arange(size)[index][bad] if numpy.ndim(result) else index
            wrong.append(
                f"{function.name} {dtype.__name__} {name} at {[float(a[at]).hex() for a in arguments]}"
            )

    compare(
        "strided", function.ours(*(np.asarray(a)[::3] for a in arguments)), slice(None, None, 3)
    )
    compare(
        "backwards", function.ours(*(np.asarray(a)[::-1] for a in arguments)), slice(None, None, -1)
    )
    for length in range(1, 40):
        compare(
            "short",
            function.ours(*(np.asarray(a[picked[:length]]) for a in arguments)),
            picked[:length],
        )
    for index in picked:
        alone = numpy.asarray(function.ours(*(np.asarray(a[index]) for a in arguments)))
        if alone != whole[index] and not (numpy.isnan(alone) and numpy.isnan(whole[index])):
            wrong.append(
                f"{function.name} {dtype.__name__} alone at {[float(a[index]).hex() for a in arguments]}"
            )
            break
    return wrong


@numpy.errstate(all="ignore")
def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("functions", nargs="*")
    parser.add_argument("--count", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bad = 0
    for function in FUNCTIONS:
        if options.functions and function.name not in options.functions:
            continue
        for dtype in (numpy.float32, numpy.float64):
            worst, where, count = measure(function, dtype, options.count, options.seed)
            mark = "" if worst <= 2 else "  ABOVE 2"
            print(
                f"{function.name:12} {dtype.__name__} {worst:10.4g} of {count} at {where}{mark}",
                flush=True,
            )
            notes = special(function, dtype) + paths(function, dtype)
            for note in notes[:12]:
                print("  ", note)
            bad += worst > 2 or bool(notes)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
