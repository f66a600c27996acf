"""Products and joined arrays against NumPy: any shapes, any subscripts."""

from __future__ import annotations

from typing import Any

import numpy
from hypothesis import given, note
from hypothesis import strategies as st

import hornbill.numpy as np
from property_support import COMPLEX, DTYPES, FLOATS, INTEGERS, arrays, outcome, same, shapes

NUMBERS = ["bool", *INTEGERS, *FLOATS, *COMPLEX]


def tolerances(*operands: numpy.ndarray) -> dict[str, float]:
    """What sums in another order may differ by: nothing for integers."""
    dtype = numpy.result_type(*operands)
    if dtype.kind not in "fc":
        return {}
    rtol = 1e-2 if dtype == "float16" else 1e-4 if dtype in ("float32", "complex64") else 1e-10
    scale = 1.0
    for operand in operands:
        scale *= max(1.0, float(numpy.abs(operand.astype("complex128")).max(initial=0)))
    return {"rtol": rtol, "atol": rtol * scale}


@st.composite
def operands(draw: st.DrawFn, shape: tuple[int, ...], dtype: str) -> numpy.ndarray:
    array = draw(arrays(shape, dtype, strided=True, special=False))
    return (array / 64).astype(dtype) if array.dtype.kind in "fc" else array


@given(st.sampled_from(["matmul", "dot", "inner", "outer"]), st.sampled_from(NUMBERS), st.data())
def test_products_of_vectors_and_matrices(name: str, dtype: str, data: st.DataObject) -> None:
    inner = data.draw(st.integers(0, 5))
    left = (*data.draw(shapes(most=2, longest=4)), inner)
    right = data.draw(st.sampled_from([(inner,), (inner, 3), (2, inner, 4), (inner + 1,), ()]))
    a, b = data.draw(operands(left, dtype)), data.draw(operands(right, dtype))
    note(f"{name}({a!r}, {b!r})")
    expected = outcome(lambda: getattr(numpy, name)(a, b))
    actual = outcome(lambda: getattr(np, name)(np.asarray(a), np.asarray(b)))
    same(expected, actual, **tolerances(a, b))


@given(st.data())
def test_einsum(data: st.DataObject) -> None:
    lengths = {letter: data.draw(st.integers(1, 4)) for letter in "ijkl"}
    dtype = data.draw(st.sampled_from([*INTEGERS, *FLOATS, *COMPLEX]))
    letters = st.text("ijkl", max_size=3)
    inputs = data.draw(st.lists(letters, min_size=1, max_size=3))
    known = sorted(set("".join(inputs)))
    output = "".join(data.draw(st.permutations(known))[: data.draw(st.integers(0, len(known)))])
    subscripts = ",".join(inputs)
    if data.draw(st.integers(0, 3)):
        subscripts += "->" + output
    given_arrays = [
        data.draw(operands(tuple(lengths[letter] for letter in one), dtype)) for one in inputs
    ]
    note(subscripts)
    expected = outcome(lambda: numpy.einsum(subscripts, *given_arrays))
    actual = outcome(lambda: np.einsum(subscripts, *map(np.asarray, given_arrays)))
    within = tolerances(*given_arrays)
    if within:
        # Sums over up to 4 ** 4 products.
        within["atol"] *= 256
    same(expected, actual, **within)


@given(
    st.sampled_from(["concatenate", "stack", "vstack", "hstack", "dstack", "column_stack"]),
    st.data(),
)
def test_arrays_are_put_together(name: str, data: st.DataObject) -> None:
    shape = data.draw(shapes(most=3, longest=3))
    options: dict[str, Any] = {}
    if name in ("concatenate", "stack"):
        options["axis"] = data.draw(st.integers(-len(shape) - 1, len(shape)))
    dtypes = data.draw(st.lists(st.sampled_from(DTYPES), min_size=1, max_size=2))
    parts = []
    for index in range(data.draw(st.integers(1, 4))):
        one = list(shape)
        if one and data.draw(st.integers(0, 2)) == 0:
            axis = options.get("axis", 0)
            if -len(one) <= axis < len(one):
                one[axis] = data.draw(st.integers(0, 4))
        parts.append(data.draw(arrays(tuple(one), dtypes[index % len(dtypes)], strided=True)))
    note(f"{name}, {options}")
    expected = outcome(lambda: getattr(numpy, name)(parts, **options))
    same(
        expected,
        outcome(lambda: getattr(np, name)([np.asarray(part) for part in parts], **options)),
    )
