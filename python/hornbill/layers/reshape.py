"""Reshape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._objects import arguments
from hornbill.layers.layer import Layer


class Reshape(Layer):
    """Gives each sample another shape.

    Args:
        target_shape: the shape; one length may be -1.
        **kwargs: `input_shape` for a first layer; `name`, `dtype`.
    """

    def __init__(self, target_shape: Sequence[int], **kwargs: Any) -> None:
        self._create(arguments(locals()))
