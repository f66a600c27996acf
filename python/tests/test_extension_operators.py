"""Operators of tensors give what NumPy's arrays give: values, dtypes and errors."""

import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hornbill import _hornbill as engine

# The dtypes of results beside Python's numbers are those of NumPy 2.
pytestmark = [
    pytest.mark.skipif(np.__version__ < "2", reason="NumPy 1 promotes by value"),
    pytest.mark.filterwarnings("ignore:Casting complex"),
]

DTYPES = [
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
]
ARITHMETIC = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.floordiv,
    operator.mod,
    operator.pow,
]
BITWISE = [operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift]
COMPARISONS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]
INPLACE = [
    operator.iadd,
    operator.isub,
    operator.imul,
    operator.itruediv,
    operator.ifloordiv,
    operator.imod,
    operator.ipow,
    operator.iand,
    operator.ior,
    operator.ixor,
]
SCALARS = [True, 3, 0, -2, 300, 70000, 2.5, -0.5, np.float32(1.5), np.int8(2), np.float64(2)]


def outcome(function, *operands):
    """What a function gives, or the kind of error it raises."""
    with np.errstate(all="ignore"):
        try:
            return function(*operands)
        except (TypeError, ValueError, OverflowError) as error:
            # What NumPy raises may be a subclass that only NumPy has.
            return next(t for t in (OverflowError, TypeError, ValueError) if isinstance(error, t))


def assert_same(got, expected, rtol=0.0):
    if isinstance(expected, type):
        assert got is expected
        return
    assert isinstance(got, engine.Tensor)
    assert got.dtype == expected.dtype and got.shape == expected.shape
    tolerance = {2: 1e-3, 4: 2e-7, 8: 1e-15}.get(expected.dtype.itemsize, 0)
    if expected.dtype.kind == "c":
        tolerance = {8: 1e-6, 16: 1e-14}[expected.dtype.itemsize]
    rtol = tolerance if expected.dtype.kind in "fc" else 0
    np.testing.assert_allclose(got.numpy(), expected, rtol=rtol, atol=0)


def is_left_out(function, *dtypes):
    """What the engine refuses where NumPy computes with int8: these functions of bools alone."""
    return set(dtypes) <= {"bool"} and function in (
        operator.floordiv,
        operator.mod,
        operator.pow,
        operator.lshift,
        operator.rshift,
        operator.ifloordiv,
        operator.imod,
        operator.ipow,
    )


def sample(dtype, seed=0):
    generator = np.random.default_rng(seed)
    return generator.integers(0 if dtype[0] in "bu" else -3, 4, (2, 3)).astype(dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("other", DTYPES)
def test_two_tensors(dtype, other):
    x, y = sample(dtype, 1), np.abs(sample(other, 2))
    for function in ARITHMETIC + BITWISE + COMPARISONS:
        if is_left_out(function, dtype, other):
            continue
        expected = outcome(function, x, y)
        assert_same(outcome(function, engine.array(x), engine.array(y)), expected)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_tensor_and_a_scalar_on_either_side(dtype):
    x = sample(dtype)
    for function in ARITHMETIC + COMPARISONS:
        for scalar in SCALARS:
            if scalar is True and is_left_out(function, dtype):
                continue
            for swap in (False, True):
                # Negative exponents in a tensor of integers are the engine's to refuse.
                if function is operator.pow and swap and x.dtype.kind == "i":
                    continue

                def apply(array, function=function, scalar=scalar, swap=swap):
                    return function(scalar, array) if swap else function(array, scalar)

                expected = outcome(apply, x)
                got = outcome(apply, engine.array(x))
                try:
                    assert_same(got, expected)
                except AssertionError as error:
                    raise AssertionError(
                        f"{function.__name__} {scalar!r} {swap=}: {error}"
                    ) from None


@pytest.mark.parametrize("dtype", DTYPES)
def test_in_place_operators_write_through_or_refuse_as_numpy_does(dtype):
    for function in INPLACE:
        for operand in (True, 2, 1.5, sample("int8", 3) ** 2, sample("float32", 4)):
            if operand is True and is_left_out(function, dtype):
                continue
            x, y = sample(dtype), engine.array(sample(dtype))
            alias = y[...]
            expected = outcome(function, x, operand)
            got = outcome(function, y, operand)
            assert_same(got, expected)
            if not isinstance(expected, type):
                assert got is y
                np.testing.assert_array_equal(alias.numpy(), y.numpy())


COMPLEX_SAFE = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.eq,
    operator.ne,
]


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_complex_numbers(dtype):
    x = (sample("float64", 1) + 1j * sample("float64", 2)).astype(dtype)
    for function in COMPLEX_SAFE:
        for other in DTYPES:
            y = sample(other, 3)
            if function is operator.truediv:
                y = y * y + np.ones((), other)
            expected = outcome(function, x, y)
            assert_same(outcome(function, engine.array(x), engine.array(y)), expected)
        for scalar in (2, 1.5, 1j, True, np.float64(2), np.complex64(1j)):
            assert_same(function(engine.array(x), scalar), function(x, scalar))
    for other in DTYPES:
        assert_same(engine.array(sample(other)) * 1j, sample(other) * 1j)
    for number in (1j, 1 + 2j, -0.5 - 1e-9j):
        expected = np.array([number]).astype(dtype)[0]
        got = engine.array([number], dtype)[0]
        assert (repr(got), str(got), hash(got)) == (repr(expected), str(expected), hash(expected))
        assert complex(got) == expected and f"{got:.2f}" == f"{expected:.2f}"


