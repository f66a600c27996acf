"""Linear algebra of the matrices in the last two axes, as in `keras.ops.linalg`."""

from __future__ import annotations

from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types
from hornbill.ops.arrangement import norm as norm

__all__ = [
    "cholesky",
    "cholesky_inverse",
    "det",
    "eig",
    "eigh",
    "inv",
    "jvp",
    "logdet",
    "lstsq",
    "lu_factor",
    "matrix_rank",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_triangular",
    "svd",
]


def _matrices(x: Any) -> Tensor:
    """Floating-point matrices.

    Raises:
        ValueError: there are fewer than two axes.
    """
    x = _types.real(x)
    if x.ndim < 2:
        raise ValueError(
            f"Expected input to have rank >= 2. Received input with shape {tuple(x.shape)}."
        )
    return x


def _square(x: Any) -> Tensor:
    x = _matrices(x)
    if x.shape[-2] != x.shape[-1]:
        raise ValueError(
            f"Expected a square matrix. Received non-square input with shape {tuple(x.shape)}"
        )
    return x


def _int32(x: Tensor) -> Tensor:
    return call("astype", x, dtype="int32")


def cholesky(x: Any, upper: bool = False) -> Tensor:
    """The lower triangular root of positive definite matrices, or the upper one.

    Raises:
        LinAlgError: a matrix is not positive definite.
    """
    return call("cholesky", _square(x), upper=bool(upper))


def cholesky_inverse(x: Any, upper: bool = False) -> Tensor:
    """The inverse of the matrices whose triangular roots are given."""
    return call("cholesky_inverse", _square(x), upper=bool(upper))


def det(x: Any) -> Tensor:
    """The determinants."""
    return call("det", _square(x))


def slogdet(x: Any) -> tuple[Tensor, Tensor]:
    """The signs of the determinants, and the logarithms of their magnitudes."""
    return call("slogdet", _square(x))


def logdet(x: Any) -> Tensor:
    """The logarithms of the determinants' magnitudes."""
    return call("logdet", _square(x))


def eig(x: Any) -> tuple[Tensor, Tensor]:
    """The eigenvalues and eigenvectors, complex."""
    x = _square(x)
    name = "complex128" if x.dtype.name in ("float64", "complex128") else "complex64"
    values, vectors = call("eig", x)
    return call("astype", values, dtype=name), call("astype", vectors, dtype=name)


def eigh(x: Any) -> tuple[Tensor, Tensor]:
    """The eigenvalues and eigenvectors of symmetric or Hermitian matrices."""
    return call("eigh", _square(x))


def inv(x: Any) -> Tensor:
    """The inverses.

    Raises:
        LinAlgError: a matrix is singular.
    """
    return call("inv", _square(x))


def pinv(x: Any, rcond: float | None = None) -> Tensor:
    """The pseudo-inverses; singular values below `rcond` times the largest count as 0."""
    x = _matrices(x)
    if rcond is None:
        rcond = 10 * max(x.shape[-2:]) * _precision(x)
    return call("pinv", x, rcond=float(rcond))


def _precision(x: Tensor) -> float:
    from hornbill.numpy import finfo

    return float(finfo(x.dtype).eps)


def matrix_rank(x: Any, tol: float | None = None) -> Tensor:
    """How many singular values are larger than `tol`: int32."""
    return _int32(call("matrix_rank", _matrices(x), tol=None if tol is None else float(tol)))


def lstsq(a: Any, b: Any, rcond: float | None = None) -> Tensor:
    """`x` with the least `norm(a @ x - b)`."""
    a, b = (_types.real(one) for one in _types.common(a, b))
    if a.ndim != 2:
        raise ValueError(f"Expected a to have rank 2. Received: a.shape={tuple(a.shape)}")
    if b.ndim not in (1, 2):
        raise ValueError(f"Expected b to have rank 1 or 2. Received: b.shape={tuple(b.shape)}")
    if rcond is None:
        rcond = _precision(a) * max(a.shape)
    column = call("expand_dims", b, axis=1) if b.ndim == 1 else b
    found = call("lstsq", a, column, rcond=float(rcond))[0]
    return call("squeeze", found, axis=1) if b.ndim == 1 else found


def lu_factor(x: Any) -> tuple[Tensor, Tensor]:
    """The triangular factors in one matrix, and the rows that were exchanged: int32."""
    factors, pivots = call("lu_factor", _matrices(x))
    return factors, _int32(pivots)


def qr(x: Any, mode: str = "reduced") -> tuple[Tensor, Tensor]:
    """Orthonormal and triangular factors."""
    x = _matrices(x)
    if mode not in ("reduced", "complete"):
        raise ValueError(
            "`mode` argument value not supported. Expected one of {'reduced', 'complete'}. "
            f"Received: mode={mode}"
        )
    return call("qr", x, mode=mode)


