"""Linear algebra, as in `numpy.linalg` and in the standard's extension `linalg`.

Matrices lie in the last two axes; the axes before them count matrices. Integers become float64.
"""

from __future__ import annotations

import operator
from typing import Any, NamedTuple

from numpy.linalg import LinAlgError as LinAlgError

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, Axis, DTypeLike, axes, call, dtype_name, tensor
from hornbill.numpy._products import (
    cross as cross,
    matmul as matmul,
    outer as outer,
    tensordot as tensordot,
    vecdot as vecdot,
)
from hornbill.numpy._shapes import matrix_transpose as matrix_transpose


class EigResult(NamedTuple):
    """What `eig` gives."""

    eigenvalues: Tensor
    eigenvectors: Tensor


class EighResult(NamedTuple):
    """What `eigh` gives."""

    eigenvalues: Tensor
    eigenvectors: Tensor


class QRResult(NamedTuple):
    """What `qr` gives."""

    Q: Tensor
    R: Tensor


class SlogdetResult(NamedTuple):
    """What `slogdet` gives."""

    sign: Tensor
    logabsdet: Tensor


class SVDResult(NamedTuple):
    """What `svd` gives."""

    U: Tensor
    S: Tensor
    Vh: Tensor


def cholesky(a: ArrayLike, /, *, upper: bool = False) -> Tensor:
    """The triangular matrix whose product with its conjugate transpose is `a`.

    Args:
        a: positive definite matrices, of which the lower triangle is read.
        upper: whether the result is the upper one.

    Raises:
        LinAlgError: a matrix is not square or not positive definite.

    Source: the engine's function `cholesky`.
    """
    return call("cholesky", a, upper=bool(upper))


def cond(x: ArrayLike, p: Any = None) -> Tensor:
    """The condition numbers of matrices in a norm, by default the quotient of singular values."""
    return call("cond", x, p=p)


def det(a: ArrayLike, /) -> Tensor:
    """The determinants."""
    return call("det", a)


def slogdet(a: ArrayLike, /) -> SlogdetResult:
    """The signs of the determinants and the logarithms of their magnitudes."""
    return SlogdetResult(*call("slogdet", a))


def diagonal(x: ArrayLike, /, *, offset: int = 0) -> Tensor:
    """The elements on a diagonal of matrices in the last two axes."""
    return call("diagonal", x, offset=operator.index(offset), axis1=-2, axis2=-1)


def trace(x: ArrayLike, /, *, offset: int = 0, dtype: DTypeLike = None) -> Tensor:
    """The sum of the elements on a diagonal of matrices in the last two axes."""
    name = dtype_name(dtype)
    return call("trace", x, offset=operator.index(offset), axis1=-2, axis2=-1, dtype=name)


def eig(a: ArrayLike, /) -> EigResult:
    """The eigenvalues and, in columns, the eigenvectors. Real if all eigenvalues are."""
    return EigResult(*call("eig", a))


def eigvals(a: ArrayLike, /) -> Tensor:
    """The eigenvalues. Real if all are."""
    return call("eigvals", a)


def eigh(a: ArrayLike, /, UPLO: str = "L") -> EighResult:
    """The eigenvalues, in order, and eigenvectors of matrices equal to their conjugate transpose.

    Args:
        a: the matrices.
        UPLO: which triangle of them is read: `"L"` or `"U"`.
    """
    return EighResult(*call("eigh", a, UPLO=UPLO))


def eigvalsh(a: ArrayLike, /, UPLO: str = "L") -> Tensor:
    """The eigenvalues that `eigh` gives."""
    return call("eigvalsh", a, UPLO=UPLO)


def inv(a: ArrayLike, /) -> Tensor:
    """The inverses.

    Raises:
        LinAlgError: a matrix is not square or has no inverse.
    """
    return call("inv", a)


