"""Broadcasting and promotion against NumPy: any shapes, any pair of dtypes, Python's numbers."""

from __future__ import annotations

import itertools
import operator
from typing import Any

import numpy
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import hornbill.numpy as np
from property_support import DTYPES, arrays, numbers, outcome, same, shapes

# Functions that round nothing, so that results are equal to the bit. Here, as in the Array API standard, complex numbers
# have no order.
UNORDERED = [
    "add",
    "subtract",
    "multiply",
    "equal",
    "not_equal",
    "logical_and",
    "logical_or",
    "logical_xor",
]
ORDERED = ["maximum", "minimum", "fmax", "fmin", "less", "less_equal", "greater", "greater_equal"]
EXACT = [*UNORDERED, *ORDERED]
ROUNDED = ["divide", "power", "arctan2", "hypot", "logaddexp", "copysign", "float_power"]
WHOLE = ["floor_divide", "remainder", "fmod"]
BITS = ["bitwise_and", "bitwise_or", "bitwise_xor"]


@st.composite
def broadcastable(draw: st.DrawFn, count: int) -> list[tuple[int, ...]]:
    """Shapes that broadcast against each other, but for a few."""
    whole = draw(shapes(most=4, longest=4))
    found = []
    for _ in range(count):
        shape = [1 if draw(st.integers(0, 3)) == 0 else length for length in whole]
        found.append(
            tuple(shape[draw(st.integers(0, len(shape))) :] if draw(st.booleans()) else shape)
        )
    if draw(st.integers(0, 9)) == 0:
        found[-1] = draw(shapes(most=3))
    return found


@given(broadcastable(2), st.sampled_from(EXACT), st.sampled_from(DTYPES), st.data())
def test_two_operands_broadcast(
    given_shapes: list[tuple[int, ...]], name: str, dtype: str, data: st.DataObject
) -> None:
    a, b = (data.draw(arrays(shape, dtype, strided=True, special=False)) for shape in given_shapes)
    if numpy.dtype(dtype).kind == "c" and (name in ORDERED or name == "multiply"):
        name = "add"
    note(name)
    expected = outcome(lambda: getattr(numpy, name)(a, b))
    same(expected, outcome(lambda: getattr(np, name)(np.asarray(a), np.asarray(b))))


@given(broadcastable(3), st.sampled_from(DTYPES), st.data())
def test_three_operands_broadcast(
    given_shapes: list[tuple[int, ...]], dtype: str, data: st.DataObject
) -> None:
    condition = data.draw(arrays(given_shapes[0], "bool", strided=True))
    a, b = (data.draw(arrays(shape, dtype, strided=True)) for shape in given_shapes[1:])
    expected = outcome(lambda: numpy.where(condition, a, b))
    same(expected, outcome(lambda: np.where(*map(np.asarray, (condition, a, b)))))


@given(broadcastable(3), st.sampled_from(["int32", "uint8", "float32", "float64"]), st.data())
def test_bounds_broadcast(
    given_shapes: list[tuple[int, ...]], dtype: str, data: st.DataObject
) -> None:
    x, low, high = (
        data.draw(arrays(shape, dtype, strided=True, special=False)) for shape in given_shapes
    )
    expected = outcome(lambda: numpy.clip(x, low, high))
    same(expected, outcome(lambda: np.clip(*map(np.asarray, (x, low, high)))))


@given(broadcastable(3), st.sampled_from(DTYPES), st.data())
def test_arrays_are_broadcast_to_a_common_shape(
    given_shapes: list[tuple[int, ...]], dtype: str, data: st.DataObject
) -> None:
    given_arrays = [data.draw(arrays(shape, dtype, strided=True)) for shape in given_shapes]
    expected = outcome(lambda: tuple(numpy.broadcast_arrays(*given_arrays)))
    same(expected, outcome(lambda: tuple(np.broadcast_arrays(*map(np.asarray, given_arrays)))))
    target = data.draw(st.sampled_from([*given_shapes, max(given_shapes, key=len)]))
    expected = outcome(lambda: numpy.broadcast_to(given_arrays[0], target))
    same(expected, outcome(lambda: np.broadcast_to(np.asarray(given_arrays[0]), target)))
    expected = outcome(lambda: numpy.zeros(numpy.broadcast_shapes(*given_shapes)))
    same(expected, outcome(lambda: np.zeros(np.broadcast_shapes(*given_shapes))))


@given(broadcastable(2), st.sampled_from(DTYPES), st.data())
def test_in_place_operators_broadcast(
    given_shapes: list[tuple[int, ...]], dtype: str, data: st.DataObject
) -> None:
    a, b = (data.draw(arrays(shape, dtype, special=False)) for shape in given_shapes)
    mine = np.array(a)
    expected = outcome(lambda: operator.iadd(a.copy(), b))
    same(expected, outcome(lambda: operator.iadd(mine, np.asarray(b))))


