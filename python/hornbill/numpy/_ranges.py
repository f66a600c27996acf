"""Numbers at even distances, and the coordinates of grids."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    DTypeLike,
    Shape,
    call,
    dtype_name,
    lengths,
    number,
    quick,
    tensor,
)


def fromfunction(
    function: Callable[..., Any], shape: Shape, *, dtype: DTypeLike = float, **kwargs: Any
) -> Any:
    """What a function gives for the coordinates of each element.

    Args:
        function: called once, with a tensor of coordinates for each axis.
        shape: the shape of these tensors.
        dtype: their dtype.

    Returns:
        What the function returns for tensors of the shape.

    Raises:
        ValueError: a length is negative.

    Source: `hornbill/numpy/_ranges.py`.
    """
    return function(*indices(shape, dtype), **kwargs)


def indices(dimensions: Shape, dtype: DTypeLike = int, sparse: bool = False) -> Any:
    """The coordinates of each element of a shape: one part for each axis.

    Returns:
        A tensor of int64 by default, with one axis more than the shape.

    Raises:
        ValueError: a length is negative.

    Source: `hornbill/numpy/_ranges.py`.
    """
    name = dtype_name(dtype)
    if not sparse:
        return call("indices", shape=lengths(dimensions), dtype=name)
    vectors = [call("arange", stop=length, dtype=name) for length in lengths(dimensions)]
    return tuple(meshgrid(*vectors, sparse=True, indexing="ij"))


@quick
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
        if type(start) is int and step == 1 and dtype is None:
            return call("arange", stop=start, dtype="int64")
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

    Returns:
        A tensor with an axis of length `num`, of float64 by default; with `retstep` a tuple of it
        and the distance.

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
    """`base` to the power of numbers at even distances from `start` to `stop`.

    Returns:
        A tensor with an axis of length `num`, of float64 by default.

    Raises:
        ValueError: the number is negative.

    Source: the engine's function `power`.
    """
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

    Returns:
        A tensor with an axis of length `num`, of float64 or complex128 by default.

    Source: the engine's function `geomspace`.
    """
    begin, end = number(start), number(stop)
    name = dtype_name(dtype)
    return call("geomspace", start=begin, stop=end, num=num, endpoint=bool(endpoint), dtype=name)


def meshgrid(
    *xi: ArrayLike, copy: bool = True, sparse: bool = False, indexing: str = "xy"
) -> list[Tensor]:
    """The coordinates of a grid, from those along each axis.

    Args:
        xi: vectors.
        copy: whether the results have memory of their own.
        sparse: whether the results have length 1 along the axes they do not depend on.
        indexing: `"xy"`: the first vector runs along the second axis; `"ij"`: along the first.

    Returns:
        A list with a tensor for each vector, all with one axis for each vector.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `meshgrid`.
    """
    results = call("meshgrid", *xi, indexing=indexing, sparse=bool(sparse)) if xi else ()
    if isinstance(results, Tensor):
        results = (results,)
    return [call("copy", x) if copy else x for x in results]
