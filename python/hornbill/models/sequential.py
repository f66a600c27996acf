"""Sequential."""

from __future__ import annotations

from collections.abc import Iterable

from hornbill import _hornbill
from hornbill.layers.input_layer import InputLayer
from hornbill.layers.layer import Layer
from hornbill.models.model import Model


class Sequential(Model):
    """A stack of layers, each fed with the result of the one before.

    Args:
        layers: the layers to begin with.
        trainable: whether `fit` changes the weights.
        name: the name of the model.
    """

    def __init__(
        self, layers: Iterable[Layer] | None = None, trainable: bool = True, name: str | None = None
    ) -> None:
        self._handle = _hornbill.Model(name)
        self._layers = []
        for layer in [layers] if isinstance(layers, Layer) else layers or ():
            self.add(layer)
        if not trainable:
            self.trainable = False

    def add(self, layer: Layer, rebuild: bool = True) -> None:
        """Puts a layer on top. A first layer that knows its input shape builds the model."""
        history = getattr(layer, "_keras_history", None)
        if history is not None and isinstance(history.operation, InputLayer):
            layer = history.operation
        if not isinstance(layer, Layer):
            raise ValueError(
                "Only instances of `keras.Layer` can be added to a Sequential model. "
                f"Received: {layer} (of type {type(layer)})"
            )
        self._engine().add(layer._engine())
        self._layers.append(layer)

    def pop(self, rebuild: bool = True) -> Layer:
        """Takes the last layer off."""
        self._engine().pop()
        return self._layers.pop()

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """The shape of the input, with `None` for the batch's length."""
        shape = self.get_config().get("build_input_shape")
        if shape is None:
            raise AttributeError(
                f"The layer {self.name} has never been called and thus has no defined input shape."
            )
        return tuple(shape)

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """The shape of the result, with `None` for the batch's length."""
        return self.compute_output_shape(self.input_shape)
