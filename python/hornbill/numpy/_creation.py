"""New tensors: from data, filled, evenly spaced, with something on the diagonal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    DTypeLike,
    Shape,
    call,
    dtype_name,
    is_number,
    lengths,
    quick,
    tensor,
)

array = quick(_hornbill.array)


@quick
def asarray(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = None,
    *,
    copy: bool | None = None,
    device: Any = None,
    like: Any = None,
) -> Tensor:
    """A tensor of the values, without a copy where there is an array.

    Args:
        a: an array of any kind, a number, or nested lists of numbers.
        dtype: the dtype; by default that of the values.
        order: kept for programs that give it; tensors are row-major.
        copy: `True` always copies, `False` raises instead of copying.
        device: `"cpu"` or `None`.

    Raises:
        ValueError: the lists have rows of different lengths, or a copy is needed and forbidden.
        TypeError: the values are not numbers.

    Returns:
        A tensor: `a` itself if it is one and of the dtype.

    Source: `hornbill/numpy/_creation.py`.
    """
    return _hornbill.asarray(a, dtype, copy=copy)


def asanyarray(a: ArrayLike, dtype: DTypeLike = None, order: Any = None) -> Tensor:
    """The same as `asarray`.

    Returns:
        A tensor: of the values' dtype if none is given.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_creation.py`.
    """
    return _hornbill.asarray(a, dtype)


def ascontiguousarray(a: ArrayLike, dtype: DTypeLike = None) -> Tensor:
    """A tensor whose elements lie densely, in row-major order.

    Returns:
        A tensor of the shape of `a`, which is a copy only if it has to be.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `copy`.
    """
    x = _hornbill.asarray(a, dtype)
    step = x.itemsize
    for length, stride in zip(reversed(x.shape), reversed(x.strides), strict=True):
        if length != 1 and stride != step and x.size:
            return call("copy", x)
        step *= length
    return x


def copy(a: ArrayLike, order: Any = "K") -> Tensor:
    """A copy with memory of its own.

    Returns:
        A tensor of the shape and dtype of `a`.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_creation.py`.
    """
    return _hornbill.array(a)


def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Tensor:
    """A tensor that looks at the memory of an array of another library.

    Returns:
        A tensor of the array's shape and dtype.

    Raises:
        TypeError: it has no `__dlpack__`.
        ValueError: it is not on a CPU, or a copy is needed and forbidden.

    Source: `hornbill/numpy/_creation.py`.
    """
    return _hornbill.asarray(x, copy=copy)


def frombuffer(buffer: Any, dtype: DTypeLike = float, count: int = -1, offset: int = 0) -> Tensor:
    """A tensor that looks at bytes.

    Args:
        buffer: bytes, a bytearray or another buffer.
        dtype: what the bytes are.
        count: how many elements; -1 for all.
        offset: at which byte the elements begin.

    Returns:
        A tensor of one axis, which cannot be written to if the buffer cannot.

    Raises:
        ValueError: the bytes are too few, or no multiple of the dtype's size.

    Source: `hornbill/numpy/_creation.py`.
    """
    import numpy

    return _hornbill.asarray(numpy.frombuffer(buffer, dtype_name(dtype), count, offset))


def fromiter(iter: Iterable[Any], dtype: DTypeLike, count: int = -1) -> Tensor:
    """A tensor of what an iterable gives.

    Returns:
        A tensor of one axis.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_creation.py`.
    """
    import itertools

    return _hornbill.array(list(iter if count < 0 else itertools.islice(iter, count)), dtype)


@quick
def zeros(
    shape: Shape, dtype: DTypeLike = float, order: Any = "C", *, device: Any = None
) -> Tensor:
    """A tensor of zeros.

    Args:
        shape: its shape; an integer for one axis.
        dtype: its dtype, float64 by default.

    Raises:
        ValueError: a length is negative.
        MemoryError: there is no memory for so many elements.

    Returns:
        A tensor of the shape and dtype.

    Source: `hornbill/numpy/_creation.py`.
    """
    return Tensor(shape, dtype)


@quick
def ones(shape: Shape, dtype: DTypeLike = None, order: Any = "C", *, device: Any = None) -> Tensor:
    """A tensor of ones. Arguments and errors are those of `zeros`.

    Returns:
        A tensor of the shape and dtype.

    Raises:
        ValueError: a length is negative.

    Source: the engine's function `ones`.
    """
    return call("ones", shape=shape, dtype=dtype_name(dtype) or "float64")


@quick
def empty(
    shape: Shape, dtype: DTypeLike = float, order: Any = "C", *, device: Any = None
) -> Tensor:
    """A tensor whose elements will be written later. They are zeros until then.

    Returns:
        A tensor of the shape and dtype.

    Raises:
        ValueError: a length is negative.

    Source: `hornbill/numpy/_creation.py`.
    """
    return zeros(shape, dtype)


@quick
def full(
    shape: Shape,
    fill_value: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "C",
    *,
    device: Any = None,
) -> Tensor:
    """A tensor that is filled with a value.

    Args:
        shape: its shape.
        fill_value: a number, or an array that broadcasts to the shape.
        dtype: its dtype; by default that of the value.

    Returns:
        A tensor of the shape.

    Raises:
        ValueError: a length is negative, or the value does not broadcast.

    Source: the engine's function `full`.
    """
    value = tensor(fill_value)
    name = dtype_name(dtype) or value.dtype.name
    if is_number(fill_value) and isinstance(fill_value, float) and "float" in name:
        return call("full", shape=lengths(shape), value=fill_value, dtype=name)
    filled = call("broadcast_to", _hornbill.asarray(value, name), shape=lengths(shape))
    return call("copy", filled)


def _like(a: ArrayLike, dtype: DTypeLike, shape: Shape | None) -> tuple[list[int], str]:
    x = tensor(a)
    return list(x.shape) if shape is None else lengths(shape), dtype_name(dtype) or x.dtype.name


@quick
def zeros_like(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor of zeros, with the shape and dtype of an array where they are not given.

    Returns:
        A tensor of the shape and dtype.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_creation.py`.
    """
    return zeros(*_like(a, dtype, shape))


@quick
def ones_like(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor of ones, with the shape and dtype of an array where they are not given.

    Returns:
        A tensor of the shape and dtype.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_creation.py`.
    """
    return ones(*_like(a, dtype, shape))


@quick
def empty_like(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor to write to, with the shape and dtype of an array where they are not given.

    Returns:
        A tensor of the shape and dtype.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_creation.py`.
    """
    return zeros(*_like(a, dtype, shape))


def full_like(
    a: ArrayLike,
    fill_value: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor filled with a value, with the shape and dtype of an array where not given.

    Returns:
        A tensor of the shape and dtype.

    Raises:
        ValueError: the value does not broadcast.

    Source: `hornbill/numpy/_creation.py`.
    """
    like, name = _like(a, dtype, shape)
    return full(like, fill_value, name)
