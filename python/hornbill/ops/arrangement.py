"""Arrays in another shape or order, put together, taken apart, as in `keras.ops`."""

from __future__ import annotations

from typing import Any

from hornbill import numpy as _np
from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types
from hornbill.ops._types import common, convert


def _int32(x: Tensor) -> Tensor:
    return call("astype", x, dtype="int32")


def ndim(x: Any) -> int:
    """How many axes there are."""
    return convert(x).ndim


def size(x: Any) -> int:
    """How many elements there are."""
    return convert(x).size


def copy(x: Any) -> Tensor:
    """A copy with memory of its own."""
    return call("copy", convert(x))


def view(x: Any, dtype: Any = None) -> Tensor:
    """The same memory, as elements of another dtype."""
    return convert(x).view(dtype)


def get_item(x: Any, key: Any) -> Tensor:
    """`x[key]`."""
    return convert(x)[key]


def reshape(x: Any, newshape: Any) -> Tensor:
    """The elements with another shape; one length may be -1 and is worked out."""
    return _np.reshape(convert(x), newshape)


def ravel(x: Any) -> Tensor:
    """The elements along one axis."""
    return _np.ravel(convert(x))


def transpose(x: Any, axes: Any = None) -> Tensor:
    """The axes in another order, reversed by default."""
    return _np.transpose(convert(x), axes)


def swapaxes(x: Any, axis1: int, axis2: int) -> Tensor:
    """Two axes exchanged."""
    return _np.swapaxes(convert(x), axis1, axis2)


def moveaxis(x: Any, source: Any, destination: Any) -> Tensor:
    """Axes moved to other places."""
    return _np.moveaxis(convert(x), source, destination)


def squeeze(x: Any, axis: Any = None) -> Tensor:
    """Without axes of length 1: those named, or all."""
    return _np.squeeze(convert(x), axis)


def expand_dims(x: Any, axis: Any) -> Tensor:
    """With new axes of length 1 at these places."""
    return _np.expand_dims(convert(x), axis)


def broadcast_to(x: Any, shape: Any) -> Tensor:
    """The elements repeated to a larger shape."""
    return _np.broadcast_to(convert(x), shape)


def flip(x: Any, axis: Any = None) -> Tensor:
    """The elements in reverse order along axes, all of them by default."""
    return _np.flip(convert(x), axis)


def fliplr(x: Any) -> Tensor:
    """The columns in reverse order."""
    return _np.fliplr(convert(x))


def flipud(x: Any) -> Tensor:
    """The rows in reverse order."""
    return _np.flipud(convert(x))


def rot90(array: Any, k: int = 1, axes: Any = (0, 1)) -> Tensor:
    """The array turned by `k` right angles."""
    return _np.rot90(convert(array), k, axes)


def roll(x: Any, shift: Any, axis: Any = None) -> Tensor:
    """The elements moved along axes; what leaves at the end enters at the front."""
    return _np.roll(convert(x), shift, axis)


def repeat(x: Any, repeats: Any, axis: int | None = None) -> Tensor:
    """Each element repeated."""
    return _np.repeat(convert(x), repeats, axis)


def tile(x: Any, repeats: Any) -> Tensor:
    """The array repeated as a whole."""
    return _np.tile(convert(x), repeats)


def pad(x: Any, pad_width: Any, mode: str = "constant", constant_values: Any = None) -> Tensor:
    """The array with more elements before and behind, along each axis."""
    if constant_values is None:
        return _np.pad(convert(x), pad_width, mode)
    if mode != "constant":
        raise ValueError(
            "Argument `constant_values` can only be provided when `mode == 'constant'`. "
            f"Received: mode={mode}"
        )
    return _np.pad(convert(x), pad_width, mode, constant_values=constant_values)


def concatenate(xs: Any, axis: int | None = 0) -> Tensor:
    """The arrays one after the other."""
    return _np.concatenate(common(*xs), axis)


