"""What the layers have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from hornbill import _hornbill
from hornbill._data import as_array
from hornbill._keras_tensor import KerasTensor
from hornbill._objects import KerasObject


class Layer(KerasObject):
    """The base class of the layers: a configuration, weights, and a function of tensors."""

    _role = "layer"
    _module = "keras.layers"

    @staticmethod
    def _new_handle(class_name: str, config: str | None) -> Any:
        return _hornbill.Layer(class_name, config)

    def _create(self, arguments: Mapping[str, Any]) -> None:
        from hornbill._dtypes import standardize_dtype

        given = dict(arguments)
        given.pop("autocast", None)
        if given.get("dtype") is not None:
            given["dtype"] = standardize_dtype(given["dtype"])
        elif (default := standardize_dtype(None)) != "float32":
            given["dtype"] = default
        weights = given.pop("weights", None)
        super()._create(given)
        # Keras 2: the weights that the layer begins with, when its input shape is known.
        if weights is not None:
            shape = self._declared_shape(given)
            if shape is None:
                raise ValueError(
                    f"{type(self).__name__}: `weights` needs `input_shape` (or `input_dim`) too."
                )
            self.build(shape)
            self.set_weights(weights)

    @staticmethod
    def _declared_shape(given: Mapping[str, Any]) -> tuple[int | None, ...] | None:
        if "batch_input_shape" in given:
            return tuple(given["batch_input_shape"])
        if "input_shape" in given:
            return (None, *given["input_shape"])
        return (None, given["input_dim"]) if "input_dim" in given else None

    @property
    def name(self) -> str:
        """The name of the layer, unique in its model."""
        return self._engine().name

    @property
    def built(self) -> bool:
        """Whether the weights exist."""
        return self._engine().built

    @property
    def trainable(self) -> bool:
        """Whether `fit` changes the weights."""
        return self._engine().trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._engine().trainable = bool(value)

    @property
    def weights(self) -> list[_hornbill.Variable]:
        """All weights."""
        return self._engine().weights()

    @property
    def variables(self) -> list[_hornbill.Variable]:
        """All weights."""
        return self.weights

    @property
    def trainable_weights(self) -> list[_hornbill.Variable]:
        """The weights that `fit` changes."""
        return self._engine().weights("trainable")

    @property
    def trainable_variables(self) -> list[_hornbill.Variable]:
        """The weights that `fit` changes."""
        return self.trainable_weights

    @property
    def non_trainable_weights(self) -> list[_hornbill.Variable]:
        """The weights that `fit` leaves alone."""
        return self._engine().weights("non_trainable")

    @property
    def non_trainable_variables(self) -> list[_hornbill.Variable]:
        """The weights that `fit` leaves alone."""
        return self.non_trainable_weights

    def _weight(self, name: str) -> _hornbill.Variable:
        for variable in self.weights:
            if variable.name == name:
                return variable
        raise AttributeError(
            f"You must build the layer before accessing `{name}`: layer '{self.name}' has no such "
            "weight."
        )

    def get_weights(self) -> list[Any]:
        """Copies of the weights, as NumPy arrays."""
        return self._engine().get_weights()

    def set_weights(self, weights: Iterable[Any]) -> None:
        """Replaces the weights, in the order of `get_weights`."""
        self._engine().set_weights([as_array(weight, "weights") for weight in weights])

    def count_params(self) -> int:
        """How many numbers the weights are."""
        if not self.built:
            raise ValueError(
                f"You tried to call `count_params` on layer '{self.name}', but the layer isn't "
                "built. You can build it manually via: `layer.build(input_shape)`."
            )
        return self._engine().parameter_count()

    def build(self, input_shape: Iterable[int | None]) -> None:
        """Makes the weights, for inputs of that shape (its first length is the batch's)."""
        self._engine().build(_as_shape(input_shape))

    def compute_output_shape(self, input_shape: Iterable[int | None]) -> tuple[int | None, ...]:
        """The shape of the result, for inputs of that shape."""
        return tuple(self._engine().output_shape(_as_shape(input_shape)))

    def __call__(self, inputs: Any, *, training: bool | None = False) -> Any:
        """The layer's result, building the layer first if need be."""
        if isinstance(inputs, (Layer, KerasTensor)):
            raise NotImplementedError(
                f"Layer '{self.name}' was called with {inputs!r}: models that are made by calling "
                "layers on an `Input` are not supported so far. Use `Sequential`."
            )
        return self._engine()(as_array(inputs, "inputs"), training=bool(training))

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self:
        return cls(**config)

    def __repr__(self) -> str:
        if self._handle is None:
            return super().__repr__()
        return f"<{type(self).__name__} name={self.name}, built={self.built}>"


def _as_shape(shape: Any) -> tuple[int | None, ...]:
    return (shape,) if isinstance(shape, int) else tuple(shape)
