"""New tensors: from data, filled, evenly spaced, with something on the diagonal."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
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
    number,
    tensor,
)

array = _hornbill.array


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
    """
    return _hornbill.asarray(a, dtype, copy=copy)


def asanyarray(a: ArrayLike, dtype: DTypeLike = None, order: Any = None) -> Tensor:
    """The same as `asarray`."""
    return _hornbill.asarray(a, dtype)


def ascontiguousarray(a: ArrayLike, dtype: DTypeLike = None) -> Tensor:
    """A tensor whose elements lie densely, in row-major order."""
    x = _hornbill.asarray(a, dtype)
    step = x.itemsize
    for length, stride in zip(reversed(x.shape), reversed(x.strides), strict=True):
        if length != 1 and stride != step and x.size:
            return call("copy", x)
        step *= length
    return x


def copy(a: ArrayLike, order: Any = "K") -> Tensor:
    """A copy with memory of its own."""
    return _hornbill.array(a)


def from_dlpack(x: Any, /, *, device: Any = None, copy: bool | None = None) -> Tensor:
    """A tensor that looks at the memory of an array of another library."""
    return _hornbill.asarray(x, copy=copy)


def frombuffer(buffer: Any, dtype: DTypeLike = float, count: int = -1, offset: int = 0) -> Tensor:
    """A tensor that looks at bytes.

    Args:
        buffer: bytes, a bytearray or another buffer.
        dtype: what the bytes are.
        count: how many elements; -1 for all.
        offset: at which byte the elements begin.
    """
    import numpy

    return _hornbill.asarray(numpy.frombuffer(buffer, dtype_name(dtype), count, offset))


def fromiter(iter: Iterable[Any], dtype: DTypeLike, count: int = -1) -> Tensor:
    """A tensor of what an iterable gives."""
    import itertools

    return _hornbill.array(list(iter if count < 0 else itertools.islice(iter, count)), dtype)


def fromfunction(
    function: Callable[..., Any], shape: Shape, *, dtype: DTypeLike = float, **kwargs: Any
) -> Any:
    """What a function gives for the coordinates of each element.

    Args:
        function: called once, with a tensor of coordinates for each axis.
        shape: the shape of these tensors.
        dtype: their dtype.
    """
    return function(*indices(shape, dtype), **kwargs)


def indices(dimensions: Shape, dtype: DTypeLike = int) -> Tensor:
    """The coordinates of each element of a shape: one part for each axis."""
    shape = lengths(dimensions)
    parts = []
    for axis, length in enumerate(shape):
        one = [1] * len(shape)
        one[axis] = length
        positions = call("arange", stop=length, dtype=dtype_name(dtype))
        parts.append(call("broadcast_to", call("reshape", positions, shape=one), shape=shape))
    if not parts:
        return zeros((0,), dtype)
    return call("stack", *parts)


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

    Source: the engine's function `zeros`.
    """
    return call("zeros", shape=lengths(shape), dtype=dtype_name(dtype) or "float64")


def ones(shape: Shape, dtype: DTypeLike = None, order: Any = "C", *, device: Any = None) -> Tensor:
    """A tensor of ones. Arguments and errors are those of `zeros`."""
    return call("ones", shape=lengths(shape), dtype=dtype_name(dtype) or "float64")


def empty(
    shape: Shape, dtype: DTypeLike = float, order: Any = "C", *, device: Any = None
) -> Tensor:
    """A tensor whose elements will be written later. They are zeros until then."""
    return zeros(shape, dtype)


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


def zeros_like(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor of zeros, with the shape and dtype of an array where they are not given."""
    return zeros(*_like(a, dtype, shape))


