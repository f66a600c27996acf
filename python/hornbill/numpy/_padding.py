"""Arrays with more elements before and behind."""

from __future__ import annotations

from typing import Any

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
        mode: `"constant"`, `"edge"`, `"reflect"`, `"symmetric"`, `"wrap"`, `"linear_ramp"`,
            `"maximum"`, `"mean"`, `"median"`, `"minimum"` or `"empty"`.
        kwargs: `constant_values` for `"constant"`, `end_values` for `"linear_ramp"`,
            `stat_length` for the statistics, `reflect_type` for the reflections.

    Raises:
        ValueError: a width is negative, or the mode is unknown.

    Returns:
        A tensor of the dtype of `array`, with longer axes.

    Source: the engine's function `pad`.
    """
    allowed = _OPTIONS.get(mode, ())
    unknown = {name for name in kwargs if name not in allowed}
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    x = tensor(array)
    options = {
        name: value if name == "reflect_type" or value is None else _pairs(value, x.ndim, name)
        for name, value in kwargs.items()
    }
    return call("pad", x, pad_width=_pairs(pad_width, x.ndim, "pad_width"), mode=mode, **options)


_STATISTICS = dict.fromkeys(("maximum", "mean", "median", "minimum"), ("stat_length",))
_OPTIONS: dict[str, tuple[str, ...]] = {
    **_STATISTICS,
    "constant": ("constant_values",),
    "linear_ramp": ("end_values",),
    "reflect": ("reflect_type",),
    "symmetric": ("reflect_type",),
}


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
