"""Functions on arrays as NumPy has them: dtypes, errors, and what large arrays are computed by."""

from __future__ import annotations

import numpy
import pytest

import hornbill.numpy as np

SMALL_INTEGERS = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
UNARY = [
    *("exp", "exp2", "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "sin", "cos", "tan"),
    *("arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "deg2rad", "rad2deg"),
]


@pytest.mark.parametrize("dtype", SMALL_INTEGERS)
@pytest.mark.parametrize("name", UNARY)
def test_functions_of_integers_have_the_dtype_of_numpy(name: str, dtype: str) -> None:
    x = numpy.array([1, 0, 1, 1], dtype=dtype)
    with numpy.errstate(all="ignore"):
        expected = getattr(numpy, name)(x)
    result = getattr(np, name)(np.array(x))
    assert result.dtype.name == expected.dtype.name
    tolerance = 4e-3 if expected.dtype == "float16" else 1e-6
    numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=tolerance, atol=1e-7)


@pytest.mark.parametrize("dtype", SMALL_INTEGERS)
@pytest.mark.parametrize("name", ["arctan2", "hypot", "copysign", "logaddexp", "divide"])
def test_functions_of_two_integers_have_the_dtype_of_numpy(name: str, dtype: str) -> None:
    x, y = numpy.array([1, 0, 1], dtype=dtype), numpy.array([1, 1, 1], dtype=dtype)
    expected = getattr(numpy, name)(x, y)
    result = getattr(np, name)(np.array(x), np.array(y))
    assert result.dtype.name == expected.dtype.name
    numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=4e-3)


@pytest.mark.parametrize("operation", ["//", "%", "**"])
def test_bools_are_divided_as_int8(operation: str) -> None:
    x, y = numpy.array([True, False, True]), numpy.array([True, True, True])
    expected = eval(f"x {operation} y", {"x": x, "y": y})
    result = eval(f"x {operation} y", {"x": np.array(x), "y": np.array(y)})
    assert result.dtype.name == expected.dtype.name
    assert numpy.array_equal(numpy.asarray(result), expected)


def test_integers_have_no_negative_powers() -> None:
    words = "Integers to negative integer powers are not allowed"
    with pytest.raises(ValueError, match=words):
        np.array([1, 2, 3]) ** -1
    with pytest.raises(ValueError, match=words):
        np.power(np.array([1, 2]), np.array([0, -2]))
    assert numpy.array_equal(numpy.asarray(np.array([1, 2, -3]) ** 0), [1, 1, 1])


@pytest.mark.parametrize("exponent", [2, 3, 0.5, -1, 1, 4])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_powers_of_single_numbers(dtype: str, exponent: float) -> None:
    x = numpy.array([0.5, 2, 3.7, 1e10, 1e-12, 0.0, numpy.inf, numpy.nan], dtype=dtype)
    with numpy.errstate(all="ignore"):
        expected = x**exponent
    result = np.array(x) ** exponent
    assert result.dtype.name == expected.dtype.name
    numpy.testing.assert_allclose(
        numpy.asarray(result), expected, rtol=3e-7 if dtype == "float32" else 1e-15
    )


METHODS = [
    *("linear", "lower", "higher", "nearest", "midpoint", "hazen", "weibull", "median_unbiased"),
    *("normal_unbiased", "interpolated_inverted_cdf", "inverted_cdf", "averaged_inverted_cdf"),
    "closest_observation",
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [1, 2, 5, 10, 11, 5000])
def test_quantiles_by_every_method(count: int, method: str) -> None:
    x = numpy.random.default_rng(count).normal(size=count)
    shares = [0.0, 0.1, 0.25, 0.3, 0.5, 0.7, 0.75, 0.9, 1.0]
    for q in [*shares, shares, [0.2, 0.5]]:
        expected = numpy.quantile(x, q, method=method)
        numpy.testing.assert_allclose(
            numpy.asarray(np.quantile(np.array(x), q, method=method)),
            expected,
            rtol=1e-14,
            atol=1e-16,
        )
    matrix = numpy.random.default_rng(1).integers(-50, 50, (7, 12))
    expected = numpy.quantile(matrix, [0.3, 0.6], axis=1, method=method)
    result = np.quantile(np.array(matrix), [0.3, 0.6], axis=1, method=method)
    assert result.dtype.name == expected.dtype.name
    numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=1e-14)


def test_quantiles_of_float32_have_the_dtype_of_numpy() -> None:
    x = numpy.random.default_rng(3).random(101, dtype="float32")
    for q in [0.3, [0.3], [0.25, 0.5, 0.9]]:
        expected = numpy.quantile(x, q)
        result = np.quantile(np.array(x), q)
        assert result.dtype.name == expected.dtype.name
        numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8", "int16"])
