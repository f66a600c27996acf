"""Activation functions: they take arrays and tensors, and layers take them by name or as such."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hornbill import _hornbill
from hornbill._data import as_array
from hornbill._objects import to_json


def _apply(name: str, x: Any) -> _hornbill.Tensor:
    # A layer holds the engine's function of that name; it must not use up an automatic name.
    x = _hornbill.asarray(as_array(x))
    dtype = x.dtype.name if x.dtype.kind == "f" else "float32"
    layer = _hornbill.Layer(
        "Activation", to_json({"activation": name, "name": name, "dtype": dtype})
    )
    result = layer(x)
    assert isinstance(result, _hornbill.Tensor)
    return result


def linear(x: Any) -> _hornbill.Tensor:
    """`x` itself."""
    return _apply("linear", x)


def relu(x: Any) -> _hornbill.Tensor:
    """`max(x, 0)`."""
    return _apply("relu", x)


def relu6(x: Any) -> _hornbill.Tensor:
    """`min(max(x, 0), 6)`."""
    return _apply("relu6", x)


def leaky_relu(x: Any) -> _hornbill.Tensor:
    """`x` where it is positive, `0.2 x` elsewhere."""
    return _apply("leaky_relu", x)


def sigmoid(x: Any) -> _hornbill.Tensor:
    """`1 / (1 + exp(-x))`."""
    return _apply("sigmoid", x)


def tanh(x: Any) -> _hornbill.Tensor:
    """The hyperbolic tangent."""
    return _apply("tanh", x)


def softmax(x: Any) -> _hornbill.Tensor:
    """`exp(x)`, divided by its sum along the last axis."""
    return _apply("softmax", x)


def log_softmax(x: Any) -> _hornbill.Tensor:
    """The logarithm of `softmax`."""
    return _apply("log_softmax", x)


def softplus(x: Any) -> _hornbill.Tensor:
    """`log(exp(x) + 1)`."""
    return _apply("softplus", x)


def softsign(x: Any) -> _hornbill.Tensor:
    """`x / (abs(x) + 1)`."""
    return _apply("softsign", x)


def exponential(x: Any) -> _hornbill.Tensor:
    """`exp(x)`."""
    return _apply("exponential", x)


def elu(x: Any) -> _hornbill.Tensor:
    """`x` where it is positive, `exp(x) - 1` elsewhere."""
    return _apply("elu", x)


def celu(x: Any) -> _hornbill.Tensor:
    """The continuously differentiable `elu`."""
    return _apply("celu", x)


def selu(x: Any) -> _hornbill.Tensor:
    """The scaled `elu` of self-normalising networks."""
    return _apply("selu", x)


def silu(x: Any) -> _hornbill.Tensor:
    """`x * sigmoid(x)`."""
    return _apply("silu", x)


def gelu(x: Any) -> _hornbill.Tensor:
    """`x` times the probability that a normal number is less than `x`."""
    return _apply("gelu", x)


def mish(x: Any) -> _hornbill.Tensor:
    """`x * tanh(softplus(x))`."""
    return _apply("mish", x)


def hard_sigmoid(x: Any) -> _hornbill.Tensor:
    """`x / 6 + 0.5`, kept in 0 ... 1."""
    return _apply("hard_sigmoid", x)


def hard_silu(x: Any) -> _hornbill.Tensor:
    """`x * hard_sigmoid(x)`."""
    return _apply("hard_silu", x)


def hard_tanh(x: Any) -> _hornbill.Tensor:
    """`x`, kept in -1 ... 1."""
    return _apply("hard_tanh", x)


def log_sigmoid(x: Any) -> _hornbill.Tensor:
    """The logarithm of `sigmoid`."""
    return _apply("log_sigmoid", x)


def tanh_shrink(x: Any) -> _hornbill.Tensor:
    """`x - tanh(x)`."""
    return _apply("tanh_shrink", x)


def hard_shrink(x: Any) -> _hornbill.Tensor:
    """0 for `x` in -0.5 ... 0.5, `x` elsewhere."""
    return _apply("hard_shrink", x)


def soft_shrink(x: Any) -> _hornbill.Tensor:
    """`x`, moved towards 0 by at most 0.5."""
    return _apply("soft_shrink", x)


def squareplus(x: Any) -> _hornbill.Tensor:
    """`(x + sqrt(x² + 4)) / 2`."""
    return _apply("squareplus", x)


def sparse_plus(x: Any) -> _hornbill.Tensor:
    """`softplus` that is 0 below -1 and `x` above 1."""
    return _apply("sparse_plus", x)


def sparse_sigmoid(x: Any) -> _hornbill.Tensor:
    """`(x + 1) / 2`, kept in 0 ... 1."""
    return _apply("sparse_sigmoid", x)


def sparsemax(x: Any) -> _hornbill.Tensor:
    """The nearest probabilities, many of which are 0."""
    return _apply("sparsemax", x)


_functions = {
    name: function
    for name, function in list(globals().items())
    if getattr(function, "__module__", None) == __name__ and not name.startswith("_")
}
swish = silu
hard_swish = hard_silu
_functions |= {"swish": silu, "hard_swish": hard_silu}


def get(identifier: Any) -> Any:
    """The function with that name; `linear` for `None`; a function itself."""
    if identifier is None:
        return linear
    name = identifier
    if isinstance(identifier, Mapping):
        name = identifier.get("config") or identifier.get("class_name")
    if isinstance(name, str) and name in _functions:
        return _functions[name]
    if callable(identifier):
        return identifier
    raise ValueError(f"Could not interpret activation function identifier: {identifier}")


def serialize(activation: Any) -> str:
    """The name of an activation function."""
    return activation.__name__


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The function that `serialize` named."""
    if custom_objects and isinstance(config, str) and config in custom_objects:
        return custom_objects[config]
    return get(config)