def ones_like(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor of ones, with the shape and dtype of an array where they are not given."""
    return ones(*_like(a, dtype, shape))


def empty_like(
    a: ArrayLike,
    dtype: DTypeLike = None,
    order: Any = "K",
    subok: Any = True,
    shape: Shape | None = None,
    *,
    device: Any = None,
) -> Tensor:
    """A tensor to write to, with the shape and dtype of an array where they are not given."""
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
    """A tensor filled with a value, with the shape and dtype of an array where not given."""
    like, name = _like(a, dtype, shape)
    return full(like, fill_value, name)


def arange(
    start: Any,
    /,
    stop: Any = None,
    step: Any = 1,
    dtype: DTypeLike = None,
    *,
    device: Any = None,
    like: Any = None,
) -> Tensor:
    """`start`, `start + step` and so on, up to but without `stop`.

    Args:
        start: the first number, 0 if it is the only argument, which is then `stop`.
        stop: the end.
        step: the distance.
        dtype: by default int64 if all three are integers, else float64.

    Returns:
        A tensor with one axis of length `ceil((stop - start) / step)`, 0 if that is negative.

    Raises:
        ValueError: `step` is 0, or the length is not finite.

    Source: the engine's function `arange`.
    """
    if stop is None:
        start, stop = 0, start
    begin, end, distance = number(start), number(stop), number(step)
    if distance == 0:
        raise ZeroDivisionError("arange: the step must not be 0")
    name = dtype_name(dtype)
    if name is None:
        all_integers = all(isinstance(value, int) for value in (begin, end, distance))
        name = "int64" if all_integers else "float64"
    return call("arange", start=begin, stop=end, step=distance, dtype=name)


def linspace(
    start: ArrayLike,
    stop: ArrayLike,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: DTypeLike = None,
    axis: int = 0,
    *,
    device: Any = None,
) -> Any:
    """Numbers at even distances.

    Args:
        start, stop: the first and the last number; arrays that broadcast for several rows of them.
        num: how many.
        endpoint: whether `stop` is one of them.
        retstep: whether to return the distance too.
        dtype: by default float64. For integers the numbers are rounded down.
        axis: where the new axis is, if `start` or `stop` is an array.

    Raises:
        ValueError: `num` is negative.

    Source: the engine's function `linspace`.
    """
    count = operator.index(num)
    if count < 0:
        raise ValueError(f"Number of samples, {count}, must be non-negative.")
    parts = count - 1 if endpoint else count
    first, last = tensor(start), tensor(stop)
    name = dtype_name(dtype)
    if first.ndim == 0 and last.ndim == 0:
        begin, end = float(number(start)), float(number(stop))
        distance: Any = (end - begin) / parts if parts > 0 else float("nan")
        result = call("linspace", start=begin, stop=end, num=count, endpoint=bool(endpoint))
    else:
        first, last = call("astype", first, dtype="float64"), call("astype", last, dtype="float64")
        distance = (last - first) / parts if parts > 0 else (last - first) * float("nan")
        positions = call("arange", stop=count, dtype="float64")
        column = call("reshape", positions, shape=[count] + [1] * max(first.ndim, last.ndim))
        result = first + column * (distance if parts > 0 else 0.0)
        if endpoint and count > 1:
            result[-1] = last
        if axis != 0:
            from hornbill.numpy._shapes import moveaxis

            result = moveaxis(result, 0, axis)
    if name is not None and "int" in name:
        result = call("floor", result)
    if name is not None:
        result = call("astype", result, dtype=name)
    return (result, distance) if retstep else result


def logspace(
    start: ArrayLike,
    stop: ArrayLike,
    num: int = 50,
    endpoint: bool = True,
    base: ArrayLike = 10.0,
    dtype: DTypeLike = None,
    axis: int = 0,
) -> Tensor:
    """`base` to the power of numbers at even distances from `start` to `stop`."""
    exponents = linspace(start, stop, num, endpoint, axis=axis)
    result = call("power", _hornbill.asarray(base, "float64"), exponents)
    return result if dtype is None else call("astype", result, dtype=dtype_name(dtype))


def geomspace(
    start: float,
    stop: float,
    num: int = 50,
    endpoint: bool = True,
    dtype: DTypeLike = None,
    axis: int = 0,
) -> Tensor:
    """Numbers at even ratios, from `start` to `stop`.

    Raises:
        ValueError: one of them is 0, or their signs differ.
    """
    begin, end = float(number(start)), float(number(stop))
    if begin == 0 or end == 0:
        raise ValueError("Geometric sequence cannot include zero")
    if (begin < 0) != (end < 0):
        raise ValueError(f"geomspace: expected two numbers of the same sign. Got {begin} and {end}")
    ratios = linspace(0.0, 1.0, num, endpoint)
    result = begin * call("power", tensor(end / begin), ratios)
    if num > 0:
        result[0] = begin
    if num > 1 and endpoint:
        result[-1] = end
    return result if dtype is None else call("astype", result, dtype=dtype_name(dtype))


def eye(
    N: int,
    M: int | None = None,
    k: int = 0,
    dtype: DTypeLike = float,
    order: Any = "C",
    *,
    device: Any = None,
) -> Tensor:
    """Ones on a diagonal, zeros elsewhere.

    Args:
        N, M: how many rows and columns; as many columns as rows by default.
        k: which diagonal: above the main one if positive, below if negative.
        dtype: float64 by default.

    Source: the engine's function `eye`.
    """
    columns = None if M is None else operator.index(M)
    return call(
        "eye",
        rows=operator.index(N),
        columns=columns,
        k=operator.index(k),
        dtype=dtype_name(dtype) or "float64",
    )


def identity(n: int, dtype: DTypeLike = None) -> Tensor:
    """The square matrix with ones on its diagonal."""
    return eye(n, dtype=dtype or float)


def tri(N: int, M: int | None = None, k: int = 0, dtype: DTypeLike = float) -> Tensor:
    """Ones at and below a diagonal, zeros above."""
    result = _lower(operator.index(N), operator.index(N if M is None else M), k)
    return call("astype", result, dtype=dtype_name(dtype) or "float64")


def _lower(rows: int, columns: int, k: int) -> Tensor:
    row = call("reshape", call("arange", stop=rows), shape=[rows, 1])
    return call("greater_equal", row, call("arange", stop=columns) - operator.index(k))


def tril(m: ArrayLike, k: int = 0) -> Tensor:
    """The matrices with zeros above a diagonal.

    Args:
        m: an array whose last two axes are those of the matrices.
        k: which diagonal: above the main one if positive, below if negative.
    """
    x = _matrices(m, "tril")
    return call("where", _lower(*x.shape[-2:], k), x, zeros((), x.dtype))


def triu(m: ArrayLike, k: int = 0) -> Tensor:
    """The matrices with zeros below a diagonal. Arguments are those of `tril`."""
    x = _matrices(m, "triu")
    return call("where", _lower(*x.shape[-2:], k - 1), zeros((), x.dtype), x)


def _matrices(m: ArrayLike, name: str) -> Tensor:
    x = tensor(m)
    if x.ndim < 2:
        raise ValueError(f"{name}: expected an array with two axes or more. Got {x.ndim}")
    return x


def diag(v: ArrayLike, k: int = 0) -> Tensor:
    """A matrix with a vector on a diagonal, or a diagonal of a matrix."""
    x = tensor(v)
    if x.ndim == 2:
        from hornbill.numpy._products import diagonal

        return diagonal(x, k)
    if x.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    size = x.shape[0] + abs(k)
    result = zeros((size, size), x.dtype)
    positions = call("arange", stop=x.shape[0])
    result[positions + max(-k, 0), positions + max(k, 0)] = x
    return result


def diagflat(v: ArrayLike, k: int = 0) -> Tensor:
    """A matrix with the elements of an array on a diagonal."""
    return diag(call("reshape", v, shape=[-1]), k)


def meshgrid(
    *xi: ArrayLike, copy: bool = True, sparse: bool = False, indexing: str = "xy"
) -> tuple[Tensor, ...]:
    """The coordinates of a grid, from those along each axis.

    Args:
        xi: vectors.
        copy: whether the results have memory of their own.
        sparse: whether the results have length 1 along the axes they do not depend on.
        indexing: `"xy"`: the first vector runs along the second axis; `"ij"`: along the first.

    Returns:
        A tensor for each vector, all with one axis for each vector.
    """
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    vectors = [call("reshape", x, shape=[-1]) for x in xi]
    places = list(range(len(vectors)))
    if indexing == "xy" and len(vectors) > 1:
        places[:2] = [1, 0]
    results = []
    for vector, place in zip(vectors, places, strict=True):
        shape = [1] * len(vectors)
        shape[place] = -1
        results.append(call("reshape", vector, shape=shape))
    if not sparse:
        shape = [0] * len(vectors)
        for vector, place in zip(vectors, places, strict=True):
            shape[place] = vector.shape[0]
        results = [call("broadcast_to", x, shape=shape) for x in results]
    return tuple(call("copy", x) for x in results) if copy else tuple(results)


def vander(x: ArrayLike, N: int | None = None, increasing: bool = False) -> Tensor:
    """A matrix of powers of a vector: one row for each element.

    Args:
        x: the vector.
        N: how many powers; as many as there are elements by default.
        increasing: whether the powers grow from left to right.
    """
    vector = tensor(x)
    if vector.ndim != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    count = vector.shape[0] if N is None else operator.index(N)
    exponents = call("arange", stop=count)
    if not increasing:
        exponents = call("flip", exponents)
    return call("power", call("expand_dims", vector, axis=1), exponents)
