"""What stands between the brackets gives what it gives with NumPy's arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornbill import _hornbill as engine

X = np.arange(60).reshape(3, 4, 5)

slices = st.builds(
    slice,
    st.none() | st.integers(-7, 7),
    st.none() | st.integers(-7, 7),
    st.none() | st.sampled_from([-3, -2, -1, 1, 2, 3]),
)
items = st.one_of(
    st.integers(-6, 6),
    slices,
    st.just(None),
    st.just(Ellipsis),
    st.booleans(),
    st.lists(st.integers(-3, 2), min_size=1, max_size=3),
    st.lists(st.integers(-3, 2), min_size=1, max_size=3).map(np.array),
    st.integers(-3, 2).map(np.int64),
)
keys = items | st.lists(items, max_size=4).map(tuple)


def outcome(function):
    try:
        return function()
    except (IndexError, ValueError) as error:
        return IndexError if isinstance(error, IndexError) else ValueError


def as_tensors(key):
    """Tensors in the place of the arrays of an index."""
    if isinstance(key, tuple):
        return tuple(as_tensors(item) for item in key)
    return engine.array(key) if isinstance(key, np.ndarray) else key


@given(keys)
@settings(max_examples=400, deadline=None)
def test_reading(key):
    expected = outcome(lambda: X[key])
    for own_key in (key, as_tensors(key)):
        got = outcome(lambda own_key=own_key: engine.array(X)[own_key])
        if isinstance(expected, type):
            assert got is expected
        else:
            assert got.shape == expected.shape and got.dtype == expected.dtype
            np.testing.assert_array_equal(got.numpy(), expected)
            # NumPy 1 writes its scalars without their type.
            if isinstance(expected, np.ndarray):
                assert repr(got) == repr(expected)


@given(keys, st.sampled_from([7, 2.9, True, np.arange(5), [[1], [2]], np.float32(3)]))
@settings(max_examples=400, deadline=None)
def test_writing(key, value):
    expected, got = X.copy(), engine.array(X)

    def write(array):
        array[key] = value

    refused = outcome(lambda: write(expected))
    assert outcome(lambda: write(got)) is refused
    np.testing.assert_array_equal(got.numpy(), expected)


def test_masks():
    t = engine.array(X)
    np.testing.assert_array_equal(t[t > 30].numpy(), X[X > 30])
    np.testing.assert_array_equal(t[X > 30].numpy(), X[X > 30])
    np.testing.assert_array_equal(t[:, [True, False, True, False]].numpy(), X[:, [0, 2]])
    t[t > 30] = 0
    assert t.numpy().max() == 30


@pytest.mark.parametrize("key", [1.0, "a", object(), {}, (0, 1.5), np.array([1.5]), b"a"])
def test_objects_that_are_no_index_are_refused(key):
    with pytest.raises(IndexError):
        X[key]
    with pytest.raises(IndexError):
        engine.array(X)[key]


def test_messages_are_numpys():
    for key in (9, (0, 7), (0, 0, -6), (0, 0, 0, 0), ([5],), (..., ...), 1.5):
        with pytest.raises(IndexError) as expected:
            X[key]
        with pytest.raises(IndexError) as got:
            engine.array(X)[key]
        assert str(got.value) == str(expected.value)


def test_a_step_of_zero_is_refused():
    with pytest.raises(ValueError, match="slice step cannot be zero"):
        engine.array(X)[::0]


@pytest.mark.parametrize("dtype", ["int8", "int32", "uint8", "int64"])
def test_written_numbers_must_fit(dtype):
    t = engine.array([1, 2], dtype)
    with pytest.raises(OverflowError):
        t[0] = 2**70
    if dtype != "int64":
        with pytest.raises(OverflowError):
            t[1] = 2**40
    assert t.tolist() == [1, 2]


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "int64", "float16", "float64"])
def test_single_elements_are_written_with_every_dtype(dtype):
    for value in (1, True, 0, 1.5):
        expected, got = np.zeros((2, 2), dtype), engine.array(np.zeros((2, 2), dtype))
        expected[1, 0] = got[1, 0] = value
        assert got.tolist() == expected.tolist()


def test_elements_are_not_deleted():
    with pytest.raises(ValueError, match="cannot delete array elements"):
        del engine.array(X)[0]


def test_iteration_goes_over_the_first_axis():
    t = engine.array(X)
    assert len(t) == 3
    for row, expected in zip(t, X, strict=True):
        np.testing.assert_array_equal(row.numpy(), expected)
    assert list(engine.array([1.5, 2])) == [1.5, 2.0]
    first, *rest = t
    assert first.shape == (4, 5) and len(rest) == 2
    with pytest.raises(TypeError, match="0-d"):
        iter(engine.array(1))
    with pytest.raises(TypeError, match="unsized"):
        len(engine.array(1))


def test_slices_look_at_the_same_memory():
    t = engine.array(X)
    row, column, one = t[1], t[:, 0], t[0, 0, 0]
    t[1, 0, 0] = -1
    t[0, 0, 0] = -2
    assert row[0, 0] == -1 and column[1, 0] == -1 and one == 0
    row += 100
    assert t[1, 3, 4] == 139 and t[2, 0, 0] == 40
    t.T[0, 0, 2] = 5
    t.reshape(-1)[-1] = 6
    assert t[2, 0, 0] == 5 and t[2, 3, 4] == 6
    # A list copies.
    t[[0, 1]][0, 0, 0] = 9
    assert t[0, 0, 0] == -2


def test_overlapping_memory_is_read_before_it_is_written():
    t = engine.array(np.arange(6))
    t[1:] = t[:-1]
    assert t.tolist() == [0, 0, 1, 2, 3, 4]
    t += t[::-1]
    assert t.tolist() == [4, 3, 3, 3, 3, 4]


def test_item():
    t = engine.array(X)
    assert t.item(7) == t.item(0, 1, 2) == t.item((0, 1, 2)) == t.item(-53) == 7
    assert type(engine.array([1.5]).item()) is float and type(t.item(0)) is int
    assert engine.array([[True]]).item() is True
    for arguments in ((60,), (0, 4, 0), (0, 0)):
        with pytest.raises((IndexError, ValueError)):
            t.item(*arguments)
    with pytest.raises(ValueError):
        t.item()


@pytest.mark.parametrize("dtype", ["bool", "int16", "uint64", "float16", "float32", "float64"])
def test_tolist(dtype):
    x = (np.arange(12).reshape(2, 3, 2) / 4).astype(dtype)
    for view in (x, x.T, x[:, ::-1], x[:0]):
        assert engine.asarray(view).tolist() == view.tolist()


def test_the_shape_can_be_set():
    t = engine.array(X)
    view = memoryview(t)
    t.shape = (6, -1)
    assert t.shape == (6, 10) and view.shape == (3, 4, 5)
    with pytest.raises(ValueError):
        t.shape = (7, 7)
    transposed = t.T
    with pytest.raises(AttributeError):
        transposed.shape = (60,)


@given(st.permutations([3, 4, 5]), st.sampled_from(["C", "F"]))
@settings(max_examples=12, deadline=None)
def test_reshape(shape, order):
    for x in (X, X.T, X[:, ::2], X[::-1]):
        if x.size == 60:
            expected = x.reshape(shape, order=order)
            t = engine.asarray(x)
            np.testing.assert_array_equal(t.reshape(shape, order=order).numpy(), expected)
            np.testing.assert_array_equal(t.reshape(*shape, order=order).numpy(), expected)


def test_reshape_copies_as_it_is_told():
    t = engine.array(X)
    assert np.shares_memory(t.reshape(60).numpy(), t.numpy())
    assert not np.shares_memory(t.reshape(60, copy=True).numpy(), t.numpy())
    with pytest.raises(ValueError):
        t.T.reshape(60, copy=False)
    assert engine.array([5]).reshape(()).shape == ()
    for arguments in ((), (7,), ("a",), (1.5,), (-1, -1)):
        with pytest.raises((ValueError, TypeError)):
            t.reshape(*arguments)