def lstsq(
    a: ArrayLike, b: ArrayLike, rcond: float | None = None
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """`x` with the shortest `a x - b`.

    Args:
        a: a matrix.
        b: a vector, or a matrix of several.
        rcond: singular values below this share of the largest count as 0.

    Returns:
        `x`, the squares of what is left, the rank of `a` and its singular values.
    """
    return call("lstsq", a, b, rcond=rcond)


def matrix_power(a: ArrayLike, n: int) -> Tensor:
    """The product of `n` times the same square matrix, of its inverse if `n` is negative."""
    return call("matrix_power", a, n=operator.index(n))


def multi_dot(arrays: Any, *, out: Any = None) -> Tensor:
    """The product of several matrices, in the order that takes the fewest multiplications."""
    from hornbill.numpy._call import store

    return store(call("multi_dot", *arrays), out, "multi_dot")


def matrix_rank(
    A: ArrayLike, /, tol: Any = None, hermitian: bool = False, *, rtol: Any = None
) -> Tensor:
    """How many singular values are not 0.

    Args:
        A: matrices.
        tol: what counts as 0.
        hermitian: whether the matrices are equal to their conjugate transposes.
        rtol: the share of the largest one that counts as 0.
    """
    if hasattr(rtol, "shape") and tol is None:
        return call("matrix_rank", A, rtol, hermitian=bool(hermitian))
    if hasattr(tol, "shape") and rtol is None:
        # The attribute says that the tensor is no share.
        return call("matrix_rank", A, tol, tol=0.0, hermitian=bool(hermitian))
    return call("matrix_rank", A, tol=tol, rtol=rtol, hermitian=bool(hermitian))


def pinv(
    a: ArrayLike, /, rcond: Any = None, hermitian: bool = False, *, rtol: Any = None
) -> Tensor:
    """The pseudo-inverses.

    Args:
        a: matrices.
        rcond, rtol: singular values below this share of the largest count as 0.
        hermitian: whether the matrices are equal to their conjugate transposes.
    """
    cutoff = rcond if rtol is None else rtol
    if cutoff is None:
        return call("pinv", a, hermitian=bool(hermitian))
    return call("pinv", a, tensor(cutoff), hermitian=bool(hermitian))


def qr(a: ArrayLike, /, mode: str = "reduced") -> Any:
    """A matrix with orthonormal columns and an upper triangular one, whose product is `a`.

    Args:
        a: matrices.
        mode: `"reduced"`, `"complete"` for a square first one, `"r"` for the second one only, or
            `"raw"` for LAPACK's form.
    """
    result = call("qr", a, mode=mode)
    return result if mode in ("r", "raw") else QRResult(*result)


def solve(a: ArrayLike, b: ArrayLike, /) -> Tensor:
    """`x` with `a x = b`.

    Args:
        a: square matrices.
        b: a vector, or matrices.

    Raises:
        LinAlgError: a matrix is not square or has no inverse.
    """
    return call("solve", a, b)


def svd(
    a: ArrayLike, /, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False
) -> Any:
    """The factors `U`, `S`, `Vh`, whose product is `a`: unitary, diagonal, unitary.

    Args:
        a: matrices.
        full_matrices: whether `U` and `Vh` are square.
        compute_uv: whether they are wanted.
        hermitian: whether the matrices are equal to their conjugate transposes.
    """
    options = {"compute_uv": bool(compute_uv), "hermitian": bool(hermitian)}
    result = call("svd", a, full_matrices=bool(full_matrices), **options)
    return SVDResult(*result) if compute_uv else result


def svdvals(x: ArrayLike, /) -> Tensor:
    """The singular values, the largest first."""
    return call("svdvals", x)


def tensorinv(a: ArrayLike, ind: int = 2) -> Tensor:
    """The inverse of `a` as a map from its last axes to its first `ind` ones."""
    return call("tensorinv", a, ind=operator.index(ind))


def tensorsolve(a: ArrayLike, b: ArrayLike, axes: Any = None) -> Tensor:
    """`x` with `tensordot(a, x, x.ndim) = b`."""
    return call("tensorsolve", a, b, axes=axes)


def vector_norm(
    x: ArrayLike, /, *, axis: Axis = None, keepdims: bool = False, ord: float = 2
) -> Tensor:
    """The lengths of vectors.

    Args:
        x: an array.
        axis: the axis along which vectors lie, or several; all by default.
        keepdims: whether the axes stay, with length 1.
        ord: 2 for the Euclidean length, 1 for the sum of magnitudes, `inf` and `-inf` for the
            largest and smallest magnitude, 0 for how many are not 0, or another exponent.
    """
    return call("vector_norm", x, axis=axes(axis), keepdims=bool(keepdims), ord=ord)


def matrix_norm(x: ArrayLike, /, *, keepdims: bool = False, ord: Any = "fro") -> Tensor:
    """The sizes of matrices.

    Args:
        x: an array.
        keepdims: whether the axes stay, with length 1.
        ord: `"fro"` for the root of the sum of squares, `"nuc"` for the sum of singular values, 2
            and -2 for the largest and smallest one, 1 and -1 for the largest and smallest sum of
            magnitudes of a column, `inf` and `-inf` for those of a row.
    """
    return call("matrix_norm", x, keepdims=bool(keepdims), ord=ord)


def norm(x: ArrayLike, ord: Any = None, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The length of a vector or the size of a matrix.

    Args:
        x: an array.
        ord: which, as in `vector_norm` and `matrix_norm`; by default 2 and `"fro"`.
        axis: one axis for vectors, two for matrices; all by default.
        keepdims: whether the axes stay, with length 1.
    """
    return call("norm", x, ord=ord, axis=axes(axis), keepdims=bool(keepdims))
