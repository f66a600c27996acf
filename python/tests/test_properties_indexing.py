"""Indexing, reading and assigning, against NumPy: any shape, any index that hypothesis thinks of."""

from __future__ import annotations

import math
from typing import Any

import numpy
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import hornbill.numpy as np
from property_support import DTYPES, arrays, outcome, same, shapes


@st.composite
def slices(draw: st.DrawFn, length: int) -> slice:
    """A slice, most of them within the axis."""
    bound = st.none() | st.integers(-length - 2, length + 2)
    step = draw(st.none() | st.integers(-3, 3).filter(bool))
    return slice(draw(bound), draw(bound), step)


@st.composite
def integer_arrays(draw: st.DrawFn, length: int, shape: tuple[int, ...]) -> Any:
    """Positions along an axis, as an array, a list or a scalar; now and then one out of range."""
    low, high = (-length, length - 1) if length else (-1, 0)
    if draw(st.integers(0, 15)) == 0:
        high += 1
    size = math.prod(shape)
    values = draw(st.lists(st.integers(low, high), min_size=size, max_size=size))
    dtype = draw(st.sampled_from(["int64", "int32", "int8", "uint8"]))
    if dtype == "uint8":
        values = [abs(value) for value in values]
    array = numpy.array(values, dtype).reshape(shape)
    return array.tolist() if shape and draw(st.booleans()) else array


@st.composite
def indices(draw: st.DrawFn, shape: tuple[int, ...], basic: bool = False) -> Any:
    """An index that fits a shape, or nearly."""
    items: list[Any] = []
    axis = 0
    fancy_shape = draw(shapes(most=2, longest=3))
    has_ellipsis = False
    while axis < len(shape) and draw(st.integers(0, 5)) > 0:
        kinds = ["integer", "slice", "slice", "newaxis"]
        if not has_ellipsis:
            kinds.append("ellipsis")
        if not basic:
            kinds += ["array", "array", "mask"]
        kind = draw(st.sampled_from(kinds))
        length = shape[axis]
        if kind == "integer":
            items.append(
                draw(
                    st.integers(-length - 1, length)
                    if draw(st.integers(0, 9)) == 0 or not length
                    else st.integers(-length, length - 1)
                )
            )
            axis += 1
        elif kind == "slice":
            items.append(draw(slices(length)))
            axis += 1
        elif kind == "newaxis":
            items.append(None)
        elif kind == "ellipsis":
            items.append(Ellipsis)
            has_ellipsis = True
            axis += draw(st.integers(0, len(shape) - axis))
        elif kind == "array":
            one = draw(st.sampled_from([(), fancy_shape, (1,) * len(fancy_shape)]))
            items.append(draw(integer_arrays(length, one)))
            axis += 1
        else:
            axes = draw(st.integers(1, len(shape) - axis))
            mask_shape = shape[axis : axis + axes]
            size = math.prod(mask_shape)
            bits = draw(st.lists(st.booleans(), min_size=size, max_size=size))
            items.append(numpy.array(bits, bool).reshape(mask_shape))
            axis += axes
    if len(items) == 1 and draw(st.booleans()):
        return items[0]
    return tuple(items)


def translated(key: Any) -> Any:
    """The index with this package's arrays in the place of NumPy's."""
    if isinstance(key, tuple):
        return tuple(translated(item) for item in key)
    return np.asarray(key) if isinstance(key, numpy.ndarray) else key


@st.composite
def indexed(draw: st.DrawFn, basic: bool = False) -> tuple[numpy.ndarray, Any]:
    array = draw(
        arrays(draw(shapes(most=4, longest=4)), draw(st.sampled_from(DTYPES)), strided=True)
    )
    return array, draw(indices(array.shape, basic))


@given(indexed(basic=True))
def test_basic_indices_read_the_same_elements(case: tuple[numpy.ndarray, Any]) -> None:
    array, key = case
    note(f"{array!r}[{key!r}]")
    same(outcome(lambda: array[key]), outcome(lambda: np.asarray(array)[translated(key)]))


@given(indexed(basic=True))
def test_basic_indices_give_views_of_the_same_memory(case: tuple[numpy.ndarray, Any]) -> None:
    array, key = case
    try:
        expected = array[key]
    except IndexError:
        return
    if not isinstance(expected, numpy.ndarray) or expected.size == 0:
        return
    seen = np.asarray(array)[key].numpy()
    assert seen.ctypes.data == expected.ctypes.data
    assert [s for s, n in zip(seen.strides, seen.shape) if n > 1] == [
        s for s, n in zip(expected.strides, expected.shape) if n > 1
    ]


@given(indexed())
def test_indices_of_all_kinds_read_the_same_elements(case: tuple[numpy.ndarray, Any]) -> None:
    array, key = case
    note(f"{array!r}[{key!r}]")
    same(outcome(lambda: array[key]), outcome(lambda: np.asarray(array)[translated(key)]))


def assigned(array: Any, key: Any, value: Any) -> Any:
    array[key] = value
    return array


@given(indexed(), st.data())
def test_assignment_writes_the_same_elements(
    case: tuple[numpy.ndarray, Any], data: st.DataObject
) -> None:
    array, key = case
    try:
        target = array[key].shape
    except IndexError:
        target = ()
    shape = data.draw(
        st.sampled_from(
            [
                (),
                target,
                (1,) * len(target),
                target[1:],
                tuple(1 if n % 2 else n for n in target),
                (2,),
            ]
        )
    )
    value = data.draw(arrays(shape, array.dtype.name))
    # To one element of bool, NumPy writes the truth of a list: whether it is empty.
    if data.draw(st.booleans()) and not (array.ndim == 0 and array.dtype == bool):
        value = value.tolist()
    note(f"{array!r}[{key!r}] = {value!r}")
    mine = numpy.array(array)
    their_value = np.asarray(value) if isinstance(value, numpy.ndarray) else value
    expected = outcome(lambda: assigned(array.copy(), key, value))
    same(expected, outcome(lambda: assigned(np.array(mine), translated(key), their_value)))


@given(indexed(basic=True), st.data())
def test_writing_through_a_view_is_seen_in_the_whole(
    case: tuple[numpy.ndarray, Any], data: st.DataObject
) -> None:
    array, key = case
    array = array.copy()
    try:
        view = array[key]
    except IndexError:
        return
    if not isinstance(view, numpy.ndarray):
        return
    mine = np.array(array)
    ours = mine[key]
    value = data.draw(arrays((), array.dtype.name))
    view[...] = value
    ours[...] = np.asarray(value)
    same(array, mine)


@pytest.mark.parametrize("name", ["take", "take_along_axis"])
@given(st.data())
def test_positions_along_an_axis(name: str, data: st.DataObject) -> None:
    shape = data.draw(shapes(least=1, most=3, longest=4, shortest=1))
    array = data.draw(arrays(shape, data.draw(st.sampled_from(DTYPES)), strided=True))
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    if name == "take":
        places = data.draw(integer_arrays(shape[axis], data.draw(shapes(most=2, longest=3))))
        places = numpy.asarray(places)
    else:
        wanted = list(shape)
        wanted[axis] = data.draw(st.integers(0, 3))
        places = numpy.asarray(data.draw(integer_arrays(shape[axis], tuple(wanted)))).astype(int)
    places = places.reshape(places.shape)
    expected = outcome(lambda: getattr(numpy, name)(array, places, axis=axis))
    same(
        expected,
        outcome(lambda: getattr(np, name)(np.asarray(array), np.asarray(places), axis=axis)),
    )
