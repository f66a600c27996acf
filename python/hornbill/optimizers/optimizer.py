"""What the optimizers have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hornbill import _hornbill
from hornbill._data import as_array
from hornbill._objects import KerasObject


class LearningRate(float):
    """The learning rate of an optimizer: a float that can be assigned to, like Keras' variable."""

    _optimizer: Any

    @property
    def value(self) -> float:
        """The rate as a plain float."""
        return float(self)

    def numpy(self) -> Any:
        """The rate as a NumPy scalar."""
        import numpy

        return numpy.float32(self)

    def assign(self, value: Any) -> None:
        """Changes the rate of the optimizer."""
        self._optimizer.learning_rate = value


class Optimizer(KerasObject):
    """The base class of the optimizers: they change the weights against the gradients."""

    _role = "optimizer"
    _module = "keras.optimizers"

    @staticmethod
    def _new_handle(class_name: str, config: str | None) -> Any:
        return _hornbill.Optimizer(class_name, config)

    def _create(self, arguments: Mapping[str, Any]) -> None:
        super()._create(_modern(dict(arguments)))

    @property
    def name(self) -> str:
        """The name of the optimizer."""
        return self._engine().name

    @property
    def learning_rate(self) -> LearningRate:
        """How large the steps are. Setting it takes effect at once, during `fit` too."""
        rate = LearningRate(self._engine().get("learning_rate"))
        rate._optimizer = self
        return rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if not isinstance(value, (int, float)):
            value = value.numpy() if hasattr(value, "numpy") else value
        self._engine().set("learning_rate", float(value))

    @property
    def lr(self) -> LearningRate:
        """The older name of `learning_rate`."""
        return self.learning_rate

    @lr.setter
    def lr(self, value: Any) -> None:
        self.learning_rate = value

    @property
    def iterations(self) -> int:
        """How many steps have been made."""
        return self._engine().iterations

    @property
    def variables(self) -> list[_hornbill.Variable]:
        """The optimizer's own variables."""
        return self._engine().variables

    def apply(
        self, grads: Iterable[Any], trainable_variables: Iterable[_hornbill.Variable]
    ) -> None:
        """Makes one step: changes the variables by their gradients."""
        gradients = [as_array(gradient, "grads") for gradient in grads]
        self._engine().apply(gradients, list(trainable_variables))

    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, _hornbill.Variable]]) -> None:
        """`apply`, for pairs of a gradient and its variable."""
        pairs = list(grads_and_vars)
        self.apply([gradient for gradient, _ in pairs], [variable for _, variable in pairs])


def _modern(given: dict[str, Any]) -> dict[str, Any]:
    """Keras 3's arguments for those of Keras 2: `lr`, and `decay` as a schedule."""
    if "lr" in given:
        given["learning_rate"] = given.pop("lr")
    decay = given.pop("decay", None)
    if decay:
        given["learning_rate"] = {
            "class_name": "InverseTimeDecay",
            "config": {
                "initial_learning_rate": given["learning_rate"],
                "decay_steps": 1,
                "decay_rate": decay,
            },
        }
    rate = given.get("learning_rate")
    if callable(rate) and not isinstance(rate, KerasObject):
        given["learning_rate"] = rate()
    return given
