"""Arrays put together, taken apart and repeated."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    Axis,
    DTypeLike,
    call,
    dtype_name,
    lengths,
    one_axis,
    store,
    tensor,
)
from hornbill.numpy._shapes import atleast_1d, atleast_2d, atleast_3d


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

    Source: the engine's function `concatenate`.
    """
    tensors = [tensor(x) for x in arrays]
    if axis is None:
        tensors = [call("reshape", x, shape=[-1]) for x in tensors]
        axis = 0
    result = call("concatenate", *tensors, axis=operator.index(axis))
    if dtype is not None:
        result = call("astype", result, dtype=dtype_name(dtype))
    return store(result, out, "concatenate")


concat = concatenate


def stack(arrays: Sequence[ArrayLike], axis: int = 0, out: Any = None) -> Tensor:
    """The arrays, all of one shape, along a new axis.

    Raises:
        ValueError: there are no arrays, or their shapes differ.

    Source: the engine's function `stack`.
    """
    result = call("stack", *(tensor(x) for x in arrays), axis=operator.index(axis))
    return store(result, out, "stack")


def unstack(x: ArrayLike, /, *, axis: int = 0) -> tuple[Tensor, ...]:
    """Views of the array at each position along an axis."""
    from hornbill.numpy._shapes import moveaxis

    return tuple(moveaxis(x, axis, 0))


def vstack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays on top of each other; vectors are rows."""
    return concatenate([atleast_2d(x) for x in tup])


row_stack = vstack


def hstack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays side by side: along the second axis, vectors along their only one."""
    arrays = [atleast_1d(x) for x in tup]
    return concatenate(arrays, 0 if arrays and arrays[0].ndim == 1 else 1)


