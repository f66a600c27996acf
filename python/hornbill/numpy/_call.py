"""Calls the engine's functions by name, and reads the arguments that NumPy allows.

The functions of this package differ from the engine's only in their arguments: they take NumPy's
names and defaults and hand on what the engine expects.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor, call as call, quick as quick

ArrayLike = Any
Axis = int | Sequence[int] | None
DTypeLike = Any
Shape = int | Sequence[int]


def to_text(attributes: dict[str, Any]) -> str | None:
    """The JSON text of attributes; the package `json` would take longer to import than the rest."""
    members = [
        f'"{name}": {_value_text(value)}' for name, value in attributes.items() if value is not None
    ]
    return "{" + ", ".join(members) + "}" if members else None


def _value_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        if value != value:
            return "NaN"
        if value in (float("inf"), float("-inf")):
            return "Infinity" if value > 0 else "-Infinity"
        return float.__repr__(value)
    if isinstance(value, str):
        return f'"{value}"' if value.isidentifier() else _quoted(value)
    return "[" + ", ".join(_value_text(item) for item in value) + "]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '"'


def tensor(x: ArrayLike) -> Tensor:
    """`x` itself if it is a tensor, else a tensor of its values."""
    return x if type(x) is Tensor else _hornbill.asarray(x)


def axes(axis: Axis) -> int | list[int] | None:
    """An `axis` argument as the engine takes it."""
    if axis is None or type(axis) is int:
        return axis
    if isinstance(axis, (tuple, list)):
        return [operator.index(one) for one in axis]
    return operator.index(axis)  # type: ignore[arg-type]


def one_axis(axis: Any, ndim: int) -> int:
    """An axis counted from the start.

    Raises:
        AxisError: there is no such axis.
    """
    position = operator.index(axis)
    if not -ndim <= position < ndim:
        raise axis_error(position, ndim)
    return position % ndim


def many_axes(axis: Axis, ndim: int) -> tuple[int, ...]:
    """Axes counted from the start; all of them for `None`.

    Raises:
        AxisError: there is no such axis.
        ValueError: an axis is there twice.
    """
    if axis is None:
        return tuple(range(ndim))
    given = axis if isinstance(axis, (tuple, list)) else (axis,)
    positions = tuple(one_axis(one, ndim) for one in given)
    if len(set(positions)) != len(positions):
        raise ValueError("repeated axis")
    return positions


def axis_error(axis: int, ndim: int) -> Exception:
    """The error of an axis that does not exist."""
    from numpy.exceptions import AxisError

    return AxisError(axis, ndim)


def lengths(shape: Shape) -> list[int]:
    """A `shape` argument as a list."""
    if isinstance(shape, Iterable):
        return [operator.index(length) for length in shape]
    return [operator.index(shape)]


def dtype_name(dtype: DTypeLike) -> str | None:
    """The engine's name of a dtype, `None` for `None`."""
    if dtype is float:
        return "float64"
    return None if dtype is None else _hornbill.dtype(dtype).name


def number(value: Any) -> int | float:
    """A Python number from anything that is one: an array of one element too."""
    if type(value) is int or type(value) is float:
        return value
    if isinstance(value, bool):
        return int(value)
    try:
        return operator.index(value)
    except TypeError:
        return float(value)


def store(result: Tensor, out: Any, name: str) -> Tensor:
    """Writes a result to the `out` argument of a function, if there is one.

    Raises:
        ValueError: `out` has another shape.
        TypeError: the result's dtype is of a higher kind than that of `out`.
    """
    if out is None:
        return result
    if isinstance(out, tuple):
        (out,) = out
    from hornbill.numpy._types import can_cast

    if tuple(out.shape) != tuple(result.shape):
        raise ValueError(
            f"{name}: wrong shape of `out`: expected {tuple(result.shape)}, got {tuple(out.shape)}"
        )
    if not can_cast(result.dtype, out.dtype, "same_kind"):
        raise TypeError(
            f"Cannot cast the result of {name} from {result.dtype} to {out.dtype} with casting "
            "rule 'same_kind'"
        )
    out[...] = result
    return out


def is_number(x: Any) -> bool:
    """Whether `x` is a Python number, which takes the dtype of what it is combined with."""
    return isinstance(x, (int, float, complex)) and not hasattr(x, "dtype")


def is_float(x: Tensor) -> bool:
    """Whether a tensor holds floating-point numbers, complex ones too."""
    return x.dtype.kind in "fc"
