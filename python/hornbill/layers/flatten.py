"""Flatten."""

from __future__ import annotations

from typing import Any

from hornbill._objects import arguments
from hornbill.layers.layer import Layer


class Flatten(Layer):
    """Makes one axis of all but the batch's.

    Args:
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `input_shape` for a first layer; `name`, `dtype`.
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        self._create(arguments(locals()))
