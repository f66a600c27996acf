"""What the property tests share: arrays of any kind, and how results are compared with NumPy's.

Examples are the same in every run, unless HORNBILL_RANDOM is set. HORNBILL_EXAMPLES says how many each test draws (200).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any

import numpy
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import hornbill.numpy as np

settings.register_profile(
    "hornbill",
    max_examples=int(os.environ.get("HORNBILL_EXAMPLES", "200")),
    derandomize="HORNBILL_RANDOM" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("hornbill")

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float16", "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
DTYPES = ["bool", *INTEGERS, *FLOATS, *COMPLEX]


def shapes(least: int = 0, most: int = 4, longest: int = 5, shortest: int = 0) -> st.SearchStrategy:
    """Shapes, few of them with axes of length 0."""
    length = st.integers(max(shortest, 1), longest)
    if shortest == 0:
        length = st.integers(0, 9).flatmap(
            lambda n: st.just(0) if n == 0 else st.integers(1, longest)
        )
    return st.lists(length, min_size=least, max_size=most).map(tuple)


def numbers(dtype: str, special: bool = True) -> st.SearchStrategy:
    """Elements of a dtype."""
    kind = numpy.dtype(dtype).kind
    if kind == "b":
        return st.booleans()
    if kind in "iu":
        info = numpy.iinfo(dtype)
        return st.integers(max(info.min, -20), 20) | st.integers(int(info.min), int(info.max))
    width = {"float16": 16, "float32": 32, "complex64": 32}.get(dtype, 64)
    simple = st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.25, -7.0, 100.0])
    values = simple | st.floats(-1000, 1000, width=width)
    if special:
        values |= st.floats(width=width)
    return values if kind == "f" else st.builds(complex, values, values)


@st.composite
def arrays(
    draw: st.DrawFn, shape: tuple[int, ...], dtype: str, strided: bool = False, special: bool = True
) -> numpy.ndarray:
    """An array, which with `strided` may be a view that is not dense."""
    steps = [1] * len(shape)
    if strided and draw(st.booleans()):
        steps = [draw(st.sampled_from([1, 1, 2, -1])) for _ in shape]
    whole = tuple(length * abs(step) for length, step in zip(shape, steps, strict=True))
    count = int(numpy.prod(whole, dtype=int))
    few = draw(st.lists(numbers(dtype, special), min_size=1, max_size=8))
    order = draw(st.permutations(range(len(few))))
    values = [few[order[index % len(few)]] for index in range(count)]
    array = numpy.array(values, dtype).reshape(whole)
    if strided and len(shape) > 1 and draw(st.booleans()):
        array = numpy.asfortranarray(array)
    return array[tuple(slice(None, None, step) for step in steps)] if shape else array


class Failure:
    """That a call raised an exception."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __repr__(self) -> str:
        return f"{type(self.error).__name__}: {self.error}"


def outcome(call: Callable[[], Any]) -> Any:
    """What a call gives, or the exception that it raises."""
    try:
        with warnings.catch_warnings(), numpy.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return call()
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return Failure(error)


# Exceptions of one family: NumPy's choice between them is not always to be understood.
_FAMILIES: list[tuple[type[Exception], ...]] = [
    (IndexError, ValueError),
    (TypeError, ValueError),
    (OverflowError, ValueError, TypeError),
]


def same(expected: Any, actual: Any, rtol: float = 0, atol: float = 0) -> None:
    """Asserts that a result is NumPy's: shape, dtype and elements, or an exception of its family."""
    if isinstance(expected, Failure) or isinstance(actual, Failure):
        assert isinstance(expected, Failure) and isinstance(actual, Failure), (expected, actual)
        assert isinstance(actual.error, type(expected.error)) or any(
            isinstance(expected.error, family) and isinstance(actual.error, family)
            for family in _FAMILIES
        ), (expected, actual)
        return
    if isinstance(expected, tuple):
        assert len(expected) == len(actual)
        for one, other in zip(expected, actual, strict=True):
            same(one, other, rtol, atol)
        return
    expected = numpy.asarray(expected)
    assert isinstance(actual, np.ndarray), type(actual)
    assert tuple(actual.shape) == expected.shape, (actual.shape, expected.shape)
    assert actual.dtype.name == expected.dtype.name, (actual.dtype, expected.dtype)
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if rtol == 0 and atol == 0:
            numpy.testing.assert_array_equal(actual.numpy(), expected)
        else:
            numpy.testing.assert_allclose(actual.numpy(), expected, rtol, atol)
