"""Reductions against NumPy: every function, every choice of axes, `keepdims`, `dtype`."""

from __future__ import annotations

import itertools
from typing import Any

import numpy
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import hornbill.numpy as np
from property_support import COMPLEX, DTYPES, FLOATS, INTEGERS, arrays, outcome, same, shapes

SUMS = ["sum", "prod", "mean", "var", "std", "nansum", "nanprod", "nanmean", "nanvar", "nanstd"]
CHOICES = ["max", "min", "any", "all", "count_nonzero", "ptp", "nanmax", "nanmin", "median"]
POSITIONS = ["argmax", "argmin", "nanargmax", "nanargmin"]
RUNNING = ["cumsum", "cumprod", "nancumsum", "nancumprod"]


def tolerance(dtype: str) -> float:
    """What sums in another order may differ by."""
    return {"float16": 2e-2, "float32": 1e-4, "complex64": 1e-4}.get(dtype, 1e-10)


@st.composite
def axes_of(draw: st.DrawFn, ndim: int) -> Any:
    """`None`, one axis or several, in any order, from either end; now and then a wrong one."""
    kind = draw(st.integers(0, 9))
    if kind < 2:
        return None
    if kind == 9:
        return draw(st.sampled_from([ndim, -ndim - 1, (0, 0)]))
    if ndim == 0:
        return ()
    if kind < 6:
        return draw(st.integers(-ndim, ndim - 1))
    chosen = draw(st.lists(st.integers(0, ndim - 1), unique=True, max_size=ndim))
    return tuple(axis - ndim if draw(st.booleans()) else axis for axis in chosen)


def small(array: numpy.ndarray) -> numpy.ndarray:
    """Values whose products do not leave the range of floats."""
    return array if array.dtype.kind in "biu" else (array / 256).astype(array.dtype)


@pytest.mark.parametrize("name", SUMS)
@given(st.data())
def test_sums(name: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["bool", *INTEGERS, *FLOATS, *COMPLEX]))
    if "nan" in name and dtype in COMPLEX:
        dtype = "float64"
    array = small(
        data.draw(arrays(data.draw(shapes(most=4, longest=4)), dtype, strided=True, special=False))
    )
    if "nan" in name and array.dtype.kind == "f" and array.size:
        array = numpy.where(data.draw(arrays(array.shape, "bool")), numpy.nan, array).astype(dtype)
    axis, keepdims = data.draw(axes_of(array.ndim)), data.draw(st.booleans())
    options: dict[str, Any] = {"axis": axis, "keepdims": keepdims}
    if name in ("sum", "prod", "mean") and data.draw(st.integers(0, 3)) == 0:
        options["dtype"] = data.draw(st.sampled_from(["float64", "float32", "int64", "complex128"]))
    if name in ("var", "std") and data.draw(st.booleans()):
        options["ddof"] = data.draw(st.sampled_from([0, 1]))
    note(f"{name}({array!r}, {options})")
    expected = outcome(lambda: getattr(numpy, name)(array, **options))
    rtol = max(tolerance(dtype), tolerance(str(options.get("dtype", dtype))))
    is_exact = array.dtype.kind in "biu" and name in ("sum", "prod", "nansum", "nanprod")
    is_exact = is_exact and options.get("dtype", "int64") == "int64"
    scale = 0.0
    if array.size and not is_exact:
        magnitudes = numpy.abs(array.astype("complex128"))
        scale = float(numpy.max(magnitudes, where=~numpy.isnan(magnitudes), initial=0))
    atol = 0 if is_exact else rtol * max(1.0, scale, scale**2 if "var" in name else 0)
    actual = outcome(lambda: getattr(np, name)(np.asarray(array), **options))
    same(expected, actual, rtol=0 if is_exact else rtol, atol=atol)