@pytest.mark.parametrize("count", [10, 1000, 100_000])
def test_order(count: int, dtype: str) -> None:
    random = numpy.random.default_rng(5)
    x = random.normal(0, 40, count).astype("int64").astype(dtype)
    if dtype.startswith("float"):
        x[count // 3] = numpy.nan
        x[count // 2] = -0.0
    mine, kth = np.array(x), count // 3
    assert numpy.array_equal(numpy.asarray(np.sort(mine)), numpy.sort(x), equal_nan=True)
    assert numpy.array_equal(
        numpy.asarray(np.argsort(mine, stable=True)), numpy.argsort(x, stable=True)
    )
    for position in (kth, -1):
        parted = numpy.asarray(np.partition(mine, position))
        places = numpy.asarray(np.argpartition(mine, position))
        wanted = numpy.sort(x)
        for found in (parted, x[places]):
            assert numpy.array_equal(found[position], wanted[position], equal_nan=True)
            assert numpy.array_equal(
                numpy.sort(found[:position]), wanted[:position], equal_nan=True
            )
        assert numpy.array_equal(numpy.sort(places), numpy.arange(count))
    values, counts = np.unique(mine, return_counts=True)
    expected = numpy.unique(x, return_counts=True)
    assert numpy.array_equal(numpy.asarray(values), expected[0], equal_nan=True)
    assert numpy.array_equal(numpy.asarray(counts), expected[1])
    some = x[:20]
    assert numpy.array_equal(numpy.asarray(np.isin(mine, some)), numpy.isin(x, some))
    assert numpy.array_equal(
        numpy.asarray(np.isin(mine, some, invert=True)), numpy.isin(x, some, invert=True)
    )


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8"])
@pytest.mark.parametrize("count", [10, 100_000])
def test_writing_by_positions(count: int, dtype: str) -> None:
    random = numpy.random.default_rng(6)
    x, value = (
        random.integers(0, 100, count).astype(dtype),
        random.integers(0, 100, count).astype(dtype),
    )
    positions = random.integers(-count, count, count)
    mine = np.array(x)
    mine[np.array(positions)] = np.array(value)
    x[positions] = value
    assert numpy.array_equal(numpy.asarray(mine), x)
    mine[np.array(positions[:5])] = 7
    x[positions[:5]] = 7
    assert numpy.array_equal(numpy.asarray(mine), x)
    rows, few = x.reshape(-1, 5), positions[: count // 20] % (count // 5)
    mine = np.array(rows)
    mine[np.array(few)] = np.array(value[: 5 * len(few)].reshape(-1, 5))
    rows[few] = value[: 5 * len(few)].reshape(-1, 5)
    assert numpy.array_equal(numpy.asarray(mine), rows)
    with pytest.raises(IndexError, match="out of bounds for axis 0"):
        mine[np.array([0, count])] = 1
    assert numpy.array_equal(numpy.asarray(mine), rows)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "int32", "uint8", "int8"])
def test_division_of_large_arrays(dtype: str) -> None:
    random = numpy.random.default_rng(7)
    x = random.integers(-100, 100, 50_000).astype(dtype)
    y = random.integers(-9, 10, 50_000).astype(dtype)
    with numpy.errstate(all="ignore"):
        for a, b in [(x, y), (x, x.dtype.type(7)), (x.dtype.type(50), y)]:
            mine = [np.array(one) if isinstance(one, numpy.ndarray) else one for one in (a, b)]
            for function in ("floor_divide", "remainder"):
                expected = getattr(numpy, function)(a, b)
                result = numpy.asarray(getattr(np, function)(*mine))
                assert numpy.array_equal(result, expected, equal_nan=dtype.startswith("float"))


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8"])
def test_changing_in_place(dtype: str) -> None:
    random = numpy.random.default_rng(8)
    x, y = (random.integers(1, 60, 20_000).astype(dtype) for _ in range(2))
    mine, other = np.array(x), np.array(y)
    view = mine[3:]
    for code in ("a += b", "a *= 2", "a -= b", "a //= b", "a += a", "a %= 17"):
        theirs, ours = {"a": x, "b": y}, {"a": mine, "b": other}
        exec(code, theirs)
        exec(code, ours)
        assert ours["a"] is mine
        assert numpy.array_equal(numpy.asarray(mine), x), code
        assert numpy.array_equal(numpy.asarray(view), x[3:]), code
    mine[1:] += mine[:-1]
    x[1:] += x[:-1]
    assert numpy.array_equal(numpy.asarray(mine), x)
