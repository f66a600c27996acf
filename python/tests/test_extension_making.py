"""Tensors of numbers, lists and arrays, and the dtypes that they have."""

import decimal
import enum
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornbill import _hornbill as engine

pytestmark = pytest.mark.filterwarnings("ignore:Casting complex")

NAMES = [
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
    "complex64",
    "complex128",
]

numbers = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.complex_numbers(),
    st.sampled_from(
        [np.float32(1.5), np.int8(3), np.bool_(True), np.uint64(2**63), np.array(2), np.float64(2)]
    ),
)


def same(got, expected):
    assert got.dtype == expected.dtype and got.shape == expected.shape
    np.testing.assert_array_equal(got.numpy(), expected)


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), max_size=4))
@settings(max_examples=200, deadline=None)
def test_nested_lists_have_numpys_dtype_and_shape(values):
    same(engine.array(values), np.array(values))


@given(st.recursive(st.integers(0, 5), lambda inner: st.lists(inner, max_size=3), max_leaves=8))
@settings(max_examples=200, deadline=None)
def test_lists_of_different_lengths_are_refused(values):
    try:
        expected = np.array(values)
    except ValueError as error:
        with pytest.raises(ValueError, match="inhomogeneous shape") as got:
            engine.array(values)
        assert str(got.value)[:60] == str(error)[:60]
    else:
        same(engine.array(values), expected)


@pytest.mark.parametrize(
    "values",
    [
        [],
        [[], []],
        [[[]]],
        (1, 2),
        [(1, 2), [3, 4]],
        range(4),
        [range(2), range(2, 4)],
        [np.arange(3), [3, 4, 5]],
        [np.arange(4).reshape(2, 2)] * 3,
        [True, False],
        [True, 2],
        [1, 2.5],
        [2**63, 1],
        [2**63, 1.0],
        2**63,
        5,
        2.5,
        True,
        1j,
        [1j, 2, True],
        [np.complex64(1j), 1.5],
        [np.float32(1), 2.0],
        [np.int8(1), 2],
        [np.arange(6)[::2], np.arange(3)],
        [np.zeros((2, 0))],
    ],
)
def test_values(values):
    same(engine.array(values), np.array(values))


@pytest.mark.parametrize("dtype", NAMES)
@pytest.mark.parametrize("values", [[0, 1, 1], [0.0, 1.0], [True, False], 1, 0.5, [[1], [2]], []])
def test_values_with_a_dtype(dtype, values):
    same(engine.array(values, dtype), np.array(values, dtype))
    same(engine.asarray(engine.array(values), dtype), np.array(values).astype(dtype))


def test_large_integers_are_exact_where_the_dtype_holds_them():
    assert engine.array([2**63, 1], "uint64").tolist() == [2**63, 1]
    assert engine.array([2**63, 2**64 - 1]).tolist() == [2**63, 2**64 - 1]
    with pytest.raises(OverflowError):
        engine.array([2**63, 1], "int64")
    with pytest.raises(OverflowError):
        engine.array([2**63, -1], "uint64")


def test_tensors_among_numbers():
    t = engine.array([1, 2], "int8")
    same(engine.array([t, t]), np.array([[1, 2], [1, 2]], "int8"))
    same(engine.array([t, [3, 4]]), np.array([[1, 2], [3, 4]]))
    same(engine.array([t[0], 5, t[1] * 0.5]), np.array([1, 5, 1.0]))
    same(engine.array([engine.Variable([1.0, 2.0]), t]), np.array([[1, 2], [1, 2]], "float64"))


@pytest.mark.parametrize(
    ("values", "dtype", "error"),
    [
        ([300], "int8", OverflowError),
        ([-1], "uint8", OverflowError),
        (300, "uint8", OverflowError),
        (2**64, None, OverflowError),
        ([-(2**70)], None, OverflowError),
        ([float("nan")], "int32", ValueError),
        ([float("inf")], "int64", OverflowError),
        (["a"], None, ValueError),
        ("a", None, ValueError),
        (b"a", None, ValueError),
        (None, None, TypeError),
        ([None], None, TypeError),
        ({}, None, TypeError),
        ({1: 2}, None, TypeError),
        (object(), None, TypeError),
        (1j, "float32", TypeError),
        ([1j], "int8", TypeError),
        (decimal.Decimal(1), None, TypeError),
        (iter([1]), None, TypeError),
        (int, None, TypeError),
        ([1], "int9", TypeError),
        ([1], str, TypeError),
        ([1], object(), TypeError),
    ],
)
def test_other_values_are_refused(values, dtype, error):
    with pytest.raises(error):
        engine.array(values, dtype)


