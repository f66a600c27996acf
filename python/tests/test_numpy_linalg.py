"""`hornbill.numpy.linalg` and `hornbill.numpy.fft` equal NumPy's."""

import numpy
import pytest
from numpy_cases import arrays, check

import hornbill.numpy as hnp

EXPRESSIONS = """
np.linalg.det(a), np.linalg.slogdet(a), np.linalg.inv(a), np.linalg.solve(a, a[0])
np.linalg.cholesky(a), np.linalg.cholesky(a, upper=True)
np.linalg.eigvalsh(a), np.linalg.svdvals(a), np.linalg.matrix_rank(a), np.linalg.cond(a)
np.linalg.matrix_rank(np.ones((3, 3))), np.linalg.matrix_rank(m, rtol=np.array(0.5))
np.linalg.matrix_rank(m, tol=100.0), np.linalg.pinv(m), np.linalg.pinv(m, rcond=0.5)
np.linalg.norm(m), np.linalg.norm(m, axis=0), np.linalg.norm(a, "nuc"), np.linalg.norm(a, 2)
np.linalg.vector_norm(r), np.linalg.vector_norm(r, axis=(0, 2), ord=1, keepdims=True)
np.linalg.matrix_norm(r), np.linalg.matrix_norm(a, ord=np.inf), np.linalg.matrix_norm(a, ord=-1)
np.linalg.matrix_power(a, 3), np.linalg.matrix_power(a, -2), np.linalg.multi_dot([m, m.T, m])
np.linalg.lstsq(m.astype(float), np.ones(3))[0], np.linalg.lstsq(a, a[0])[3]
np.linalg.trace(r[:, :3, :3]), np.linalg.diagonal(r, offset=1)
np.linalg.cross(a, a[::-1]), np.linalg.outer(f, f), np.linalg.matmul(a, a)
np.linalg.vecdot(c64, c64), np.linalg.tensordot(a, a), np.linalg.matrix_transpose(r)
np.linalg.inv(np.stack([a, a + 1])), np.linalg.det(np.stack([a, a + 1]))
np.linalg.inv(c64), np.linalg.det(c64), np.linalg.eigvalsh(c64 + c64.conj().T)
np.fft.fft(f), np.fft.ifft(c), np.fft.rfft(f, n=7), np.fft.irfft(c, n=5), np.fft.hfft(c)
np.fft.ihfft(f), np.fft.fft(m, axis=0, norm="ortho"), np.fft.fftn(r), np.fft.ifftn(r, axes=(0, 1))
np.fft.rfftn(r), np.fft.irfftn(r, s=(3, 5), axes=(1, 2)), np.fft.fft2(r), np.fft.ifft2(r)
np.fft.rfft2(r), np.fft.irfft2(r), np.fft.fftfreq(7, 0.5), np.fft.rfftfreq(8)
np.fft.fftshift(m), np.fft.fftshift(m, axes=1), np.fft.ifftshift(f)
np.einsum("ij->ji", m), np.einsum("ii", a), np.einsum("ij,jk,kl->il", a, a, a)
np.einsum(a, [0, 1], a, [1, 2], [0, 2]), np.einsum("...i,...i->...", r, r)
np.convolve(f, f), np.convolve(f, [1, 2], "same"), np.correlate(f, [1, 2])
"""


@pytest.mark.parametrize("text", EXPRESSIONS.strip().splitlines())
def test_linear_algebra_and_transforms(text):
    check(text)


def test_factors_multiply_to_the_matrix():
    theirs = arrays()["a"]
    ours = hnp.array(theirs)
    q, r = hnp.linalg.qr(ours)
    u, s, vh = hnp.linalg.svd(ours)
    eigen = hnp.linalg.eigh(ours)
    values, vectors = hnp.linalg.eig(ours)
    for product in (
        q @ r,
        u * s @ vh,
        eigen.eigenvectors * eigen.eigenvalues @ eigen.eigenvectors.T,
        vectors * values @ hnp.linalg.inv(vectors),
    ):
        numpy.testing.assert_allclose(product.numpy(), theirs, atol=1e-12)


def test_results_have_the_standards_names():
    a = hnp.eye(2)
    assert hnp.linalg.slogdet(a)._fields == ("sign", "logabsdet")
    assert hnp.linalg.eigh(a)._fields == ("eigenvalues", "eigenvectors")
    assert hnp.linalg.qr(a)._fields == ("Q", "R")
    assert hnp.linalg.svd(a)._fields == ("U", "S", "Vh")


@pytest.mark.parametrize("matrix", [[[1.0, 2.0], [2.0, 4.0]], [[1.0, 2.0]]])
def test_matrices_without_an_inverse_raise_numpys_exception(matrix):
    with pytest.raises(numpy.linalg.LinAlgError):
        hnp.linalg.inv(hnp.array(matrix))
    assert hnp.linalg.LinAlgError is numpy.linalg.LinAlgError