def append(x1: Any, x2: Any, axis: int | None = None) -> Tensor:
    """An array with another behind it, along an axis or flat."""
    x1, x2 = common(x1, x2)
    return _np.append(x1, x2, axis)


def stack(x: Any, axis: int = 0) -> Tensor:
    """The arrays along a new axis."""
    return _np.stack(common(*x), axis)


def hstack(xs: Any) -> Tensor:
    """The arrays side by side."""
    return _np.hstack(common(*xs))


def vstack(xs: Any) -> Tensor:
    """The arrays on top of each other."""
    return _np.vstack(common(*xs))


def dstack(xs: Any) -> Tensor:
    """The arrays behind each other."""
    return _np.dstack(common(*xs))


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """Equal parts, or parts that begin at positions."""
    return _np.split(convert(x), indices_or_sections, axis)


def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> list[Tensor]:
    """Parts whose lengths differ by one at most."""
    return _np.array_split(convert(x), indices_or_sections, axis)


def hsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    """Parts along the second axis, or the only one."""
    return _np.hsplit(convert(x), indices_or_sections)


def vsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    """Parts along the first axis."""
    return _np.vsplit(convert(x), indices_or_sections)


def dsplit(x: Any, indices_or_sections: Any) -> list[Tensor]:
    """Parts along the third axis."""
    return _np.dsplit(convert(x), indices_or_sections)


def meshgrid(*x: Any, indexing: str = "xy") -> list[Tensor]:
    """The coordinates of a grid, from those along each axis."""
    return list(_np.meshgrid(*(convert(one) for one in x), indexing=indexing))


def diag(x: Any, k: int = 0) -> Tensor:
    """A matrix with a vector on a diagonal, or a diagonal of a matrix."""
    return _np.diag(convert(x), k)


def diagflat(x: Any, k: int = 0) -> Tensor:
    """A matrix with the elements of an array on a diagonal."""
    return _np.diagflat(convert(x), k)