def test_lists_that_are_too_deep_or_contain_themselves_are_refused():
    values = []
    values.append(values)
    with pytest.raises(ValueError, match="maximum supported dimension"):
        engine.array(values)


def test_lists_that_change_while_they_are_read_are_refused():
    class Sly:
        def __init__(self, values):
            self.values = values

        def __array__(self, dtype=None, copy=None):
            self.values.clear()
            return np.zeros(())

    values = [1, 2]
    values.insert(0, Sly(values))
    with pytest.raises((RuntimeError, IndexError, ValueError)):
        engine.array([values, [1, 2, 3]])


def test_enumerations_are_integers():
    class Color(enum.IntEnum):
        RED = 3

    assert engine.array([Color.RED]).tolist() == [3]
    assert (engine.array([1], "int8") + Color.RED).dtype == "int8"


def test_asarray_gives_tensors_back():
    t = engine.array([1, 2])
    assert engine.asarray(t) is t and engine.asarray(t, "int64") is t
    assert engine.asarray(t, copy=True) is not t
    assert engine.array(t, copy=False).numpy().ctypes.data == t.numpy().ctypes.data
    assert engine.array([1, 2], ndmin=3).shape == (1, 1, 2)


# ---- dtypes


@pytest.mark.parametrize("name", NAMES)
def test_dtypes_are_numpys(name):
    dtype, expected = getattr(engine, name), np.dtype(name)
    assert engine.dtype(name) is engine.dtype(expected) is engine.dtype(expected.type) is dtype
    assert engine.dtype(dtype) is dtype and engine.dtype(expected.str) is dtype
    for attribute in ("name", "itemsize", "kind", "char", "str", "alignment"):
        assert getattr(dtype, attribute) == getattr(expected, attribute)
    assert repr(dtype) == f"dtype('{name}')" and str(dtype) == name
    assert np.dtype(dtype) == expected and dtype == expected and expected == dtype
    assert dtype == name and dtype == expected.type and expected.type == dtype
    assert dtype != "M8" and dtype != "nonsense" and dtype is not None
    assert hash(dtype) == hash(name) and {name: 1}[dtype] == 1
    assert pickle.loads(pickle.dumps(dtype)) is dtype
    assert np.zeros(2, dtype).dtype == expected


def test_dtypes_are_distinct():
    for name in NAMES:
        assert [other for other in NAMES if getattr(engine, name) == other] == [name]


def test_python_types_are_dtypes():
    assert engine.dtype(bool) is engine.bool
    assert engine.dtype(int) is engine.int64
    assert engine.dtype(float) is engine.float64
    assert engine.dtype(complex) is engine.complex128
    assert engine.float64 == float and engine.int32 != int
    assert engine.dtype(None) is engine.float64


def test_dtypes_make_scalars_and_arrays():
    assert repr(engine.float32(3)) == "np.float32(3.0)" and engine.int8() == 0
    assert repr(engine.int8([1, 2])) == "array([1, 2], dtype=int8)"
    with pytest.raises(OverflowError):
        engine.uint8(-1)


def test_bfloat16():
    assert engine.bfloat16.itemsize == 2 and engine.bfloat16.kind == "f"
    assert engine.array([1.0], "bfloat16").dtype == "bfloat16"
    assert (engine.array([1.0], "bfloat16") + 1).dtype == "bfloat16"


# ---- Methods


@pytest.mark.parametrize("dtype", NAMES)
def test_astype(dtype):
    for own in NAMES:
        x = np.array([[0, 1], [2, 100]]).astype(own)
        same(engine.array(x).astype(dtype), x.astype(dtype))


@pytest.mark.parametrize("casting", ["no", "equiv", "safe", "same_kind", "unsafe"])
def test_casting_rules(casting):
    for own in NAMES:
        for dtype in NAMES:
            t = engine.array([0, 1], own)
            if np.can_cast(own, dtype, casting):
                t.astype(dtype, casting=casting)
            else:
                with pytest.raises(TypeError):
                    t.astype(dtype, casting=casting)


