"""New tensors, as in `keras.ops`: of `floatx` where no dtype is given, integers of int32."""

from __future__ import annotations

from typing import Any

from hornbill import _hornbill
from hornbill import numpy as _np
from hornbill._dtypes import standardize_dtype
from hornbill._hornbill import Tensor
from hornbill.ops import _types
from hornbill.ops._types import dtype_or_floatx


def array(x: Any, dtype: Any = None) -> Tensor:
    """A tensor of the values."""
    return _hornbill.array(_types.convert(x), None if dtype is None else standardize_dtype(dtype))


def zeros(shape: Any, dtype: Any = None) -> Tensor:
    """A tensor of zeros."""
    return _np.zeros(shape, dtype_or_floatx(dtype))


def ones(shape: Any, dtype: Any = None) -> Tensor:
    """A tensor of ones."""
    return _np.ones(shape, dtype_or_floatx(dtype))


def empty(shape: Any, dtype: Any = None) -> Tensor:
    """A tensor whose elements will be written later."""
    return _np.empty(shape, dtype_or_floatx(dtype))


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """A tensor that is filled with a value."""
    return _np.full(shape, fill_value, dtype_or_floatx(dtype))


def zeros_like(x: Any, dtype: Any = None) -> Tensor:
    """A tensor of zeros with the shape and dtype of an array."""
    return _np.zeros_like(_types.convert(x), _given(dtype))


def ones_like(x: Any, dtype: Any = None) -> Tensor:
    """A tensor of ones with the shape and dtype of an array."""
    return _np.ones_like(_types.convert(x), _given(dtype))


def empty_like(x: Any, dtype: Any = None) -> Tensor:
    """A tensor to write to with the shape and dtype of an array."""
    return _np.empty_like(_types.convert(x), _given(dtype))


def full_like(x: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """A tensor filled with a value with the shape and dtype of an array."""
    return _np.full_like(_types.convert(x), fill_value, _given(dtype))


def _given(dtype: Any) -> str | None:
    return None if dtype is None else standardize_dtype(dtype)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Tensor:
    """`start`, `start + step` and so on, up to but without `stop`."""
    step = 1 if step is None else step
    if dtype is None:
        given = [start, step, 0 if stop is None else stop]
        dtypes = [_types.convert(value).dtype.name for value in given]
        dtype = _types.floatx() if any("float" in name for name in dtypes) else "int32"
    return _np.arange(start, stop, step, standardize_dtype(dtype))


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    """Numbers at even distances."""
    return _np.linspace(start, stop, num, endpoint, retstep, dtype_or_floatx(dtype), axis)


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: Any = 10,
    dtype: Any = None,
    axis: int = 0,
) -> Tensor:
    """`base` to the power of numbers at even distances."""
    return _np.logspace(start, stop, num, endpoint, base, dtype_or_floatx(dtype), axis)


def geomspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    dtype: Any = None,
    axis: int = 0,
) -> Tensor:
    """Numbers at even ratios."""
    return _np.geomspace(start, stop, num, endpoint, dtype_or_floatx(dtype), axis)


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Tensor:
    """Ones on a diagonal, zeros elsewhere."""
    return _np.eye(N, M, k, dtype_or_floatx(dtype))


def identity(n: int, dtype: Any = None) -> Tensor:
    """The square matrix with ones on its diagonal."""
    return _np.eye(n, dtype=dtype_or_floatx(dtype))


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = None) -> Tensor:
    """Ones at and below a diagonal, zeros above."""
    return _np.tri(N, M, k, dtype_or_floatx(dtype))
