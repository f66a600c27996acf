"""Dropout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._objects import arguments
from hornbill.layers.layer import Layer


class Dropout(Layer):
    """While training, sets a share of the inputs to 0 and scales the others up.

    Args:
        rate: the share, from 0 to 1.
        noise_shape: the shape of the mask, which is repeated along axes of length 1.
        seed: makes the course of the masks the same each time.
        **kwargs: `input_shape` for a first layer; `name`, `dtype`.
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Sequence[int | None] | None = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        self._create(arguments(locals()))