def test_attributes():
    x = np.zeros((2, 3, 4), "int16")
    t = engine.array(x)
    for name in ("shape", "strides", "ndim", "size", "itemsize", "nbytes"):
        assert getattr(t, name) == getattr(x, name)
    assert t.T.shape == (4, 3, 2) and t.mT.shape == (2, 4, 3)
    assert t.device == "cpu" and t.to_device("cpu") is t and not t.is_symbolic
    with pytest.raises(ValueError):
        _ = engine.array([1]).mT
    with pytest.raises(ValueError):
        t.to_device("gpu")
    with pytest.raises(AttributeError):
        t.dtype = "int8"
    assert engine.Tensor((2, 3)).shape == (2, 3)


def test_methods_of_the_package_are_found():
    t = engine.array([[3.0, 1.0], [2.0, 4.0]])
    assert float(t.sum()) == 10 and t.max(axis=0).tolist() == [3, 4]
    assert {"sum", "reshape", "flatten", "argmax", "shape"} <= set(dir(t))
    with pytest.raises(AttributeError, match="foo"):
        _ = t.foo
    assert not hasattr(t, "_private")


def test_the_array_api_namespace():
    import hornbill.numpy

    t = engine.array([1])
    assert t.__array_namespace__() is hornbill.numpy
    assert t.__array_namespace__(api_version="2024.12") is hornbill.numpy
    with pytest.raises(ValueError):
        t.__array_namespace__(api_version="1999.01")


# ---- Functions by name


def test_functions_are_called_by_name():
    t = engine.array([[1.0, 2.0], [3.0, 4.0]], "float32")
    assert engine.call("sum", t, axis=1, keepdims=True).tolist() == [[3], [7]]
    assert engine.call("add", t, 1).dtype == "float32"
    assert engine.call("where", t > 2, t, 0).tolist() == [[0, 0], [3, 4]]
    assert engine.call("full", shape=[2], value=3, dtype="int8").tolist() == [3, 3]
    rows, columns = engine.call("nonzero", t > 2)
    assert (rows.tolist(), columns.tolist()) == ([1, 1], [0, 1])
    assert engine.call("clip", t, None, 3).tolist() == [[1, 2], [3, 3]]
    assert "sum" in engine.functions()["sum"] and len(engine.functions()) > 100


def test_errors_of_functions_have_the_exceptions_of_numpy():
    t = engine.array([[1.0, 2.0]])
    with pytest.raises(np.exceptions.AxisError):
        engine.call("sum", t, axis=5)
    for arguments in (("nonsense", t), ("matmul", t, t)):
        with pytest.raises(ValueError):
            engine.call(*arguments)
    for arguments in (
        ("add", t),
        ("add", t, t, t),
        ("bitwise_and", t, t),
        (5, t),
        ("sum",),
        ("sum", object()),
    ):
        with pytest.raises(TypeError):
            engine.call(*arguments)
    with pytest.raises(TypeError):
        engine.call("sum", t, axes=5)


def test_scalars_are_what_functions_give_and_arrays_what_shapes_are_given_to():
    t = engine.array([[5]])
    assert repr(engine.call("sum", t)) == "np.int64(5)"
    assert repr(engine.call("reshape", t, shape=[])) == "array(5)"


def test_seeds_and_threads():
    def draw():
        return engine.call("random_normal", shape=[3]).tolist()

    engine.set_seed(7)
    first = draw()
    assert draw() != first
    engine.set_seed(np.int64(7))
    assert draw() == first
    before = engine.threads()
    engine.set_threads(1)
    assert engine.threads() == 1
    engine.set_threads(before)
    for count in (0, -1, 2**40, 10**30):
        with pytest.raises(ValueError):
            engine.set_threads(count)
    with pytest.raises(TypeError):
        engine.set_seed("a")


def test_text_follows_the_print_options():
    t = engine.array([0.123456789, 100.0])
    try:
        engine.set_print_options('{"precision": 2}')
        assert repr(t) == "array([  0.12, 100.  ])" and str(t) == "[  0.12 100.  ]"
        assert str(t[0]) == "0.123456789"
        with pytest.raises(ValueError):
            engine.set_print_options('{"precision": -1}')
        with pytest.raises(TypeError):
            engine.set_print_options("2")
        assert str(t) == "[  0.12 100.  ]"
        engine.set_print_options("{}")
        assert repr(t) == repr(t.numpy())
    finally:
        engine.set_print_options(None)
    assert engine.format(t, '{"style": "str", "separator": ", "}') == "[  0.12345679, 100.        ]"
