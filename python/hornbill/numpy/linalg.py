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

    Returns:
        A tensor of the shape of `a`, of its dtype if it is inexact, else of float64.

    Source: the engine's function `cholesky`.
    """
    return call("cholesky", a, upper=bool(upper))


def cond(x: ArrayLike, p: Any = None) -> Tensor:
    """The condition numbers of matrices in a norm, by default the quotient of singular values.

    Returns:
        A tensor without the last two axes: real floats.

    Raises:
        LinAlgError: the matrices are not square, in norms that need the inverse.

    Source: the engine's function `cond`.
    """
    return call("cond", x, p=p)


def det(a: ArrayLike, /) -> Tensor:
    """The determinants.

    Returns:
        A tensor without the last two axes, of the dtype of `a` if it is inexact, else of float64.

    Raises:
        LinAlgError: the matrices are not square.

    Source: the engine's function `det`.
    """
    return call("det", a)


def slogdet(a: ArrayLike, /) -> SlogdetResult:
    """The signs of the determinants and the logarithms of their magnitudes.

    Returns:
        Two tensors without the last two axes; the second is real.

    Raises:
        LinAlgError: the matrices are not square.

    Source: the engine's function `slogdet`.
    """
    return SlogdetResult(*call("slogdet", a))


def diagonal(x: ArrayLike, /, *, offset: int = 0) -> Tensor:
    """The elements on a diagonal of matrices in the last two axes.

    Returns:
        A tensor of the dtype of the array: a view.

    Raises:
        ValueError: there are fewer than two axes.

    Source: the engine's function `diagonal`.
    """
    return call("diagonal", x, offset=operator.index(offset), axis1=-2, axis2=-1)


def trace(x: ArrayLike, /, *, offset: int = 0, dtype: DTypeLike = None) -> Tensor:
    """The sum of the elements on a diagonal of matrices in the last two axes.

    Returns:
        A tensor without the last two axes; small integers are summed in 64 bits.

    Raises:
        ValueError: there are fewer than two axes.

    Source: the engine's function `trace`.
    """
    name = dtype_name(dtype)
    return call("trace", x, offset=operator.index(offset), axis1=-2, axis2=-1, dtype=name)


def eig(a: ArrayLike, /) -> EigResult:
    """The eigenvalues and, in columns, the eigenvectors. Real if all eigenvalues are.

    Returns:
        Two tensors: of the shape of `a` without its last axis, and of its shape.

    Raises:
        LinAlgError: the matrices are not square, or the values do not converge.

    Source: the engine's function `eig`.
    """
    return EigResult(*call("eig", a))


def eigvals(a: ArrayLike, /) -> Tensor:
    """The eigenvalues. Real if all are.

    Returns:
        A tensor of the shape of `a` without its last axis.

    Raises:
        LinAlgError: the matrices are not square, or the values do not converge.

    Source: the engine's function `eigvals`.
    """
    return call("eigvals", a)


def eigh(a: ArrayLike, /, UPLO: str = "L") -> EighResult:
    """The eigenvalues, in order, and eigenvectors of matrices equal to their conjugate transpose.

    Args:
        a: the matrices.
        UPLO: which triangle of them is read: `"L"` or `"U"`.

    Returns:
        Two tensors: of the shape of `a` without its last axis, real; and of its shape.

    Raises:
        LinAlgError: the matrices are not square, or the values do not converge.

    Source: the engine's function `eigh`.
    """
    return EighResult(*call("eigh", a, UPLO=UPLO))


def eigvalsh(a: ArrayLike, /, UPLO: str = "L") -> Tensor:
    """The eigenvalues that `eigh` gives.

    Returns:
        A tensor of the shape of `a` without its last axis, real.

    Raises:
        LinAlgError: the matrices are not square, or the values do not converge.

    Source: the engine's function `eigvalsh`.
    """
    return call("eigvalsh", a, UPLO=UPLO)


def inv(a: ArrayLike, /) -> Tensor:
    """The inverses.

    Raises:
        LinAlgError: a matrix is not square or has no inverse.

    Returns:
        A tensor of the shape of `a`, of its dtype if it is inexact, else of float64.

    Source: the engine's function `inv`.
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

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `lstsq`.
    """
    return call("lstsq", a, b, rcond=rcond)


def matrix_power(a: ArrayLike, n: int) -> Tensor:
    """The product of `n` times the same square matrix, of its inverse if `n` is negative.

    Returns:
        A tensor of the shape and dtype of `a`.

    Raises:
        LinAlgError: the matrices are not square, or singular.

    Source: the engine's function `matrix_power`.
    """
    return call("matrix_power", a, n=operator.index(n))


def multi_dot(arrays: Any, *, out: Any = None) -> Tensor:
    """The product of several matrices, in the order that takes the fewest multiplications.

    Returns:
        A tensor of the dtype that all promote to.

    Raises:
        ValueError: there are fewer than two arrays, or they do not fit.

    Source: the engine's function `multi_dot`.
    """
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

    Returns:
        A tensor of int64 without the last two axes.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `matrix_rank`.
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

    Returns:
        A tensor of the dtype of `a` if it is inexact, else of float64, with the last two axes
        exchanged.

    Raises:
        LinAlgError: the singular values do not converge.

    Source: the engine's function `pinv`.
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

    Returns:
        Two tensors, or one, of the dtype of `a` if it is inexact, else of float64.

    Raises:
        ValueError: there is no such mode.

    Source: the engine's function `qr`.
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

    Returns:
        A tensor of the shape of `b`, of the dtype that both promote to if it is inexact, else of
        float64.

    Source: the engine's function `solve`.
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

    Returns:
        Three tensors, or the second alone, which is real.

    Raises:
        LinAlgError: the singular values do not converge.

    Source: the engine's function `svd`.
    """
    options = {"compute_uv": bool(compute_uv), "hermitian": bool(hermitian)}
    result = call("svd", a, full_matrices=bool(full_matrices), **options)
    return SVDResult(*result) if compute_uv else result


