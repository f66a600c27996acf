"""`hornbill.numpy` on complex numbers equals NumPy."""

import pickle

import numpy
import pytest
from numpy_cases import check, raises_alike

import hornbill.numpy as hnp

EXPRESSIONS = """
c.real, c.imag, c.conj(), c.conjugate()
c64.real, c64.imag, c64.conj(), c64.T
f.real, f.imag, f.conj()
np.real(c), np.imag(c), np.conj(c), np.real(f), np.imag(i)
np.angle(c), np.angle(c64), np.angle(f)
np.abs(c), np.abs(c64)
np.sign(c), np.square(c), np.sqrt(c), np.reciprocal(c)
np.exp(c), np.log(c), np.sin(c), np.tanh(c), np.arctan(c)
c + 1, c * 2.5, c - 1j, 1j / c, c ** 2, -c
c64 + 1, c64 * 2.5, c64 - 1j
f + 1j, i * 1j, f32 * 1j, f32 * 2j + c64[:1, :1]
c == c, c != c64[0, 0], np.isnan(c), np.isfinite(c)
np.sum(c), np.mean(c), np.prod(c), np.cumsum(c), np.var(c), np.std(c64)
np.sum(c64, axis=0), np.mean(c64, axis=1, keepdims=True)
np.any(c), np.all(c), np.count_nonzero(c)
np.dot(c, c), np.vdot(c, c), np.inner(c, c), np.outer(c, c), c64 @ c64
np.vecdot(c64, c64), np.tensordot(c64, c64), np.einsum("ij,jk->ik", c64, c64)
np.zeros(2, complex), np.ones((2, 2), "complex64"), np.full(2, 1 + 2j), np.full(2, 1j, "complex64")
np.array([1, 2j]), np.asarray(f, dtype=np.complex64), np.eye(2, dtype=complex)
np.iscomplexobj(c), np.iscomplexobj(f), np.isrealobj(c)
np.iscomplex(c), np.isreal(c), np.isreal(f)
np.isdtype(np.complex64, "complex floating"), np.isdtype(np.complex64, "numeric")
np.isdtype(np.float32, "complex floating"), np.issubdtype(np.complex64, np.complexfloating)
np.issubdtype(c.dtype, np.inexact), np.can_cast(np.float64, np.complex64)
np.can_cast(np.float32, np.complex64), np.can_cast(complex, float, "same_kind")
np.concatenate([c, f]), np.where(f > 0, c, 0), np.stack([c, c])
np.unique(np.array([1j, 1, 1j])), np.isclose(c, c + 1e-12), np.allclose(c, c)
np.array_equal(c, c), np.nan_to_num(c * np.nan)
c.astype("complex64"), c64.astype(complex), f.astype(complex)
c.tolist(), c[1].item(), complex(c[0])
"""


@pytest.mark.parametrize("text", EXPRESSIONS.strip().splitlines())
def test_complex_numbers(text):
    check(text)


@pytest.mark.parametrize("text", ["np.floor(c)", "c % 2", "np.bitwise_and(c, c)"])
def test_what_complex_numbers_have_not_is_refused(text):
    raises_alike(text)


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        ("complex64", "float32", "complex64"),
        ("complex64", "float64", "complex128"),
        ("complex128", "int8", "complex128"),
    ],
)
def test_promotion_is_numpys(one, other, result):
    assert hnp.result_type(one, other) == result
    assert hnp.promote_types(one, other) == numpy.promote_types(one, other).name
    zeros = hnp.zeros(2, one) + hnp.zeros(2, other)
    assert zeros.dtype == result


def test_a_complex_number_beside_single_precision_stays_single():
    assert hnp.result_type(hnp.float32, 1j) == "complex64"
    assert hnp.result_type(hnp.float64, 1j) == "complex128"
    assert hnp.result_type(hnp.int64, 1j) == "complex128"


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_limits_are_those_of_the_parts(dtype):
    ours, theirs = hnp.finfo(dtype), numpy.finfo(dtype)
    assert ours.eps == float(theirs.eps)
    assert ours.max == float(theirs.max)
    assert ours.dtype == theirs.dtype.name


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_files_and_pickles_keep_complex_numbers(tmp_path, dtype):
    values = hnp.asarray([[1 + 2j, 0], [-1j, 4.5]], dtype=dtype)
    hnp.save(tmp_path / "x.npy", values)
    loaded = hnp.load(tmp_path / "x.npy")
    assert loaded.dtype == dtype
    assert hnp.array_equal(loaded, values)
    assert hnp.array_equal(pickle.loads(pickle.dumps(values)), values)


@pytest.mark.parametrize(
    "values",
    [
        [1 + 2j, -0.5j],
        [[1e10 + 1j, 1.5], [2j, 3.25]],
        [complex("nan"), complex(0, float("inf"))],
        3 + 4j,
    ],
)
def test_printing_is_numpys(values):
    theirs = numpy.array(values)
    assert repr(hnp.array(values)) == repr(theirs)
    assert str(hnp.array(values)) == str(theirs)
