"""Arrays with more elements before and behind."""

from __future__ import annotations

from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import (
    ArrayLike,
    call,
    one_axis,
    tensor,
)


def pad(array: ArrayLike, pad_width: Any, mode: str = "constant", **kwargs: Any) -> Tensor:
    """The array with more elements before and behind, along each axis.

    Args:
        array: an array.
        pad_width: how many: a number, a pair `(before, after)`, or a pair for each axis.
        mode: `"constant"`, `"edge"`, `"reflect"`, `"symmetric"` or `"wrap"`.
        constant_values: for `"constant"`: a number, a pair, or a pair for each axis; 0 by default.

    Raises:
        ValueError: a width is negative, or the mode is unknown.
    """
    x = tensor(array)
    widths = _pairs(pad_width, x.ndim, "pad_width")
    if any(width < 0 for pair in widths for width in pair):
        raise ValueError("index can't contain negative values")
    if mode == "constant":
        values = _pairs(kwargs.pop("constant_values", 0), x.ndim, "constant_values")
        _no_more(kwargs, mode)
        return _padded_with(x, widths, values)
    if mode not in _PLACES:
        raise ValueError(
            f"pad: unknown mode: expected 'constant', {', '.join(map(repr, _PLACES))}. Got {mode!r}"
        )
    _no_more(kwargs, mode)
    for axis, (before, after) in enumerate(widths):
        length = x.shape[axis]
        if (before or after) and not length:
            raise ValueError(
                f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
            )
        if before or after:
            places = [_PLACES[mode](place, length) for place in range(-before, length + after)]
            x = call("take", x, _hornbill.array(places, "int64"), axis=axis)
    return x if x is not array else call("copy", x)


def _reflected(place: int, length: int) -> int:
    if length == 1:
        return 0
    place %= 2 * length - 2
    return min(place, 2 * length - 2 - place)


def _mirrored(place: int, length: int) -> int:
    place %= 2 * length
    return min(place, 2 * length - 1 - place)


# The position in the array of one beyond its ends.
_PLACES: dict[str, Any] = {
    "edge": lambda place, length: min(max(place, 0), length - 1),
    "reflect": _reflected,
    "symmetric": _mirrored,
    "wrap": lambda place, length: place % length,
}


def _no_more(kwargs: dict[str, Any], mode: str) -> None:
    if kwargs:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {set(kwargs)}")


def _pairs(given: Any, ndim: int, name: str) -> list[tuple[Any, Any]]:
    if isinstance(given, dict):
        pairs = [(0, 0)] * ndim
        for axis, pair in given.items():
            position = one_axis(axis, ndim)
            pairs[position] = tuple(pair) if isinstance(pair, (tuple, list)) else (pair, pair)
        return pairs
    value = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(value, (tuple, list)):
        return [(value, value)] * ndim
    if len(value) == 1 and not isinstance(value[0], (tuple, list)):
        return [(value[0], value[0])] * ndim
    if all(not isinstance(one, (tuple, list)) for one in value) and len(value) == 2:
        return [tuple(value)] * ndim
    pairs = [tuple(one) * (2 if len(one) == 1 else 1) for one in value]
    if len(pairs) == 1:
        pairs *= ndim
    if len(pairs) != ndim or any(len(pair) != 2 for pair in pairs):
        raise ValueError(
            f"pad: expected a number, a pair or {ndim} pairs as `{name}`. Got {given!r}"
        )
    return pairs


def _padded_with(x: Tensor, widths: list[tuple[int, int]], values: list[tuple[Any, Any]]) -> Tensor:
    for axis, ((before, after), (low, high)) in enumerate(zip(widths, values, strict=True)):
        parts = [x]
        for count, value, place in ((before, low, 0), (after, high, 2)):
            if count:
                shape = list(x.shape)
                shape[axis] = count
                block = call("broadcast_to", _hornbill.asarray(value, x.dtype), shape=shape)
                parts.insert(place, block)
        if len(parts) > 1:
            x = call("concatenate", *parts, axis=axis)
    return x