def solve(a: Any, b: Any) -> Tensor:
    """`x` with `a @ x = b`: `b` holds vectors if it has one axis less than `a`."""
    a, b = _pair(a, b)
    if b.ndim == a.ndim - 1:
        return call("squeeze", call("solve", a, call("expand_dims", b, axis=-1)), axis=-1)
    return call("solve", a, b)


def solve_triangular(a: Any, b: Any, lower: bool = False) -> Tensor:
    """The same for the upper or the lower triangle of `a`."""
    a, b = _pair(a, b)
    if b.ndim == a.ndim - 1:
        column = call("expand_dims", b, axis=-1)
        return call("squeeze", call("solve_triangular", a, column, lower=bool(lower)), axis=-1)
    return call("solve_triangular", a, b, lower=bool(lower))


def _pair(a: Any, b: Any) -> tuple[Tensor, Tensor]:
    a, b = (_types.real(one) for one in _types.common(a, b))
    a = _square(a)
    if b.ndim not in (a.ndim - 1, a.ndim) or b.ndim == 0:
        raise ValueError(
            f"Incompatible shapes between `a` and `b`. Received: a.shape={tuple(a.shape)}, "
            f"b.shape={tuple(b.shape)}"
        )
    return a, b


def svd(x: Any, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """`u`, `s` and `vh` with `x = u @ diag(s) @ vh`; `s` alone without `compute_uv`."""
    return call("svd", _matrices(x), full_matrices=bool(full_matrices), compute_uv=bool(compute_uv))


def jvp(fun: Any, primals: Any, tangents: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """The value of a function, and how fast it changes in a direction.

    Args:
        fun: a function of tensors, or nested tuples, lists and dicts of tensors.
        primals: its arguments.
        tangents: a tuple like `primals`: the direction.
        has_aux: whether `fun` gives a pair, of the value and something that is handed on.

    Returns:
        `(value, derivative)`, or `(value, derivative, rest)` with `has_aux`.
    """
    from hornbill import _trees
    from hornbill._tracing import grad

    primals = _trees.map_leaves(_types.convert, _as_trees(primals))
    tangents = _trees.map_leaves(_types.convert, _as_trees(tangents))
    result = fun(*primals)
    value, rest = result if has_aux else (result, None)

    def flat_values(points: Any) -> list[Tensor]:
        leaves: list[Any] = []
        found = fun(*points)
        _trees.flatten(found[0] if has_aux else found, leaves)
        return [leaf for leaf in leaves if leaf.dtype.kind in "fc"]

    # The gradient for weights of the values is linear in the weights: its derivative by them, in the
    # direction, is what is wanted.
    def along(weights: list[Tensor], points: Any, direction: Any) -> Tensor:
        def weighted(points: Any) -> Tensor:
            pairs = zip(flat_values(points), weights, strict=True)
            return _sum([call("sum", one * weight) for one, weight in pairs])

        slopes: list[Any] = []
        ways: list[Any] = []
        _trees.flatten(grad(weighted)(points), slopes)
        _trees.flatten(direction, ways)
        return _sum([call("sum", one * way) for one, way in zip(slopes, ways, strict=True)])

    values: list[Any] = []
    look = _trees.flatten(value, values)
    inexact = [one for one in values if one.dtype.kind in "fc"]
    zeros = [call("zeros", shape=list(one.shape), dtype=one.dtype.name) for one in inexact]
    slopes = iter(grad(along)(zeros, primals, tangents)) if zeros else iter(())
    derivative = _trees.rebuild(
        look,
        iter(
            [
                next(slopes) if one.dtype.kind in "fc" else call("zeros", shape=list(one.shape))
                for one in values
            ]
        ),
    )
    return (value, derivative, rest) if has_aux else (value, derivative)


def _sum(terms: list[Tensor]) -> Tensor:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _as_trees(arguments: Any) -> tuple[Any, ...]:
    """A tuple of arguments, numbers and lists of numbers in it as tensors."""
    from hornbill import _trees

    if not isinstance(arguments, (tuple, list)):
        raise TypeError(f"jvp: expected a tuple of arguments. Received: {arguments!r}")

    def converted(tree: Any) -> Any:
        if isinstance(tree, (tuple, list)):
            return type(tree)(converted(one) for one in tree)
        if isinstance(tree, dict):
            return {name: converted(one) for name, one in tree.items()}
        return tree if _trees.is_array(tree) else _hornbill.asarray(tree, _types.floatx())

    return tuple(converted(one) for one in arguments)
