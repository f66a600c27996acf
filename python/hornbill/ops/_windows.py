"""Reading the arguments of functions whose windows slide over axes."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from hornbill import config


def data_format(value: str | None) -> str:
    """`"channels_last"` or `"channels_first"`; `None` is the package's setting."""
    if value is None:
        return config.image_data_format()
    name = str(value).lower()
    if name not in ("channels_last", "channels_first"):
        raise ValueError(
            "The `data_format` argument must be one of 'channels_last', 'channels_first'. "
            f"Received: {value}"
        )
    return name


def padding(value: str) -> str:
    """`"valid"` or `"same"`."""
    name = str(value).lower()
    if name not in ("valid", "same"):
        raise ValueError(f"Invalid padding '{value}', must be 'same' or 'valid'.")
    return name


def numbers(value: int | Sequence[int] | None) -> int | list[int] | None:
    """One integer for all axes or a list of them, one for each."""
    if value is None or isinstance(value, int):
        return value
    if hasattr(value, "__index__"):
        return operator.index(value)
    return [operator.index(number) for number in value]


def numbered(**arguments: Any) -> dict[str, Any]:
    """The arguments, each read by `numbers`."""
    return {name: numbers(value) for name, value in arguments.items()}
