"""Elements chosen by a condition or a position, in order, and each only once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, axes, call, lengths, one_axis, quick, store, tensor


@quick
def where(condition: ArrayLike, x: Any = None, y: Any = None, /) -> Any:
    """Elements of `x` where a condition holds, of `y` elsewhere.

    Args:
        condition: an array; what is not 0 is true.
        x, y: arrays that broadcast with it.

    Returns:
        A tensor of the shape that all broadcast to, of the dtype that `x` and `y` promote to.
        Without `x` and `y` the same as `nonzero`.

    Raises:
        ValueError: the shapes do not broadcast.

    Source: the engine's function `where`.
    """
    if x is None and y is None:
        return nonzero(condition)
    if x is None or y is None:
        raise ValueError("either both or neither of x and y should be given")
    return call("where", condition, x, y)


def select(
    condlist: Sequence[ArrayLike], choicelist: Sequence[ArrayLike], default: Any = 0
) -> Tensor:
    """Elements of the first array whose condition holds, else `default`.

    Returns:
        A tensor of the shape that all broadcast to, of the dtype that the choices promote to.

    Raises:
        ValueError: there are no conditions, or not as many as choices.

    Source: the engine's function `where`.
    """
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    if not condlist:
        raise ValueError("select with an empty condition list is not possible")
    result = default
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        result = call("where", condition, choice, result)
    return result


def nonzero(a: ArrayLike) -> tuple[Tensor, ...]:
    """The positions of the elements that are not 0: a tensor of int64 for each axis.

    Raises:
        ValueError: the array has no axes.

    Returns:
        A tuple of tensors of int64, each of one axis.

    Source: the engine's function `nonzero`.
    """
    x = tensor(a)
    if x.ndim == 0:
        raise ValueError(
            "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() "
            "instead."
        )
    result = call("nonzero", x)
    return result if isinstance(result, tuple) else (result,)


def argwhere(a: ArrayLike) -> Tensor:
    """The positions of the elements that are not 0: a row for each.

    Returns:
        A tensor of int64, of the shape (elements, axes).

    Raises:
        TypeError: it is no array of numbers.

    Source: the engine's function `argwhere`.
    """
    return call("argwhere", a)


def flatnonzero(a: ArrayLike) -> Tensor:
    """The positions of the elements that are not 0, in row-major order.

    Returns:
        A tensor of int64 of one axis.

    Raises:
        TypeError: it is no array of numbers.

    Source: the engine's function `flatnonzero`.
    """
    return call("flatnonzero", a)


def extract(condition: ArrayLike, arr: ArrayLike) -> Tensor:
    """The elements where a condition holds, along one axis.

    Returns:
        A tensor of one axis, of the dtype of `arr`.

    Raises:
        IndexError: the condition has another shape.

    Source: the engine's function `extract`.
    """
    return call("extract", condition, arr)


def compress(
    condition: ArrayLike, a: ArrayLike, axis: int | None = None, out: Any = None
) -> Tensor:
    """The positions along an axis at which a condition holds; `None` takes the elements flat.

    Returns:
        A tensor of the dtype of `a`, shorter along the axis.

    Raises:
        ValueError: the condition is longer than the axis.

    Source: the engine's function `take`.
    """
    x = tensor(a)
    if axis is None:
        x, axis = call("reshape", x, shape=[-1]), 0
    (positions,) = nonzero(condition)
    return store(call("take", x, positions, axis=one_axis(axis, x.ndim)), out, "compress")


def take(
    a: ArrayLike,
    indices: ArrayLike,
    /,
    axis: int | None = None,
    out: Any = None,
    mode: str = "raise",
) -> Tensor:
    """The elements at positions along an axis.

    Args:
        a: an array.
        indices: positions, negative ones from the end; their axes take the place of the axis.
        axis: along which axis; `None` takes the elements flat.
        out: a tensor of the result's shape to write to.
        mode: for a position out of range: `"raise"`, `"wrap"` or `"clip"`.

    Raises:
        IndexError: a position is out of range.

    Returns:
        A tensor of the dtype of `a`, with the axes of the positions in the place of the axis.

    Source: the engine's function `take`.
    """
    x, positions = tensor(a), tensor(indices)
    if mode != "raise":
        length = x.size if axis is None else x.shape[one_axis(axis, x.ndim)]
        if mode == "wrap":
            positions = call("remainder", positions, length)
        elif mode == "clip":
            positions = call("clip", positions, min=0, max=length - 1)
        else:
            raise ValueError(f"clipmode must be one of 'clip', 'raise', or 'wrap' (got '{mode}')")
    return store(call("take", x, positions, axis=axes(axis)), out, "take")


def take_along_axis(arr: ArrayLike, indices: ArrayLike, axis: int | None = -1) -> Tensor:
    """An element for each position along an axis, as `argsort` gives them.

    Args:
        arr: an array.
        indices: positions, with as many axes as the array; the others broadcast.
        axis: along which axis; `None` takes the elements flat.

    Returns:
        A tensor of the dtype of `arr`, of the shape of the positions, broadcast along the other
        axes.

    Raises:
        IndexError: a position is out of range.

    Source: the engine's function `take_along_axis`.
    """
    if axis is None:
        return call("take_along_axis", call("reshape", arr, shape=[-1]), indices, axis=0)
    return call("take_along_axis", arr, indices, axis=axes(axis))


def put_along_axis(arr: Tensor, indices: ArrayLike, values: ArrayLike, axis: int | None) -> None:
    """Writes an element at each position along an axis.

    Returns:
        `None`.

    Raises:
        IndexError: a position is out of range.

    Source: the engine's function `arange`.
    """
    if axis is None:
        arr, axis = arr.reshape(-1), 0
    position = one_axis(axis, arr.ndim)
    places = tensor(indices)
    key: list[Any] = []
    for place in range(arr.ndim):
        if place == position:
            key.append(places)
        else:
            shape = [1] * arr.ndim
            shape[place] = -1
            key.append(call("reshape", call("arange", stop=arr.shape[place]), shape=shape))
    arr[tuple(key)] = values


def copyto(dst: Tensor, src: ArrayLike, casting: str = "same_kind", where: Any = True) -> None:
    """Writes the values of an array to another one, where a condition holds.

    Returns:
        `None`.

    Raises:
        TypeError: the values cannot be cast to the dtype of `dst`.
        ValueError: the shapes do not broadcast.

    Source: the engine's function `where`.
    """
    from hornbill.numpy._types import can_cast

    source = _hornbill.asarray(src)
    if not can_cast(source.dtype, dst.dtype, casting) and hasattr(src, "dtype"):
        raise TypeError(
            f"Cannot cast array data from {source.dtype} to {dst.dtype} according to the rule "
            f"'{casting}'"
        )
    dst[...] = source if where is True else call("where", where, source, dst)


def fill_diagonal(a: Tensor, val: ArrayLike, wrap: bool = False) -> None:
    """Writes to the diagonal of a matrix.

    Returns:
        `None`.

    Raises:
        ValueError: there are fewer than two axes.

    Source: the engine's function `arange`.
    """
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    positions = call("arange", stop=min(a.shape))
    a[(positions,) * a.ndim] = val


@quick
def sort(
    a: ArrayLike,
    axis: int | None = -1,
    kind: Any = None,
    order: Any = None,
    *,
    stable: bool = True,
    descending: bool = False,
) -> Tensor:
    """The elements in order. The sort is stable, and NaN comes last.

    Args:
        a: an array.
        axis: along which axis; `None` takes the elements flat.
        kind, stable: kept for programs that give them.
        descending: whether the largest come first.

    Returns:
        A tensor of the shape and dtype of `a`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `sort`.
    """
    return _ordered("sort", a, axis, descending)


@quick
def argsort(
    a: ArrayLike,
    axis: int | None = -1,
    kind: Any = None,
    order: Any = None,
    *,
    stable: bool = True,
    descending: bool = False,
) -> Tensor:
    """The positions that put the elements in order: int64. Arguments are those of `sort`.

    Returns:
        A tensor of int64 of the shape of `a`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `argsort`.
    """
    return _ordered("argsort", a, axis, descending)


def _ordered(name: str, a: ArrayLike, axis: int | None, descending: bool) -> Tensor:
    if axis is None:
        a, axis = call("reshape", a, shape=[-1]), -1
    return call(name, a, axis=axes(axis), descending=True if descending else None)


def partition(a: ArrayLike, kth: Any, axis: int | None = -1) -> Tensor:
    """The elements with those at `kth` where they are in order, smaller ones before, larger after.

    Returns:
        A tensor of the shape and dtype of `a`.

    Raises:
        ValueError: there is no such position.

    Source: the engine's function `partition`.
    """
    return _partitioned("partition", a, kth, axis)


def argpartition(a: ArrayLike, kth: Any, axis: int | None = -1) -> Tensor:
    """The positions that give `partition`.

    Returns:
        A tensor of int64 of the shape of `a`.

    Raises:
        ValueError: there is no such position.

    Source: `hornbill/numpy/_searching.py`.
    """
    return _partitioned("argpartition", a, kth, axis)


def _partitioned(name: str, a: ArrayLike, kth: Any, axis: int | None) -> Tensor:
    if axis is None:
        a, axis = call("reshape", a, shape=[-1]), -1
    places = lengths(kth.tolist() if hasattr(kth, "tolist") else kth)
    return call(name, a, kth=places, axis=axes(axis))


def lexsort(keys: Any, axis: int = -1) -> Tensor:
    """The positions that put in order by the last key, then the one before, and so on.

    Returns:
        A tensor of int64 of the shape of a key.

    Raises:
        ValueError: there are no keys, or their shapes differ.

    Source: the engine's function `lexsort`.
    """
    return call("lexsort", *keys, axis=axes(axis))


def searchsorted(a: ArrayLike, v: ArrayLike, side: str = "left", sorter: Any = None) -> Tensor:
    """Where numbers would be put in a vector so that it stays in order.

    Args:
        a: a vector in order.
        v: the numbers.
        side: before (`"left"`) or behind (`"right"`) equal elements.
        sorter: positions that put `a` in order.

    Returns:
        Positions, int64, of the shape of `v`.

    Raises:
        ValueError: `a` has not one axis.

    Source: the engine's function `searchsorted`.
    """
    return call("searchsorted", a, v, sorter, side=side)


def unravel_index(indices: ArrayLike, shape: Any, order: str = "C") -> tuple[Tensor, ...]:
    """The position along each axis of an element that has a number in row-major order.

    Returns:
        A tuple of tensors of int64, one for each axis.

    Raises:
        ValueError: a number is out of range.

    Source: `hornbill/numpy/_searching.py`.
    """
    if order != "C":
        raise NotImplementedError("unravel_index: only row-major order is supported so far")
    numbers = tensor(indices)
    lengths = (shape,) if isinstance(shape, int) else tuple(shape)
    size = 1
    for length in lengths:
        size *= length
    if bool(call("any", (numbers < 0) | (numbers >= size))):
        raise ValueError(f"index is out of bounds for array with size {size}")
    result = []
    for length in reversed(lengths):
        result.append(call("remainder", numbers, length))
        numbers = call("floor_divide", numbers, length)
    return tuple(reversed(result))


def ravel_multi_index(multi_index: Sequence[ArrayLike], dims: Sequence[int]) -> Tensor:
    """The number in row-major order of the element at a position along each axis.

    Returns:
        A tensor of int64 of the shape of the positions.

    Raises:
        ValueError: a position is out of range.

    Source: the engine's function `any`.
    """
    if len(multi_index) != len(dims):
        raise ValueError(f"expected {len(dims)} positions, one for each axis")
    result: Any = 0
    for positions, length in zip(multi_index, dims, strict=True):
        positions = tensor(positions)
        if bool(call("any", (positions < 0) | (positions >= length))):
            raise ValueError("invalid entry in coordinates array")
        result = positions + result * length
    return result
