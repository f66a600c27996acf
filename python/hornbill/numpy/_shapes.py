"""The same elements in another arrangement. Results are views wherever the strides allow it."""

from __future__ import annotations

import math
import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    Axis,
    Shape,
    axes,
    call,
    lengths,
    many_axes,
    one_axis,
    quick,
    tensor,
)


def ndim(a: ArrayLike) -> int:
    """How many axes there are.

    Returns:
        An integer.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_shapes.py`.
    """
    return tensor(a).ndim


def shape(a: ArrayLike) -> tuple[int, ...]:
    """The lengths of the axes.

    Returns:
        A tuple of integers.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_shapes.py`.
    """
    return tuple(tensor(a).shape)


def size(a: ArrayLike, axis: Axis = None) -> int:
    """How many elements there are, in all or along axes.

    Returns:
        An integer.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_shapes.py`.
    """
    x = tensor(a)
    if axis is None:
        return x.size
    return math.prod(x.shape[one] for one in many_axes(axis, x.ndim))


def reshape(
    a: ArrayLike,
    /,
    shape: Shape | None = None,
    order: str = "C",
    *,
    newshape: Shape | None = None,
    copy: bool | None = None,
) -> Tensor:
    """The elements with another shape.

    Args:
        a: an array.
        shape: the new shape; one length may be -1 and is worked out.
        order: `"C"`: the last index changes fastest; `"F"`: the first one does.
        newshape: the older name of `shape`.
        copy: `True` always copies, `False` raises instead of copying.

    Returns:
        A view of `a` where its strides allow it, else a copy.

    Raises:
        ValueError: the number of elements differs, or a copy is needed and forbidden.

    Source: the engine's function `reshape`.
    """
    if shape is None:
        shape = newshape
    if shape is None:
        raise TypeError("reshape() missing 1 required positional argument: 'shape'")
    x = tensor(a)
    if order == "C" and copy is None:
        return x.reshape(shape)
    if order not in ("C", "F", "A", "K"):
        raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got '{order}')")
    return x.reshape(shape, order=order, copy=copy)  # type: ignore[arg-type]


@quick
def ravel(a: ArrayLike, order: str = "C") -> Tensor:
    """The elements along one axis: a view if they lie densely.

    Returns:
        A tensor of one axis, of the dtype of `a`.

    Raises:
        ValueError: there is no such order.

    Source: `hornbill/numpy/_shapes.py`.
    """
    return reshape(a, -1, order)


@quick
def transpose(a: ArrayLike, axes: Any = None) -> Tensor:
    """A view with the axes in another order, reversed by default.

    Raises:
        ValueError: `axes` does not name each axis once.

    Returns:
        A tensor of the dtype of `a`.

    Source: the engine's function `transpose`.
    """
    x = tensor(a)
    if axes is None:
        return x.T
    order = many_axes(tuple(axes), x.ndim)
    if len(order) != x.ndim:
        raise ValueError("axes don't match array")
    return call("transpose", x, axes=order)


def permute_dims(x: ArrayLike, /, axes: Any) -> Tensor:
    """A view with the axes in another order.

    Returns:
        A tensor of the dtype of `x`.

    Raises:
        ValueError: `axes` does not name each axis once.

    Source: `hornbill/numpy/_shapes.py`.
    """
    return transpose(x, axes)


def matrix_transpose(x: ArrayLike, /) -> Tensor:
    """A view with the last two axes exchanged.

    Raises:
        ValueError: there are fewer than two axes.

    Returns:
        A tensor of the dtype of `x`.

    Source: the engine's function `matrix_transpose`.
    """
    return call("matrix_transpose", x)


def swapaxes(a: ArrayLike, axis1: int, axis2: int) -> Tensor:
    """A view with two axes exchanged.

    Returns:
        A tensor of the dtype of `a`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `swapaxes`.
    """
    return call("swapaxes", a, axis1=operator.index(axis1), axis2=operator.index(axis2))


def moveaxis(a: ArrayLike, source: Any, destination: Any) -> Tensor:
    """A view with axes moved to other places; the others keep their order.

    Returns:
        A tensor of the dtype of `a`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `moveaxis`.
    """
    return call("moveaxis", a, source=axes(source), destination=axes(destination))


def rollaxis(a: ArrayLike, axis: int, start: int = 0) -> Tensor:
    """A view with an axis moved before another one.

    Returns:
        A tensor of the dtype of `a`.

    Raises:
        AxisError: there is no such axis.

    Source: `hornbill/numpy/_shapes.py`.
    """
    x = tensor(a)
    position = one_axis(axis, x.ndim)
    place = start + x.ndim if start < 0 else start
    return moveaxis(x, position, place - 1 if position < place else place)


@quick
def squeeze(a: ArrayLike, axis: Axis = None) -> Tensor:
    """A view without axes of length 1: those named, or all.

    Raises:
        ValueError: a named axis has another length.

    Returns:
        A tensor of the dtype of `a`.

    Source: the engine's function `squeeze`.
    """
    return call("squeeze", a, axis=axes(axis))


def expand_dims(a: ArrayLike, /, axis: Any = 0) -> Tensor:
    """A view with new axes of length 1 at these places of the result.

    Returns:
        A tensor of the dtype of `a`.

    Raises:
        AxisError: there is no such place.

    Source: the engine's function `expand_dims`.
    """
    return call("expand_dims", a, axis=axes(axis))