@pytest.mark.parametrize("name", CHOICES)
@given(st.data())
def test_choices(name: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["bool", *INTEGERS, *FLOATS]))
    if name in ("ptp", "median") and dtype == "bool":
        dtype = "uint8"
    array = data.draw(
        arrays(data.draw(shapes(most=4, longest=4)), dtype, strided=True, special=name != "ptp")
    )
    options: dict[str, Any] = {
        "axis": data.draw(axes_of(array.ndim)),
        "keepdims": data.draw(st.booleans()),
    }
    if name == "median" and (options["axis"] == () or array.size == 0):
        # NumPy reshapes the array for several axes or none, and fails or not by its shape.
        options["axis"] = None
    note(f"{name}({array!r}, {options})")
    expected = outcome(lambda: getattr(numpy, name)(array, **options))
    actual = outcome(lambda: getattr(np, name)(np.asarray(array), **options))
    # The mean of the two in the middle is rounded.
    same(expected, actual, rtol=tolerance(dtype) if name == "median" else 0)


@pytest.mark.parametrize("name", POSITIONS)
@given(st.data())
def test_positions(name: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["bool", *INTEGERS, *FLOATS]))
    array = data.draw(arrays(data.draw(shapes(most=4, longest=4)), dtype, strided=True))
    axis = data.draw(st.none() | st.integers(-array.ndim - 1, array.ndim))
    keepdims = data.draw(st.booleans())
    note(f"{name}({array!r}, {axis}, keepdims={keepdims})")
    expected = outcome(lambda: getattr(numpy, name)(array, axis=axis, keepdims=keepdims))
    actual = outcome(lambda: getattr(np, name)(np.asarray(array), axis=axis, keepdims=keepdims))
    same(expected, actual)


@pytest.mark.parametrize("name", RUNNING)
@given(st.data())
def test_running_sums(name: str, data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(["bool", *INTEGERS, *FLOATS]))
    array = small(
        data.draw(arrays(data.draw(shapes(most=3, longest=4)), dtype, strided=True, special=False))
    )
    axis = data.draw(st.none() | st.integers(-array.ndim, array.ndim))
    note(f"{name}({array!r}, {axis})")
    expected = outcome(lambda: getattr(numpy, name)(array, axis=axis))
    actual = outcome(lambda: getattr(np, name)(np.asarray(array), axis=axis))
    is_exact = array.dtype.kind in "biu"
    same(
        expected,
        actual,
        rtol=0 if is_exact else tolerance(dtype),
        atol=0 if is_exact else tolerance(dtype),
    )


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("name", ["sum", "max", "all", "mean"])
def test_every_combination_of_axes(name: str, keepdims: bool) -> None:
    array = numpy.arange(1, 2 * 3 * 4 * 5 + 1).reshape(2, 3, 4, 5)[::-1].transpose(2, 0, 3, 1)
    mine = np.asarray(array)
    for count in range(array.ndim + 1):
        for axes in itertools.permutations(range(array.ndim), count):
            expected = getattr(numpy, name)(array, axis=axes, keepdims=keepdims)
            same(expected, getattr(np, name)(mine, axis=axes, keepdims=keepdims), rtol=1e-15)


@given(st.data())
def test_methods_are_the_functions(data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(["sum", "prod", "mean", "std", "max", "min", "any", "all", "argmax"])
    )
    array = data.draw(arrays(data.draw(shapes(least=1, most=3, longest=3, shortest=1)), "int64"))
    axis = data.draw(st.none() | st.integers(0, array.ndim - 1))
    with numpy.errstate(all="ignore"):
        expected = getattr(array, name)(axis=axis)
    same(expected, getattr(np.asarray(array), name)(axis=axis), rtol=1e-12, atol=0)


@given(st.data())
def test_sorting(data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from([one for one in DTYPES if one not in COMPLEX]))
    array = data.draw(arrays(data.draw(shapes(most=3, longest=5)), dtype, strided=True))
    axis = data.draw(st.none() | st.integers(-array.ndim - 1, array.ndim))
    same(
        outcome(lambda: numpy.sort(array, axis=axis)),
        outcome(lambda: np.sort(np.asarray(array), axis=axis)),
    )
    expected = outcome(lambda: numpy.argsort(array, axis=axis, stable=True))
    same(expected, outcome(lambda: np.argsort(np.asarray(array), axis=axis)))
    same(outcome(lambda: numpy.unique(array)), outcome(lambda: np.unique(np.asarray(array))))
