"""`call`: functions of the engine by name, with keyword arguments as attributes."""

import math

import numpy
import pytest

from hornbill import _hornbill as engine
from hornbill._hornbill import call


def test_attributes_are_keyword_arguments():
    x = engine.asarray([[1.0, 2.0], [3.0, 4.0]])
    assert call("sum", x, axis=0).tolist() == [4.0, 6.0]
    assert call("sum", x, axis=[0, 1], keepdims=True).tolist() == [[10.0]]
    assert call("sum", x, axis=(1,)).tolist() == [3.0, 7.0]


def test_attributes_that_are_none_keep_their_defaults():
    x = engine.asarray([1.0, 2.0])
    assert call("sum", x, axis=None, dtype=None).item() == 3.0


@pytest.mark.parametrize(
    "value", [0.1, -0.0, 1e300, 5e-324, math.inf, -math.inf, 2.0**60, 123456789.123456789]
)
def test_floats_arrive_exactly(value):
    got = call("full", shape=[1], value=value, dtype="float64").item()
    assert got == value
    assert math.copysign(1, got) == math.copysign(1, value)
    assert math.isnan(call("full", shape=[1], value=math.nan, dtype="float64").item())


def test_numbers_of_numpy_and_dtypes_are_attributes_too():
    x = call("zeros", shape=numpy.array([2, 3]), dtype=engine.float32)
    assert x.shape == (2, 3)
    assert x.dtype == "float32"
    assert call("zeros", shape=2, dtype=int).dtype == "int64"
    assert call("zeros", shape=2, dtype=numpy.float16).dtype == "float16"
    assert call("sum", x, axis=numpy.int32(1)).shape == (2,)
    assert call("sum", x, axis=call("argmax", x)).shape == (3,)


def test_long_attributes_arrive():
    x = engine.asarray(list(range(1000)))
    kept = call("delete", x, indices=list(range(1, 1000)))
    assert kept.tolist() == [0]


def test_many_results_come_as_a_tuple():
    parts = call("unstack", engine.asarray(list(range(200))))
    assert [part.item() for part in parts] == list(range(200))


def test_numbers_take_the_dtype_of_the_arrays_beside_them():
    x = engine.asarray([1, 2], dtype="float32")
    assert call("add", x, 0.5).dtype == "float32"
    assert call("clip", x, None, 1).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("text", ['a"b', "back\\slash", "line\nbreak", "ü", ""])
def test_texts_arrive_as_they_are(text):
    with pytest.raises(TypeError) as caught:
        call("sum", engine.asarray([1.0]), **{text or "empty": 1})
    assert f"'{text or 'empty'}'" in str(caught.value)


@pytest.mark.parametrize("value", [object(), [object()], {1: object()}.values(), 1j])
def test_what_is_no_attribute_is_refused(value):
    with pytest.raises(TypeError):
        call("sum", engine.asarray([1.0]), axis=value)


def test_endless_lists_are_refused():
    endless: list = []
    endless.append(endless)
    with pytest.raises(RecursionError):
        call("sum", engine.asarray([1.0]), axis=endless)


def test_what_is_no_name_of_a_function_is_refused():
    with pytest.raises(TypeError):
        call()
    with pytest.raises(TypeError):
        call(3)
    with pytest.raises(ValueError, match="unknown function 'nonsense'"):
        call("nonsense")


def test_names_that_are_made_anew_are_found():
    for number in range(5000):
        name = "".join(["s", "u", "m"])
        assert call(name, float(number)).item() == number
