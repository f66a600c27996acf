"""Dense."""

from __future__ import annotations

from typing import Any

from hornbill import _hornbill
from hornbill._objects import arguments
from hornbill.layers.layer import Layer


class Dense(Layer):
    """`activation(inputs @ kernel + bias)`.

    Args:
        units: the length of the result's last axis.
        activation: the name of an activation function, or the function.
        use_bias: whether there is a bias.
        kernel_initializer, bias_initializer: how the weights begin.
        kernel_regularizer, bias_regularizer, activity_regularizer: what is added to the loss.
        kernel_constraint, bias_constraint: what the weights satisfy after each step.
        **kwargs: `input_shape` or `input_dim` for a first layer; `name`, `dtype`, `trainable`.
    """

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        self._create(arguments(locals()))

    @property
    def kernel(self) -> _hornbill.Variable:
        """The weights, inputs by units."""
        return self._weight("kernel")

    @property
    def bias(self) -> _hornbill.Variable | None:
        """The weight that is added, one number for each unit."""
        return self._weight("bias") if self.use_bias else None

    @property
    def activation(self) -> Any:
        """The activation function."""
        from hornbill import activations

        return activations.get(self.get_config()["activation"])
