"""Activation."""

from __future__ import annotations

from typing import Any

from hornbill._objects import arguments
from hornbill.layers.layer import Layer


class Activation(Layer):
    """An activation function as a layer.

    Args:
        activation: its name, or the function.
        **kwargs: `input_shape` for a first layer; `name`, `dtype`.
    """

    def __init__(self, activation: Any, **kwargs: Any) -> None:
        self._create(arguments(locals()))

    @property
    def activation(self) -> Any:
        """The activation function."""
        from hornbill import activations

        return activations.get(self.get_config()["activation"])