@pytest.mark.parametrize("dtype", DTYPES)
def test_unary_operators(dtype):
    x = sample(dtype)
    for function in (operator.neg, abs, operator.invert):
        assert_same(outcome(function, engine.array(x)), outcome(function, x))


@given(
    st.lists(st.integers(-(2**31), 2**31), min_size=1, max_size=8),
    st.integers(-(2**40), 2**40),
    st.sampled_from(COMPARISONS),
)
@settings(max_examples=60, deadline=None)
def test_comparing_with_any_integer_is_exact(values, scalar, function):
    x = np.array(values, "int64").astype("int32")
    np.testing.assert_array_equal(function(engine.array(x), scalar).numpy(), function(x, scalar))


@given(st.floats(allow_nan=False, width=32), st.floats(allow_nan=False, width=32))
@settings(max_examples=60, deadline=None)
def test_python_floats_keep_float32(a, b):
    x = np.array([a], "float32")
    with np.errstate(all="ignore"):
        assert_same(engine.array(x) * b, x * b)
        assert_same(b - engine.array(x), b - x)


def test_numbers_that_do_not_fit_raise():
    with pytest.raises(OverflowError, match="300 out of bounds for int8"):
        engine.array([1], "int8") + 300
    with pytest.raises(OverflowError, match="-1 out of bounds for uint8"):
        engine.array([1], "uint8") * -1
    with pytest.raises(OverflowError):
        engine.array([1.0]) + 10**400
    with pytest.raises(OverflowError):
        engine.array([1]) + 2**63
    assert (engine.array([1], "uint64") + 2**63).tolist() == [2**63 + 1]


def test_negative_powers_of_integers_are_refused():
    with pytest.raises(ValueError, match="negative integer powers"):
        engine.array([1, 2]) ** -1


def test_numpy_arrays_and_scalars_beside_tensors_give_tensors():
    x, t = np.arange(3.0), engine.array([1, 2, 3])
    for result in (x + t, t + x, x * t, np.float64(2) * t, t / np.int8(2), x == t, x < t, x @ t):
        assert type(result) is engine.Tensor
    np.testing.assert_array_equal((x - t).numpy(), x - t.numpy())


def test_a_numpy_array_stays_itself_when_a_tensor_is_added_in_place():
    x = np.zeros(3)
    alias = x
    x += engine.array([1, 2, 3])
    assert x is alias and x.tolist() == [1, 2, 3]


def test_numpys_functions_take_tensors():
    t = engine.array([[1.0, 4.0], [9.0, 16.0]])
    for result in (np.sqrt(t), np.sum(t), np.mean(t, axis=0), np.maximum(t, 5), np.add.reduce(t)):
        assert isinstance(result, (engine.Tensor, np.ndarray, np.generic))
    np.testing.assert_allclose(np.sqrt(t), [[1, 2], [3, 4]])
    assert float(np.sum(t)) == 30
    out = engine.array(np.zeros((2, 2)))
    assert np.sqrt(t, out=out) is out and out.tolist() == [[1, 2], [3, 4]]
    assert np.concatenate([t, t]).shape == (4, 2)


