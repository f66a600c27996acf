"""`str` and `repr` against NumPy's, to the letter: shapes, dtypes, values, options."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

import hornbill.numpy as np
from property_support import COMPLEX, DTYPES, FLOATS, INTEGERS, arrays, numbers, shapes

OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "precision": st.integers(0, 12),
        "threshold": st.sampled_from([0, 5, 20, 1000]),
        "edgeitems": st.integers(0, 4),
        "linewidth": st.integers(10, 120),
        "suppress": st.booleans(),
        "nanstr": st.sampled_from(["nan", "NaN", "-"]),
        "infstr": st.sampled_from(["inf", "Infinity"]),
        "sign": st.sampled_from(["-", "+", " "]),
        "floatmode": st.sampled_from(["maxprec", "maxprec_equal", "fixed", "unique"]),
    },
)


def texts(array: Any) -> tuple[str, str]:
    return str(array), repr(array)


@pytest.mark.parametrize("dtype", DTYPES)
@given(st.data())
def test_arrays_print_as_numpy_prints_them(dtype: str, data: st.DataObject) -> None:
    array = data.draw(arrays(data.draw(shapes(most=4, longest=5)), dtype, strided=True))
    assert texts(np.asarray(array)) == texts(array)


@pytest.mark.parametrize("dtype", [*FLOATS, *COMPLEX])
@given(st.data())
def test_simple_numbers_print_as_numpy_prints_them(dtype: str, data: st.DataObject) -> None:
    array = data.draw(arrays(data.draw(shapes(most=3, longest=6)), dtype, special=False))
    assert texts(np.asarray(array)) == texts(array)


@given(st.data())
def test_scalars_print_as_numpy_prints_them(data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from(DTYPES))
    array = numpy.array([data.draw(numbers(dtype))], dtype)
    assert texts(np.asarray(array)[0]) == texts(array[0])
    assert f"{np.asarray(array)[0]}" == f"{array[0]}"


@pytest.mark.parametrize("dtype", ["bool", "int64", "uint8", "float32", "float64", "complex128"])
@given(st.data())
def test_options_mean_what_they_mean_to_numpy(dtype: str, data: st.DataObject) -> None:
    array = data.draw(arrays(data.draw(shapes(most=3, longest=7)), dtype))
    options = data.draw(OPTIONS)
    note(f"{options}, {array!r}")
    with numpy.printoptions(**options):
        expected = texts(array)
    with np.printoptions(**options):
        assert texts(np.asarray(array)) == expected


@given(st.data())
def test_long_arrays_are_summarised(data: st.DataObject) -> None:
    dtype = data.draw(st.sampled_from([*INTEGERS, *FLOATS]))
    shape = data.draw(
        st.sampled_from([(1001,), (40, 40), (3, 500), (11, 10, 10), (2, 1200), (1, 1, 2000)])
    )
    array = data.draw(arrays(shape, dtype))
    assert texts(np.asarray(array)) == texts(array)


@given(st.data())
def test_array2string(data: st.DataObject) -> None:
    array = data.draw(
        arrays(data.draw(shapes(most=3, longest=4)), data.draw(st.sampled_from(DTYPES)))
    )
    options = data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "precision": st.integers(0, 10),
                "max_line_width": st.integers(20, 90),
                "separator": st.sampled_from([", ", " ", ",", "; "]),
                "suppress_small": st.booleans(),
                "prefix": st.sampled_from(["", "array(", "x = "]),
            },
        )
    )
    note(f"{options}")
    assert np.array2string(np.asarray(array), **options) == numpy.array2string(array, **options)