def broadcast_to(array: ArrayLike, shape: Shape, subok: bool = False) -> Tensor:
    """A view with axes of length 1 repeated and new leading axes. It cannot be written to.

    Raises:
        ValueError: the array does not broadcast to the shape.

    Returns:
        A tensor of the shape, of the dtype of the array.

    Source: the engine's function `broadcast_to`.
    """
    return call("broadcast_to", array, shape=lengths(shape))


def broadcast_shapes(*args: Shape) -> tuple[int, ...]:
    """The shape that arrays of these shapes broadcast to.

    Raises:
        ValueError: they do not.

    Returns:
        A tuple of integers.

    Source: `hornbill/numpy/_shapes.py`.
    """
    result: list[int] = []
    for given in args:
        shape = lengths(given)
        result = [1] * (len(shape) - len(result)) + result
        for position in range(1, len(shape) + 1):
            mine, theirs = result[-position], shape[-position]
            if mine != theirs and mine != 1 and theirs != 1:
                raise ValueError(
                    "shape mismatch: objects cannot be broadcast to a single shape: "
                    f"{', '.join(str(tuple(lengths(one))) for one in args)}"
                )
            if mine == 1:
                result[-position] = theirs
    return tuple(result)


def broadcast_arrays(*args: ArrayLike, subok: bool = False) -> list[Tensor]:
    """The arrays as views of the shape that all broadcast to.

    Returns:
        A tuple of tensors of one shape, of the arrays' dtypes.

    Raises:
        ValueError: the shapes do not broadcast.

    Source: the engine's function `broadcast_arrays`.
    """
    results = call("broadcast_arrays", *args) if args else ()
    return list(results) if isinstance(results, tuple) else [results]


def atleast_1d(*arys: ArrayLike) -> Any:
    """Views with one axis or more.

    Returns:
        A tensor, or a tuple of them for several arrays, of the arrays' dtypes.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `reshape`.
    """
    return _each(lambda x: call("reshape", x, shape=[1]) if x.ndim == 0 else x, arys)


def atleast_2d(*arys: ArrayLike) -> Any:
    """Views with two axes or more: a vector becomes a row.

    Returns:
        A tensor, or a tuple of them for several arrays, of the arrays' dtypes.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_shapes.py`.
    """
    return _each(_at_least_2d, arys)


def _at_least_2d(x: Tensor) -> Tensor:
    return x if x.ndim > 1 else call("reshape", x, shape=[1, x.size])


def atleast_3d(*arys: ArrayLike) -> Any:
    """Views with three axes or more: a vector lies along the second one.

    Returns:
        A tensor, or a tuple of them for several arrays, of the arrays' dtypes.

    Raises:
        TypeError: the values are not numbers.

    Source: `hornbill/numpy/_shapes.py`.
    """
    return _each(_at_least_3d, arys)


def _at_least_3d(x: Tensor) -> Tensor:
    if x.ndim > 2:
        return x
    return call("reshape", x, shape=[1, x.size, 1] if x.ndim < 2 else [*x.shape, 1])


def _each(function: Any, arrays: tuple[Any, ...]) -> Any:
    results = tuple(function(tensor(x)) for x in arrays)
    return results[0] if len(results) == 1 else results


def flip(m: ArrayLike, /, axis: Axis = None) -> Tensor:
    """A view with the elements in reverse order along axes, all of them by default.

    Returns:
        A tensor of the shape and dtype of `m`.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `flip`.
    """
    return call("flip", m, axis=axes(axis))


def fliplr(m: ArrayLike) -> Tensor:
    """A view with the columns in reverse order.

    Returns:
        A tensor of the shape and dtype of the array.

    Raises:
        ValueError: there are fewer than two axes.

    Source: `hornbill/numpy/_shapes.py`.
    """
    x = tensor(m)
    if x.ndim < 2:
        raise ValueError("Input must be >= 2-d.")
    return flip(x, 1)


def flipud(m: ArrayLike) -> Tensor:
    """A view with the rows in reverse order.

    Returns:
        A tensor of the shape and dtype of the array.

    Raises:
        ValueError: there are no axes.

    Source: `hornbill/numpy/_shapes.py`.
    """
    x = tensor(m)
    if x.ndim < 1:
        raise ValueError("Input must be >= 1-d.")
    return flip(x, 0)


def rot90(m: ArrayLike, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Tensor:
    """The array turned by `k` right angles, from the first of two axes to the second.

    Returns:
        A tensor of the dtype of the array: a view.

    Raises:
        ValueError: there are not two different axes.

    Source: the engine's function `rot90`.
    """
    return call("rot90", m, k=operator.index(k), axes=axes)


def trim_zeros(filt: ArrayLike, trim: str = "fb") -> Tensor:
    """A vector without the zeros at its front (`f`) and back (`b`).

    Returns:
        A tensor of one axis: a view.

    Raises:
        ValueError: there is not one axis.

    Source: the engine's function `nonzero`.
    """
    x = tensor(filt)
    positions = call("nonzero", x)
    if not positions.size:
        return x[:0]
    first = int(positions[0]) if "f" in trim.lower() else 0
    last = int(positions[-1]) + 1 if "b" in trim.lower() else x.shape[0]
    return x[first:last]