def test_lists_and_tuples_are_operands_too():
    t = engine.array([1, 2, 3])
    assert ([1, 2, 3] + t).tolist() == (t + (1, 2, 3)).tolist() == [2, 4, 6]


def test_objects_that_are_no_arrays_are_refused_or_unequal():
    t = engine.array([1, 2])
    for other in ("a", object(), None, {}):
        with pytest.raises(TypeError):
            t + other
    assert (t == "a") is False and (t != "a") is True
    assert (t == None).tolist() == [False, False]
    assert (t != None).tolist() == [True, True]


def test_shapes_that_do_not_broadcast_are_refused():
    with pytest.raises(
        ValueError, match=r"could not be broadcast together with shapes \(3,\) \(2,\)"
    ):
        engine.array([1, 2, 3]) + engine.array([1, 2])


def test_matrix_products():
    x, y = sample("float64", 5), sample("int64", 6)
    np.testing.assert_allclose((engine.array(x) @ engine.array(y).T).numpy(), x @ y.T)
    dot = engine.array([1, 2, 3]) @ engine.array([1, 2, 3])
    assert dot == 14 and repr(dot) == "np.int64(14)" and str(dot) == "14"
    with pytest.raises(ValueError):
        engine.array(x) @ engine.array(y)
    with pytest.raises(ValueError):
        engine.array(x) @ 3


def test_divmod_and_contains():
    quotient, remainder = divmod(engine.array([7, -7]), 3)
    assert (quotient.tolist(), remainder.tolist()) == ([2, -3], [1, 2])
    t = engine.array([[1.5, 2.0]])
    assert 2 in t and 3 not in t and [1.5, 2.0] in t


# ---- Scalars


def test_results_without_axes_are_numbers_as_numpys_scalars_are():
    t = engine.array([1.5, 2.5], "float32")
    one = t[0]
    assert repr(one) == "np.float32(1.5)" and str(one) == "1.5" and f"{one:.3f}" == "1.500"
    assert float(one) == 1.5 and int(one) == 1 and complex(one) == 1.5 and bool(one)
    assert one == 1.5 and hash(one) == hash(1.5) and {1.5: "a"}[one] == "a"
    assert isinstance(one, engine.float32) and not isinstance(one, engine.float64)
    assert [10, 20, 30][engine.array([2])[0]] == 30
    assert repr(engine.array([True])[0]) == "np.True_"


def test_scalars_do_not_change_with_their_array_nor_through_names():
    t = engine.array([1, 2])
    t[0], t[1] = t[1], t[0]
    assert t.tolist() == [2, 1]
    first = t[0]
    second = first
    first += 5
    assert (first, second, t.tolist()) == (7, 2, [2, 1])
    with pytest.raises(TypeError):
        second[...] = 3


def test_arrays_without_axes_stay_arrays():
    zero = engine.array(5)
    assert repr(zero) == "array(5)" and repr(zero[()]) == "np.int64(5)"
    alias = zero
    zero += 1
    assert alias is zero and int(alias) == 6


def test_the_truth_and_the_number_of_many_elements_is_refused():
    t = engine.array([1, 2])
    for convert in (bool, int, float, complex, operator.index):
        with pytest.raises((TypeError, ValueError)):
            convert(t)
    with pytest.raises(ValueError, match="empty array"):
        bool(engine.array([]))
    with pytest.raises(TypeError):
        operator.index(engine.array(1.0))
    with pytest.raises(TypeError, match="unhashable"):
        hash(t)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("value", [0.1, 1 / 3, 1e-7, 1e16, 123456.0, 1.0, -0.0, np.nan, np.inf])
def test_scalars_print_as_numpys(dtype, value):
    with np.errstate(all="ignore"):
        expected = np.array([value]).astype(dtype)
    got = engine.array(expected)[0]
    assert str(got) == str(expected[0]) and f"{got}" == f"{expected[0]}"
    assert repr(got) == f"np.{dtype}({expected[0]!s})"
