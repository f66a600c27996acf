"""Arrays put together, taken apart and repeated."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    Axis,
    DTypeLike,
    axes,
    call,
    dtype_name,
    lengths,
    one_axis,
    quick,
    store,
    tensor,
)


@quick
def concatenate(
    arrays: Sequence[ArrayLike],
    /,
    axis: int | None = 0,
    out: Any = None,
    *,
    dtype: DTypeLike = None,
    casting: str = "same_kind",
) -> Tensor:
    """The arrays one after the other.

    Args:
        arrays: arrays whose shapes are equal but along the axis.
        axis: along which axis; `None` takes the elements of all, flat.
        out: a tensor of the result's shape to write to.
        dtype: the result's dtype; by default the one that all promote to.

    Raises:
        ValueError: there are no arrays, or their shapes differ.
        AxisError: there is no such axis.

    Returns:
        A tensor whose length along the axis is the sum of theirs, of the dtype that all promote to.

    Source: the engine's function `concatenate`.
    """
    if axis is None:
        arrays, axis = [call("reshape", x, shape=[-1]) for x in arrays], 0
    result = call("concatenate", *arrays, axis=axis)
    if dtype is not None:
        result = call("astype", result, dtype=dtype_name(dtype))
    return store(result, out, "concatenate")


concat = concatenate


@quick
def stack(arrays: Sequence[ArrayLike], axis: int = 0, out: Any = None) -> Tensor:
    """The arrays, all of one shape, along a new axis.

    Raises:
        ValueError: there are no arrays, or their shapes differ.

    Returns:
        A tensor with one axis more, of the dtype that all promote to.

    Source: the engine's function `stack`.
    """
    result = call("stack", *arrays, axis=axis)
    return store(result, out, "stack")


def unstack(x: ArrayLike, /, *, axis: int = 0) -> tuple[Tensor, ...]:
    """Views of the array at each position along an axis.

    Returns:
        A tuple of views with one axis less, of the dtype of `x`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `unstack`.
    """
    return _as_tuple(call("unstack", x, axis=operator.index(axis)))


def _as_tuple(results: Any) -> tuple[Tensor, ...]:
    return results if isinstance(results, tuple) else (results,)


@quick
def vstack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays on top of each other; vectors are rows.

    Returns:
        A tensor of two axes or more, of the dtype that all promote to.

    Raises:
        ValueError: there are no arrays, or their shapes do not fit.

    Source: the engine's function `vstack`.
    """
    return call("vstack", *tup)


row_stack = vstack


@quick
def hstack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays side by side: along the second axis, vectors along their only one.

    Returns:
        A tensor of the dtype that all promote to.

    Raises:
        ValueError: there are no arrays, or their shapes do not fit.

    Source: the engine's function `hstack`.
    """
    return call("hstack", *tup)


@quick
def dstack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays behind each other: along the third axis.

    Returns:
        A tensor of three axes or more, of the dtype that all promote to.

    Raises:
        ValueError: there are no arrays, or their shapes do not fit.

    Source: the engine's function `dstack`.
    """
    return call("dstack", *tup)


