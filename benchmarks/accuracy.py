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
from typing import Any

import mpmath
import numpy
from accuracy_functions import FUNCTIONS, LONG, Function

import hornbill.numpy as np


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
