"""What large arrays and odd lengths are computed by, beside NumPy: vectors, threads, and writing past the caches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest

import hornbill.numpy as np

DTYPES = ["float32", "float64", "int8", "uint8", "int16", "uint16", "int32", "int64", "bool"]
LENGTHS = [0, 1, 7, 63, 64, 65, 1001, 40_000, 100_003]


def values(dtype: str, count: int) -> numpy.ndarray:
    """Numbers of the whole range, zeros, and of floats what is none."""
    random = numpy.random.default_rng(count)
    kind = numpy.dtype(dtype).kind
    if kind == "f":
        result = random.normal(0, 10, count).astype(dtype)
        for place, special in enumerate([numpy.inf, -numpy.inf, -0.0, numpy.nan]):
            if count > 9:
                result[count // 2 + place] = special
        return result
    if kind == "b":
        return random.integers(0, 2, count).astype(dtype)
    limits = numpy.iinfo(dtype)
    result = random.integers(limits.min, limits.max, count, dtype=dtype, endpoint=True)
    result[random.random(count) < 0.2] = 0
    return result


def same(result: Any, expected: Any) -> None:
    assert numpy.asarray(result).dtype == expected.dtype
    numpy.testing.assert_array_equal(numpy.asarray(result), expected)


@pytest.mark.parametrize("count", LENGTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_movements(dtype: str, count: int) -> None:
    a = values(dtype, count)
    b = a[::-1].copy()
    x, y = np.array(a), np.array(b)
    same(x.copy(), a)
    same(x[::-1].copy(), a[::-1])
    same(x[::2].copy(), a[::2])
    same(x[1::2].copy(), a[1::2])
    same(x[::-2].copy(), a[::-2])
    same(np.stack([x, y], axis=-1), numpy.stack([a, b], axis=-1))
    same(np.concatenate([x, y, x[:3]]), numpy.concatenate([a, b, a[:3]]))
    same(np.concatenate([x[::2], y]), numpy.concatenate([a[::2], b]))


@pytest.mark.parametrize("count", LENGTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_orders_counts_and_extremes(dtype: str, count: int) -> None:
    a = values(dtype, count)
    x = np.array(a)
    same(np.sort(x), numpy.sort(a))
    same(np.argsort(x), numpy.argsort(a, kind="stable"))
    assert np.count_nonzero(x) == numpy.count_nonzero(a)
    assert bool(np.any(x)) == numpy.any(a)
    assert bool(np.all(x)) == numpy.all(a)
    same(np.isin(x, x[:50]), numpy.isin(a, a[:50]))
    same(np.isin(x, x[:300]), numpy.isin(a, a[:300]))
    if count:
        same(np.max(x), numpy.max(a))
        same(np.min(x), numpy.min(a))
        assert int(np.argmax(x)) == numpy.argmax(a)
        assert int(np.argmin(x)) == numpy.argmin(a)
        if dtype != "bool":
            result = numpy.asarray(np.partition(x, count // 3))
            assert result[count // 3] == numpy.sort(a)[count // 3]
            same(numpy.sort(result), numpy.sort(a))
            before, after = result[: count // 3], result[count // 3 :]
            assert not count // 3 or before.max() <= after[0]
            assert numpy.nanmin(after) == after[0]


@pytest.mark.parametrize(
    "shape", [(0, 3), (1, 1), (5, 7), (7, 5), (3, 400), (250, 401), (40_001, 3), (100_003,)]
)
@pytest.mark.parametrize("dtype", ["float32", "float64", "uint8", "int16", "int64"])
def test_running_sums_along_every_axis(dtype: str, shape: tuple[int, ...]) -> None:
    count = int(numpy.prod(shape))
    a = values(dtype, count)
    a = numpy.where(numpy.isfinite(a), a, 0).astype(dtype).reshape(shape)
    x = np.array(a)
    for axis in range(len(shape)):
        with numpy.errstate(all="ignore"):
            expected = numpy.cumsum(a, axis=axis)
        numpy.testing.assert_allclose(
            numpy.asarray(np.cumsum(x, axis=axis)), expected, rtol=1e-4, atol=1e-2
        )
        if numpy.dtype(dtype).kind != "f":
            same(np.cumsum(x, axis=axis), expected)
            same(np.cumprod(x, axis=axis), numpy.cumprod(a, axis=axis))


@pytest.mark.parametrize(
    "rows,columns", [(1, 50), (20, 50), (3, 16), (400, 250), (50, 9000), (300, 33)]
)
@pytest.mark.parametrize("dtype", ["float32", "uint8", "int64"])
def test_rows_and_columns_that_repeat(dtype: str, rows: int, columns: int) -> None:
    a = values(dtype, rows * columns).reshape(rows, columns)
    row, column = a[0].copy(), a[:, :1].copy()
    arrays = {"a": a, "row": row, "column": column}
    ours = {name: np.array(value) for name, value in arrays.items()}
    for code in [
        "a + row",
        "row - a",
        "a * column",
        "column - a",
        "column < row",
        "row - column",
        "a == column",
    ]:
        with numpy.errstate(all="ignore"):
            same(eval(code, ours), eval(code, arrays))


LARGE: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda np, x: x + x[::-1],
    "add in place": lambda np, x: x.__iadd__(1),
    "negative": lambda np, x: -x[5:],
    "compare": lambda np, x: x < 0.5,
    "scalar first": lambda np, x: 3 - x,
    "choose": lambda np, x: np.where(x > 0, x, 0.0),
    "limit": lambda np, x: np.clip(x, -1, 1),
    "copy": lambda np, x: x[3:].copy(),
    "cast": lambda np, x: x.astype("float32"),
    "cast to bytes": lambda np, x: x.astype("int8"),
    "join": lambda np, x: np.concatenate([x[1:], x]),
    "turn": lambda np, x: x[: 1500 * 2001].reshape(1500, 2001).T.copy(),
    "rows": lambda np, x: x[: 1500 * 2001].reshape(1500, 2001) + x[:2001],
    "columns": lambda np, x: x[: 1500 * 2001].reshape(1500, 2001) * x[:1500].reshape(1500, 1),
    "fill": lambda np, x: np.full(len(x), 2.5),
    "pad": lambda np, x: np.pad(x[: 1500 * 2001].reshape(1500, 2001), 1),
}


@pytest.mark.parametrize("name", LARGE)
def test_arrays_that_no_cache_holds(name: str) -> None:
    a = numpy.random.default_rng(1).normal(0, 1, 3_100_007)
    same(LARGE[name](np, np.array(a)), LARGE[name](numpy, a))


def test_whole_numbers_are_divided_as_float64() -> None:
    for dtype in ["int8", "uint8", "int32", "int64", "uint64", "bool"]:
        for count in [10, 65, 1000, 70_001]:
            a = values(dtype, count) if dtype != "uint64" else values("int64", count).astype(dtype)
            b = a[::-1].copy()
            with numpy.errstate(all="ignore"):
                same(np.array(a) / np.array(b), a / b)


def test_the_last_of_several_values_is_written_to_a_position() -> None:
    for count in [10, 1000, 300_000]:
        a = numpy.arange(count)
        places = numpy.random.default_rng(count).integers(0, count, 2 * count)
        new = numpy.arange(2 * count) + 7
        x = np.array(a)
        x[np.array(places)] = np.array(new)
        a[places] = new
        same(x, a)
        x[np.array(places[:count])] = 3
        a[places[:count]] = 3
        same(x, a)


def test_products_of_many_numbers() -> None:
    for dtype, tolerance in [("float32", 1e-4), ("float64", 1e-11)]:
        for count in [1, 255, 256, 300, 4097]:
            a = numpy.random.default_rng(count).uniform(0.9, 1.1, count).astype(dtype)
            numpy.testing.assert_allclose(
                float(np.prod(np.array(a))), a.prod(dtype="float64"), rtol=tolerance
            )
            a[count // 2] = numpy.nan
            assert numpy.isnan(float(np.prod(np.array(a))))


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "uint8"])
def test_sums_of_products_of_rows(dtype: str) -> None:
    for rows, columns in [(3, 5), (250, 401), (9, 5000), (1, 20_000)]:
        a = values(dtype, rows * columns).reshape(rows, columns)
        a = numpy.where(numpy.isfinite(a), a, 0).astype(dtype)
        b = a[::-1, ::-1].copy()
        result = np.einsum("ij,ij->i", np.array(a), np.array(b))
        expected = numpy.einsum("ij,ij->i", a, b)
        assert result.dtype.name == expected.dtype.name
        numpy.testing.assert_allclose(numpy.asarray(result), expected, rtol=1e-3, atol=0.5)


def test_ramps() -> None:
    for arguments in [(10,), (3, 100), (5, -20, -3), (100_001,), (1.5, 1e5, 0.5)]:
        same(np.arange(*arguments), numpy.arange(*arguments))
    same(np.arange(70_000, dtype="float32"), numpy.arange(70_000, dtype="float32"))


@pytest.mark.parametrize("dtype", ["float64", "float32", "uint8", "complex128"])
def test_many_positions_named_twice_keep_the_last_value(dtype: str) -> None:
    random = numpy.random.default_rng(5)
    for places, count in [(1000, 300_000), (1, 200_000), (500_000, 400_001)]:
        positions = random.integers(-places, places, count)
        b = random.integers(0, 200, count).astype(dtype)
        expected, w = numpy.zeros(places, dtype), np.zeros(places, dtype=dtype)
        expected[positions] = b
        w[np.asarray(positions)] = np.asarray(b)
        same(w, expected)
        expected[positions] = 7
        w[np.asarray(positions)] = 7
        same(w, expected)