def dstack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays behind each other: along the third axis."""
    return concatenate([atleast_3d(x) for x in tup], 2)


def column_stack(tup: Sequence[ArrayLike]) -> Tensor:
    """The arrays side by side; vectors are columns."""
    tensors = [tensor(x) for x in tup]
    return concatenate([call("reshape", x, shape=[-1, 1]) if x.ndim < 2 else x for x in tensors], 1)


def append(arr: ArrayLike, values: ArrayLike, axis: int | None = None) -> Tensor:
    """An array with values behind it, along an axis or flat."""
    return concatenate([arr, values], axis)


def split(ary: ArrayLike, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """Views of parts of an array.

    Args:
        ary: the array.
        indices_or_sections: how many equal parts, or the positions where a new one begins.
        axis: along which axis.

    Raises:
        ValueError: the length is not a multiple of the number of parts.
    """
    x = tensor(ary)
    length = x.shape[one_axis(axis, x.ndim)]
    if _is_count(indices_or_sections) and length % operator.index(indices_or_sections):
        raise ValueError("array split does not result in an equal division")
    return array_split(x, indices_or_sections, axis)


def array_split(ary: ArrayLike, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """As `split`; the first parts are longer by one if the length is not a multiple."""
    x = tensor(ary)
    position = one_axis(axis, x.ndim)
    length = x.shape[position]
    if _is_count(indices_or_sections):
        count = operator.index(indices_or_sections)
        if count <= 0:
            raise ValueError("number sections must be larger than 0.")
        short, longer = divmod(length, count)
        ends = [0]
        for part in range(count):
            ends.append(ends[-1] + short + (part < longer))
    else:
        ends = [0, *(operator.index(one) for one in indices_or_sections), length]
    before = (slice(None),) * position
    return [x[(*before, slice(*bounds))] for bounds in zip(ends[:-1], ends[1:], strict=True)]


def _is_count(given: Any) -> bool:
    return not isinstance(given, (list, tuple)) and getattr(given, "shape", ()) == ()


def vsplit(ary: ArrayLike, indices_or_sections: Any) -> list[Tensor]:
    """As `split`, along the first axis."""
    if tensor(ary).ndim < 2:
        raise ValueError("vsplit only works on arrays of 2 or more dimensions")
    return split(ary, indices_or_sections, 0)


def hsplit(ary: ArrayLike, indices_or_sections: Any) -> list[Tensor]:
    """As `split`, along the second axis, or the only one."""
    x = tensor(ary)
    if x.ndim == 0:
        raise ValueError("hsplit only works on arrays of 1 or more dimensions")
    return split(x, indices_or_sections, 1 if x.ndim > 1 else 0)


def dsplit(ary: ArrayLike, indices_or_sections: Any) -> list[Tensor]:
    """As `split`, along the third axis."""
    if tensor(ary).ndim < 3:
        raise ValueError("dsplit only works on arrays of 3 or more dimensions")
    return split(ary, indices_or_sections, 2)


def tile(A: ArrayLike, reps: Any) -> Tensor:
    """The array repeated as a whole, so many times along each axis."""
    x = tensor(A)
    times = lengths(reps)
    shape = [1] * (len(times) - x.ndim) + list(x.shape)
    times = [1] * (len(shape) - len(times)) + times
    pairs = [length for pair in zip([1] * len(shape), shape, strict=True) for length in pair]
    wide = [length for pair in zip(times, shape, strict=True) for length in pair]
    repeated = call("broadcast_to", call("reshape", x, shape=pairs), shape=wide)
    result = [count * length for count, length in zip(times, shape, strict=True)]
    return call("copy", call("reshape", repeated, shape=result))


def repeat(a: ArrayLike, repeats: Any, /, axis: int | None = None) -> Tensor:
    """Each element repeated.

    Args:
        a: an array.
        repeats: how many times; one number for all, or one for each position along the axis.
        axis: along which axis; `None` takes the elements flat.

    Raises:
        ValueError: a number is negative, or there are not as many as positions.
    """
    x = tensor(a)
    if axis is None:
        x, axis = call("reshape", x, shape=[-1]), 0
    position = one_axis(axis, x.ndim)
    length = x.shape[position]
    counts = tensor(repeats)
    if counts.dtype.kind not in "iub":
        raise TypeError(f"repeat: expected integers. Got {counts.dtype}")
    each = call("reshape", counts, shape=[-1]).tolist()
    if any(count < 0 for count in each):
        raise ValueError("repeats may not contain negative values.")
    if len(each) == 1:
        shape = list(x.shape)
        wide = [*shape[: position + 1], each[0], *shape[position + 1 :]]
        shape[position] *= each[0]
        column = call("expand_dims", x, axis=position + 1)
        return call("copy", call("reshape", call("broadcast_to", column, shape=wide), shape=shape))
    if len(each) != length:
        raise ValueError(
            f"operands could not be broadcast together with shape ({length},) ({len(each)},)"
        )
    positions = [place for place, count in enumerate(each) for _ in range(count)]
    return call("take", x, _hornbill.array(positions, "int64"), axis=position)


def roll(a: ArrayLike, /, shift: Any, axis: Axis = None) -> Tensor:
    """The elements moved along axes; what leaves at the end enters at the front.

    Args:
        a: an array.
        shift: how far, one number or one for each axis.
        axis: along which axes; `None` takes the elements flat.
    """
    x = tensor(a)
    if axis is None:
        flat = roll(call("reshape", x, shape=[-1]), sum(lengths(shift)), 0)
        return call("reshape", flat, shape=list(x.shape))
    given = axis if isinstance(axis, (tuple, list)) else (axis,)
    places = [one_axis(one, x.ndim) for one in given]
    distances = lengths(shift)
    if len(distances) == 1:
        distances *= len(places)
    if len(places) == 1:
        places *= len(distances)
    if len(distances) != len(places):
        raise ValueError("'shift' and 'axis' should be scalars or 1D sequences")
    result = x
    for place, distance in zip(places, distances, strict=True):
        length = result.shape[place]
        cut = -distance % length if length else 0
        before = (slice(None),) * place
        parts = (result[(*before, slice(cut, None))], result[(*before, slice(None, cut))])
        result = call("concatenate", *parts, axis=place) if cut else result
    return call("copy", result) if result is x else result


def delete(arr: ArrayLike, obj: Any, axis: int | None = None) -> Tensor:
    """The array without the elements at some positions.

    Args:
        arr: an array.
        obj: the positions: an integer, a slice, or several integers.
        axis: along which axis; `None` takes the elements flat.
    """
    x, position = _along(arr, axis)
    length = x.shape[position]
    gone = set(_positions(obj, length))
    kept = [place for place in range(length) if place not in gone]
    return call("take", x, _hornbill.array(kept, "int64"), axis=position)


def insert(arr: ArrayLike, obj: Any, values: ArrayLike, axis: int | None = None) -> Tensor:
    """The array with values before the elements at some positions.

    Args:
        arr: an array.
        obj: the positions: an integer, a slice, or several integers.
        values: what to insert, in the array's dtype.
        axis: along which axis; `None` takes the elements flat.
    """
    x, position = _along(arr, axis)
    places = _positions(obj, x.shape[position], end=True)
    new = _hornbill.asarray(values, x.dtype)
    if len(places) == 1 and new.ndim == x.ndim:
        count = new.shape[position]
        places = places * count
    block = list(x.shape)
    block[position] = len(places)
    if len(places) == 1 and new.ndim == x.ndim - 1 and x.ndim > 1:
        new = call("expand_dims", new, axis=position)
    new = call("broadcast_to", new, shape=block)
    both = call("concatenate", x, new, axis=position)
    # Stable: elements that go to one place keep their order, new ones come first.
    length = x.shape[position]
    keys = [(2 * place + 1, place) for place in range(length)]
    keys += [(2 * place, length + rank) for rank, place in enumerate(places)]
    order = [source for _, source in sorted(keys)]
    return call("take", both, _hornbill.array(order, "int64"), axis=position)


def _along(arr: ArrayLike, axis: int | None) -> tuple[Tensor, int]:
    x = tensor(arr)
    if axis is None:
        return call("reshape", x, shape=[-1]), 0
    return x, one_axis(axis, x.ndim)


def _positions(obj: Any, length: int, end: bool = False) -> list[int]:
    if isinstance(obj, slice):
        return list(range(*obj.indices(length)))
    places = tensor(obj)
    if places.dtype.name == "bool":
        places = call("nonzero", call("reshape", places, shape=[-1]))
    result = []
    for place in call("reshape", places, shape=[-1]).tolist():
        if not -length <= place < length + end:
            raise IndexError(f"index {place} is out of bounds for axis 0 with size {length}")
        result.append(int(place) + length if place < 0 else int(place))
    return result


def resize(a: ArrayLike, new_shape: Any) -> Tensor:
    """The elements with a shape of any size, repeated or cut to fill it."""
    flat = call("reshape", a, shape=[-1])
    shape = lengths(new_shape)
    count = 1
    for length in shape:
        count *= length
    if not flat.size:
        return call("zeros", shape=shape, dtype=flat.dtype.name)
    return call("reshape", tile(flat, -(-count // flat.size))[:count], shape=shape)


def block(arrays: Any) -> Tensor:
    """An array from nested lists of blocks: the innermost lists lie along the last axis."""
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