@pytest.mark.parametrize(("left", "right"), list(itertools.product(DTYPES, DTYPES)))
def test_every_pair_of_dtypes_promotes(left: str, right: str) -> None:
    assert np.promote_types(left, right).name == numpy.promote_types(left, right).name
    assert np.result_type(np.ones(2, left), np.ones(2, right)).name == (
        numpy.result_type(numpy.ones(2, left), numpy.ones(2, right)).name
    )
    assert np.can_cast(left, right) == numpy.can_cast(left, right)
    is_complex = "complex" in left + right
    for name in [*UNORDERED, *([] if is_complex else ORDERED), *BITS, *WHOLE, *ROUNDED]:
        a, b = numpy.ones((2, 1), left), numpy.ones(3, right)
        # Rounded in other places: within a few units in the last one.
        dtype = numpy.result_type(a, b)
        rtol = (
            2e-3
            if dtype.itemsize < 4
            else 1e-6
            if dtype.itemsize == 4 or dtype == "complex64"
            else 1e-14
        )
        same(
            outcome(lambda: getattr(numpy, name)(a, b)),
            outcome(lambda: getattr(np, name)(np.asarray(a), np.asarray(b))),
            rtol=rtol if name in ROUNDED else 0,
        )


@pytest.mark.parametrize("dtype", DTYPES)
def test_functions_of_every_dtype_give_numpy_s(dtype: str) -> None:
    array = numpy.array([1, 0, 1], dtype)
    is_complex = numpy.dtype(dtype).kind == "c"
    real = ["cbrt", "exp2", "deg2rad", "rad2deg", "floor", "ceil", "trunc", "signbit"]
    for name in [
        "exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "sin", "cos", "tan", "arcsin", "arccos",
        "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "square", "absolute", "isnan",
        "isfinite", "logical_not", *([] if is_complex else real),
    ]:  # fmt: skip
        size = numpy.dtype(dtype).itemsize
        rtol = (
            2e-3
            if size < 2 or dtype == "float16"
            else 1e-6
            if size < 4 or dtype in ("float32", "complex64")
            else 1e-14
        )
        same(
            outcome(lambda: getattr(numpy, name)(array)),
            outcome(lambda: getattr(np, name)(np.asarray(array))),
            rtol=rtol,
            atol=1e-15,
        )


@given(
    st.sampled_from(DTYPES),
    st.sampled_from(DTYPES),
    st.sampled_from(EXACT),
    st.booleans(),
    st.data(),
)
def test_mixed_dtypes_compute_in_the_promoted_one(
    left: str, right: str, name: str, scalars: bool, data: st.DataObject
) -> None:
    shape = data.draw(shapes(most=2, longest=3))
    a = data.draw(arrays(shape, left, special=False))
    b = data.draw(arrays(() if scalars else shape, right, special=False))
    if numpy.promote_types(left, right).kind == "c" and (name in ORDERED or name == "multiply"):
        name = "add"
    note(name)
    expected = outcome(lambda: getattr(numpy, name)(a, b))
    same(expected, outcome(lambda: getattr(np, name)(np.asarray(a), np.asarray(b))))


OPERATORS = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.eq, operator.ne, operator.lt,
    operator.ge,
]  # fmt: skip


@given(
    st.sampled_from(DTYPES),
    st.sampled_from(["bool", "int64", "float64", "complex128"]),
    st.sampled_from(OPERATORS),
    st.booleans(),
    st.data(),
)
def test_python_numbers_are_weak(
    dtype: str, kind: str, function: Any, is_left: bool, data: st.DataObject
) -> None:
    array = data.draw(arrays(data.draw(shapes(most=2, longest=3)), dtype, special=False))
    number = numpy.asarray(data.draw(numbers(kind, special=False)), kind).item()
    if array.ndim == 0:
        array = array.reshape(1)
    if (array.dtype.kind == "c" or kind == "complex128") and function in (operator.lt, operator.ge):
        function = operator.eq
    note(f"{function.__name__}, {array!r}, {number!r}")
    mine = np.asarray(array)
    first, second = (number, array) if is_left else (array, number)
    ours = (number, mine) if is_left else (mine, number)
    complex_product = function in (operator.mul, operator.truediv) and (
        array.dtype.kind == "c" or kind == "complex128"
    )
    # The parts of complex products and quotients are sums, which may be rounded in another order.
    tolerance = (
        1e-2
        if array.dtype == "float16"
        else 1e-5
        if array.dtype.itemsize < 8 or dtype == "complex64"
        else 1e-12
    )
    same(
        outcome(lambda: function(first, second)),
        outcome(lambda: function(*ours)),
        rtol=tolerance if complex_product else 0,
    )


@given(st.sampled_from(DTYPES), st.sampled_from(DTYPES), st.data())
def test_casts_give_the_same_elements(left: str, right: str, data: st.DataObject) -> None:
    array = data.draw(
        arrays(data.draw(shapes(most=3, longest=3)), left, strided=True, special=False)
    )
    if numpy.dtype(left).kind in "fc" and numpy.dtype(right).kind in "iu":
        # What does not fit is undefined in C, and so in NumPy.
        info = numpy.iinfo(right)
        array = numpy.clip(array.real, max(info.min, -(2.0**15)), min(info.max, 2.0**15)).astype(
            left
        )
    same(outcome(lambda: array.astype(right)), np.asarray(array).astype(right))