def diagonal(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements on a diagonal."""
    return _np.diagonal(convert(x), offset, axis1, axis2)


def trace(x: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The sum of the elements on a diagonal."""
    x = convert(x)
    return _np.trace(x, offset, axis1, axis2, _types.sum_dtype(x))


def tril(x: Any, k: int = 0) -> Tensor:
    """Matrices with zeros above a diagonal."""
    return _np.tril(convert(x), k)


def triu(x: Any, k: int = 0) -> Tensor:
    """Matrices with zeros below a diagonal."""
    return _np.triu(convert(x), k)


def vander(x: Any, N: int | None = None, increasing: bool = False) -> Tensor:
    """A matrix of powers of a vector."""
    return call("astype", _np.vander(x := convert(x), N, increasing), dtype=x.dtype.name)


def diff(a: Any, n: int = 1, axis: int = -1) -> Tensor:
    """Each element minus the one before it, along an axis."""
    return _np.diff(convert(a), n, axis)


def trapezoid(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Tensor:
    """The area under a curve through points."""
    return _np.trapezoid(_types.real(y), None if x is None else _types.real(x), dx, axis)


def take(x: Any, indices: Any, axis: int | None = None) -> Tensor:
    """The elements at positions along an axis."""
    return _np.take(convert(x), convert(indices), axis)


def take_along_axis(x: Any, indices: Any, axis: int | None = None) -> Tensor:
    """An element for each position along an axis."""
    return _np.take_along_axis(convert(x), convert(indices), axis)


def nonzero(x: Any) -> tuple[Tensor, ...]:
    """The positions of the elements that are not 0: int32, one tensor for each axis."""
    return tuple(_int32(positions) for positions in _np.nonzero(convert(x)))


def searchsorted(sorted_sequence: Any, values: Any, side: str = "left") -> Tensor:
    """Where numbers would be put in a vector so that it stays in order: int32."""
    return _int32(_np.searchsorted(convert(sorted_sequence), convert(values), side))


def digitize(x: Any, bins: Any) -> Tensor:
    """The number of the interval that each element is in: int32."""
    return _int32(_np.digitize(convert(x), convert(bins)))


def bincount(x: Any, weights: Any = None, minlength: int = 0, sparse: bool = False) -> Tensor:
    """How often each integer from 0 is there, or the sum of its weights."""
    found = _np.bincount(convert(x), weights, minlength)
    if weights is None:
        return _int32(found)
    return call("astype", found, dtype=convert(weights).dtype.name)


def histogram(x: Any, bins: Any = 10, range: Any = None) -> tuple[Tensor, Tensor]:
    """How many elements are in each of a row of intervals, and their edges."""
    x = convert(x)
    name = _types.real(x).dtype.name
    counts, edges = _np.histogram(x, bins, range)
    return call("astype", counts, dtype=name), call("astype", edges, dtype=name)


def isin(x1: Any, x2: Any, assume_unique: bool = False, invert: bool = False) -> Tensor:
    """Whether an element is one of some others."""
    x1, x2 = common(x1, x2)
    return _np.isin(x1, x2, assume_unique, invert)


def unravel_index(indices: Any, shape: Any) -> tuple[Tensor, ...]:
    """The position along each axis of an element that has a number in row-major order."""
    return _np.unravel_index(convert(indices), shape)


def top_k(x: Any, k: int, sorted: bool = True) -> tuple[Tensor, Tensor]:
    """The `k` largest elements along the last axis, and their positions (int32)."""
    x = convert(x)
    if not 0 <= k <= x.shape[-1]:
        raise ValueError(f"top_k: expected k from 0 to {x.shape[-1]}. Received: k={k}")
    positions = call("argsort", x, axis=-1, descending=True)[..., :k]
    return call("take_along_axis", x, positions, axis=-1), _int32(positions)


def in_top_k(targets: Any, predictions: Any, k: int) -> Tensor:
    """Whether the prediction for the target is among the `k` largest of its row."""
    labels, rows = convert(targets), convert(predictions)
    own = call("take_along_axis", rows, call("expand_dims", labels, axis=-1), axis=-1)
    return call("less", call("count_nonzero", call("greater", rows, own), axis=-1), int(k))


def dot(x1: Any, x2: Any) -> Tensor:
    """Products, summed over the last axis of one and the second to last of the other."""
    return _np.dot(*common(x1, x2))


def matmul(x1: Any, x2: Any) -> Tensor:
    """The product of matrices."""
    return _np.matmul(*common(x1, x2))


def inner(x1: Any, x2: Any) -> Tensor:
    """Products, summed over the last axis of both."""
    return _np.inner(*common(x1, x2))


def outer(x1: Any, x2: Any) -> Tensor:
    """The product of each element of one with each of the other."""
    return _np.outer(*common(x1, x2))


def vdot(x1: Any, x2: Any) -> Tensor:
    """The sum of the products of the elements, taken flat."""
    return _np.vdot(*common(x1, x2))


def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Tensor:
    """Products, summed over axes of both."""
    x1, x2 = common(x1, x2)
    return _np.tensordot(x1, x2, axes)


def kron(x1: Any, x2: Any) -> Tensor:
    """Each element of one times all of the other, in blocks."""
    return _np.kron(*common(x1, x2))


def cross(
    x1: Any, x2: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
) -> Tensor:
    """The vectors at right angles to pairs of vectors of three numbers."""
    x1, x2 = common(x1, x2)
    return _np.cross(x1, x2, axisa, axisb, axisc, axis)


def corrcoef(x: Any) -> Tensor:
    """The correlations of the rows."""
    return _np.corrcoef(_types.real(x))


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:
    """The length of a vector or the size of a matrix."""
    return _np.linalg.norm(_types.real(x), ord, axis, keepdims)


def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Tensor:
    """Products, summed over the letters that the result has not. Int8 is summed in int32."""
    kwargs.pop("optimize", None)
    if kwargs:
        raise TypeError(f"einsum() got an unexpected keyword argument {next(iter(kwargs))!r}")
    given = common(*operands)
    if all(x.dtype.name == "int8" for x in given):
        given = [_int32(x) for x in given]
    return _np.einsum(subscripts, *given)


def rearrange(tensor: Any, pattern: str, **axes_lengths: int) -> Tensor:
    """The axes in another order, put together and taken apart, as in einops.

    Args:
        tensor: an array.
        pattern: names of the axes before and after, such as `"b (h h1) c -> b h (c h1)"`; those in
            parentheses are one axis.
        axes_lengths: the lengths of axes that are taken out of others, all but one of each.
    """
    import math
    import re

    x = convert(tensor)
    sides = re.split(r"\s*->\s*", pattern.strip())
    if len(sides) != 2:
        raise ValueError(f"rearrange: expected a pattern like 'a b -> b a'. Received: {pattern!r}")
    before, after = (
        [(group or name).split() for group, name in re.findall(r"\(([^)]*)\)|(\w+)", side)]
        for side in sides
    )
    if len(before) != x.ndim:
        raise ValueError(
            f"rearrange: the pattern {pattern!r} has {len(before)} axes, the tensor has {x.ndim}"
        )
    names = [name for group in before for name in group]
    order = [name for group in after for name in group]
    if sorted(names) != sorted(order) or len(set(names)) != len(names):
        raise ValueError(f"rearrange: expected the same names on both sides of {pattern!r}")
    lengths = dict(axes_lengths)
    for group, length in zip(before, x.shape, strict=True):
        unknown = [name for name in group if name not in lengths]
        known = math.prod(lengths[name] for name in group if name in lengths)
        if len(unknown) > 1 or (known == 0 or length % known) or (not unknown and known != length):
            raise ValueError(
                f"rearrange: an axis of length {length} cannot be taken apart as {group} with "
                f"lengths {axes_lengths}"
            )
        if unknown:
            lengths[unknown[0]] = length // known
    x = call("reshape", x, shape=[lengths[name] for name in names])
    x = _np.transpose(x, [names.index(name) for name in order])
    return call("reshape", x, shape=[math.prod(lengths[n] for n in group) for group in after])


def unique(
    x: Any,
    sorted: bool = True,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    size: int | None = None,
    fill_value: Any = None,
) -> Any:
    """The different elements, or slices along an axis, in order.

    Args:
        x: an array.
        sorted: kept for programs that give it: they are always in order.
        return_index: whether to give where each occurs first, int32.
        return_inverse: whether to give which of them each element is, int32.
        return_counts: whether to give how often each occurs, int32.
        axis: the axis of the slices; elements by default.
        size: how many to give: what is too many is cut off, what is missing is `fill_value`.
        fill_value: by default the first of them.
    """
    x = convert(x)
    values, first, inverse, counts = call("unique_all", x, axis=axis)
    place = 0 if axis is None else axis % x.ndim
    if size is not None:
        values = _resized(values, int(size), place, fill_value)
        first = _resized(first, int(size), 0, None)
        counts = _resized(counts, int(size), 0, 0)
    found = [values]
    for is_wanted, part in (
        (return_index, first),
        (return_inverse, inverse),
        (return_counts, counts),
    ):
        if is_wanted:
            found.append(_int32(part))
    return found[0] if len(found) == 1 else tuple(found)


def _resized(x: Tensor, size: int, axis: int, fill: Any) -> Tensor:
    at = (slice(None),) * axis
    missing = size - x.shape[axis]
    if missing <= 0:
        return x[(*at, slice(0, size))]
    shape = list(x.shape)
    shape[axis] = missing
    rest = x[(*at, slice(0, 1))] if fill is None else _np.full([1] * x.ndim, fill, x.dtype)
    return call("concatenate", x, call("broadcast_to", rest, shape=shape), axis=axis)