@quick
def column_stack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays side by side; vectors are columns.

    Returns:
        A tensor of two axes or more, of the dtype that all promote to.

    Raises:
        ValueError: there are no arrays, or their shapes do not fit.

    Source: the engine's function `column_stack`.
    """
    return call("column_stack", *tup)


def append(arr: ArrayLike, values: ArrayLike, axis: int | None = None) -> Tensor:
    """An array with values behind it, along an axis or flat.

    Returns:
        A tensor of the dtype that both promote to; along one axis if none is given.

    Raises:
        ValueError: the shapes differ but along the axis.

    Source: the engine's function `append`.
    """
    return call("append", arr, values, axis=axes(axis))


def split(ary: ArrayLike, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """Views of parts of an array.

    Args:
        ary: the array.
        indices_or_sections: how many equal parts, or the positions where a new one begins.
        axis: along which axis.

    Raises:
        ValueError: the length is not a multiple of the number of parts.

    Returns:
        A list of views, with the dtype of `ary`.

    Source: `hornbill/numpy/_joining.py`.
    """
    return _split("split", ary, indices_or_sections, axis)


def array_split(ary: ArrayLike, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """As `split`; the first parts are longer by one if the length is not a multiple.

    Returns:
        A list of views, with the dtype of `ary`.

    Raises:
        ValueError: there are no parts.

    Source: `hornbill/numpy/_joining.py`.
    """
    return _split("array_split", ary, indices_or_sections, axis)


def _split(name: str, ary: ArrayLike, given: Any, axis: int) -> list[Tensor]:
    places = lengths(given) if getattr(given, "shape", None) or _is_sequence(given) else None
    count = operator.index(given) if places is None else None
    return list(_as_tuple(call(name, ary, sections=count, indices=places, axis=axes(axis))))


def _is_sequence(given: Any) -> bool:
    return isinstance(given, (list, tuple))


def vsplit(ary: ArrayLike, indices_or_sections: Any) -> list[Tensor]:
    """As `split`, along the first axis.

    Returns:
        A list of views, with the dtype of `ary`.

    Raises:
        ValueError: there are fewer than two axes, or the parts are not equal.

    Source: `hornbill/numpy/_joining.py`.
    """
    if tensor(ary).ndim < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return split(ary, indices_or_sections, 0)


def hsplit(ary: ArrayLike, indices_or_sections: Any) -> list[Tensor]:
    """As `split`, along the second axis, or the only one.

    Returns:
        A list of views, with the dtype of `ary`.

    Raises:
        ValueError: there are no axes, or the parts are not equal.

    Source: `hornbill/numpy/_joining.py`.
    """
    x = tensor(ary)
    if x.ndim == 0:
        raise ValueError("hsplit only works on arrays of 1 or more dimensions")
    return split(x, indices_or_sections, 1 if x.ndim > 1 else 0)


def dsplit(ary: ArrayLike, indices_or_sections: Any) -> list[Tensor]:
    """As `split`, along the third axis.

    Returns:
        A list of views, with the dtype of `ary`.

    Raises:
        ValueError: there are fewer than three axes, or the parts are not equal.

    Source: `hornbill/numpy/_joining.py`.
    """
    if tensor(ary).ndim < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return split(ary, indices_or_sections, 2)


def tile(A: ArrayLike, reps: Any) -> Tensor:
    """The array repeated as a whole, so many times along each axis.

    Returns:
        A tensor whose axes are so many times as long, of the dtype of `A`.

    Raises:
        ValueError: a number is negative.

    Source: the engine's function `tile`.
    """
    return call("tile", A, repetitions=lengths(reps))


def repeat(a: ArrayLike, repeats: Any, /, axis: int | None = None) -> Tensor:
    """Each element repeated.

    Args:
        a: an array.
        repeats: how many times; one number for all, or one for each position along the axis.
        axis: along which axis; `None` takes the elements flat.

    Raises:
        ValueError: a number is negative, or there are not as many as positions.

    Returns:
        A tensor of the dtype of `a`, longer along the axis; along one axis if none is given.

    Source: the engine's function `repeat`.
    """
    if isinstance(repeats, int):
        return call("repeat", a, repeats=repeats, axis=axes(axis))
    counts = tensor(repeats)
    if counts.dtype.kind not in "iub":
        raise TypeError(f"repeat: expected integers. Got {counts.dtype}")
    return call("repeat", a, call("reshape", counts, shape=[-1]), axis=axes(axis))


def roll(a: ArrayLike, /, shift: Any, axis: Axis = None) -> Tensor:
    """The elements moved along axes; what leaves at the end enters at the front.

    Args:
        a: an array.
        shift: how far, one number or one for each axis.
        axis: along which axes; `None` takes the elements flat.

    Returns:
        A tensor of the shape and dtype of `a`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `roll`.
    """
    return call("roll", a, shift=_integers(shift), axis=axes(axis))


def _integers(given: Any) -> int | list[int]:
    return lengths(given) if hasattr(given, "__iter__") else operator.index(given)


def delete(arr: ArrayLike, obj: Any, axis: int | None = None) -> Tensor:
    """The array without the elements at some positions.

    Args:
        arr: an array.
        obj: the positions: an integer, a slice, or several integers.
        axis: along which axis; `None` takes the elements flat.

    Returns:
        A tensor of the dtype of `arr`, shorter along the axis.

    Raises:
        IndexError: a position is out of range.

    Source: the engine's function `delete`.
    """
    if hasattr(obj, "__iter__") or isinstance(obj, slice):
        obj = _positions(obj, _length(arr, axis))
    return call("delete", arr, indices=obj, axis=axes(axis))


def insert(arr: ArrayLike, obj: Any, values: ArrayLike, axis: int | None = None) -> Tensor:
    """The array with values before the elements at some positions.

    Args:
        arr: an array.
        obj: the positions: an integer, a slice, or several integers.
        values: what to insert, in the array's dtype.
        axis: along which axis; `None` takes the elements flat.

    Returns:
        A tensor of the dtype of `arr`, longer along the axis.

    Raises:
        IndexError: a position is out of range.

    Source: the engine's function `insert`.
    """
    if hasattr(obj, "__iter__") or isinstance(obj, slice):
        obj = _positions(obj, _length(arr, axis))
    return call("insert", arr, values, indices=obj, axis=axes(axis))


def _length(arr: ArrayLike, axis: int | None) -> int:
    x = tensor(arr)
    return x.size if axis is None else x.shape[one_axis(axis, x.ndim)]


def _positions(obj: Any, length: int) -> list[int]:
    """The positions of a slice, of a mask or of a list."""
    if isinstance(obj, slice):
        return list(range(*obj.indices(length)))
    places = tensor(obj)
    if places.dtype.name == "bool":
        places = call("flatnonzero", places)
    return lengths(call("reshape", places, shape=[-1]).tolist())


def resize(a: ArrayLike, new_shape: Any) -> Tensor:
    """The elements with a shape of any size, repeated or cut to fill it.

    Returns:
        A tensor of the new shape, of the dtype of `a`.

    Raises:
        ValueError: a length is negative.

    Source: the engine's function `zeros`.
    """
    flat = call("reshape", a, shape=[-1])
    shape = lengths(new_shape)
    count = 1
    for length in shape:
        count *= length
    if not flat.size:
        return call("zeros", shape=shape, dtype=flat.dtype.name)
    return call("reshape", tile(flat, -(-count // flat.size))[:count], shape=shape)


def block(arrays: Any) -> Tensor:
    """An array from nested lists of blocks: the innermost lists lie along the last axis.

    Returns:
        A tensor with as many axes as the lists are deep, or as the blocks have, of the dtype that
        all promote to.

    Raises:
        ValueError: the blocks do not fit together.

    Source: `hornbill/numpy/_joining.py`.
    """
    depth = _depth(arrays)
    ndim = max(depth, _most_axes(arrays))
    return _block(arrays, depth, ndim)


def _depth(arrays: Any) -> int:
    return 1 + _depth(arrays[0]) if isinstance(arrays, list) and arrays else 0


def _most_axes(arrays: Any) -> int:
    if isinstance(arrays, list):
        return max(map(_most_axes, arrays), default=0)
    return tensor(arrays).ndim


def _block(arrays: Any, depth: int, ndim: int) -> Tensor:
    if not isinstance(arrays, list):
        x = tensor(arrays)
        return call("reshape", x, shape=[1] * (ndim - x.ndim) + list(x.shape))
    parts = [_block(part, depth - 1, ndim) for part in arrays]
    return call("concatenate", *parts, axis=ndim - depth)