def svdvals(x: ArrayLike, /) -> Tensor:
    """The singular values, the largest first.

    Returns:
        A tensor of real floats: the shape of `x` with the shorter of the last two axes.

    Raises:
        LinAlgError: the singular values do not converge.

    Source: the engine's function `svdvals`.
    """
    return call("svdvals", x)


def tensorinv(a: ArrayLike, ind: int = 2) -> Tensor:
    """The inverse of `a` as a map from its last axes to its first `ind` ones.

    Returns:
        A tensor with the last axes of `a` before its first ones.

    Raises:
        LinAlgError: the axes do not make a square matrix, or it is singular.

    Source: the engine's function `tensorinv`.
    """
    return call("tensorinv", a, ind=operator.index(ind))


def tensorsolve(a: ArrayLike, b: ArrayLike, axes: Any = None) -> Tensor:
    """`x` with `tensordot(a, x, x.ndim) = b`.

    Returns:
        A tensor of the shape of the last axes of `a`.

    Raises:
        LinAlgError: the axes do not make a square matrix, or it is singular.

    Source: the engine's function `tensorsolve`.
    """
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

    Returns:
        A tensor without the axes: real floats.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `vector_norm`.
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

    Returns:
        A tensor without the last two axes: real floats.

    Raises:
        ValueError: there is no such norm.

    Source: the engine's function `matrix_norm`.
    """
    return call("matrix_norm", x, keepdims=bool(keepdims), ord=ord)


def norm(x: ArrayLike, ord: Any = None, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """The length of a vector or the size of a matrix.

    Args:
        x: an array.
        ord: which, as in `vector_norm` and `matrix_norm`; by default 2 and `"fro"`.
        axis: one axis for vectors, two for matrices; all by default.
        keepdims: whether the axes stay, with length 1.

    Returns:
        A tensor without the axes, or a scalar: real floats.

    Raises:
        ValueError: there is no such norm for so many axes.

    Source: the engine's function `norm`.
    """
    return call("norm", x, ord=ord, axis=axes(axis), keepdims=bool(keepdims))
