"""Times compiled functions against the same expressions in NumPy.

    python benchmarks/traced.py [--rounds N]

Each expression is a chain of functions of elements, which the engine runs as one loop. Prints how
many times as fast as NumPy it is, from the best of several rounds that alternate between the two,
and fails if the geometric mean of an expression's dtypes and sizes is below four.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from typing import Any

import hornbill
import numpy
from hornbill import numpy as hnp

TARGET = 4.0


def standardised(np: Any, x: Any) -> Any:
    return ((x - 0.5) / 0.25).clip(0, 1)


def sigmoid(np: Any, x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def softplus(np: Any, x: Any) -> Any:
    return np.log(1 + np.exp(x))


def tanh_like(np: Any, x: Any) -> Any:
    return np.tanh(x) * np.exp(-x * x)


def chain(np: Any, x: Any) -> Any:
    return np.log(1 + np.exp(np.tanh(x * 0.5 + 1))) / (1 + np.exp(-x))


def gaussian(np: Any, x: Any) -> Any:
    return np.exp(-((x - 0.5) ** 2) / 0.125) * 0.7978845608


EXPRESSIONS: list[Callable[[Any, Any], Any]] = [
    standardised,
    sigmoid,
    softplus,
    tanh_like,
    chain,
    gaussian,
]


def seconds(run: Callable[[], Any], repeats: int) -> float:
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def compare(
    expression: Callable[[Any, Any], Any], x: numpy.ndarray, rounds: int
) -> tuple[float, float]:
    """The best time of NumPy and of the compiled function, after a look at the results."""
    compiled = hornbill.function(lambda x: expression(hnp, x))
    argument = hornbill.numpy.asarray(x)
    expected = expression(numpy, x)
    result = compiled(argument).numpy()
    tolerance = 1e-5 if x.dtype == numpy.float32 else 1e-12
    numpy.testing.assert_allclose(result, expected, rtol=tolerance, atol=tolerance)
    if "1 steps" not in compiled.description(argument):
        raise SystemExit(
            f"{expression.__name__} is not one loop:\n{compiled.description(argument)}"
        )
    # Short looks, so that some of them find the machine idle.
    repeats = max(1, int(5e5 / x.size))
    ours = theirs = float("inf")
    for _ in range(rounds if x.size > 1e6 else 5 * rounds):
        theirs = min(theirs, seconds(lambda: expression(numpy, x), repeats))
        ours = min(ours, seconds(lambda: compiled(argument), repeats))
    return theirs, ours


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    missed = 0
    generator = numpy.random.default_rng(1)
    print(
        f"{'expression':<14}{'dtype':<9}{'elements':>10}{'NumPy ms':>10}{'traced ms':>11}{'ratio':>8}"
    )
    for expression in EXPRESSIONS:
        ratios = []
        for dtype in ("float32", "float64"):
            for size in (100_000, 10_000_000):
                x = generator.standard_normal(size).astype(dtype)
                theirs, ours = compare(expression, x, rounds)
                ratios.append(theirs / ours)
                print(
                    f"{expression.__name__:<14}{dtype:<9}{size:>10,}{theirs * 1e3:>10.3f}"
                    f"{ours * 1e3:>11.3f}{ratios[-1]:>7.1f}x"
                )
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        missed += mean < TARGET
        print(
            f"{expression.__name__:<14}{'geometric mean':<40}{mean:>7.1f}x"
            f"{'' if mean >= TARGET else '  too slow'}"
        )
    print(f"{missed} below {TARGET:.0f}x" if missed else f"all at least {TARGET:.0f}x")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
