"""Functions of tensors, as in `keras.ops`: those of `hornbill.numpy`, and those of networks."""

from __future__ import annotations

from typing import Any

from hornbill import _hornbill
from hornbill.activations import (  # noqa: F401
    celu,
    elu,
    gelu,
    hard_shrink,
    hard_sigmoid,
    hard_silu,
    hard_swish,
    hard_tanh,
    leaky_relu,
    log_sigmoid,
    log_softmax,
    mish,
    relu,
    relu6,
    selu,
    sigmoid,
    silu,
    soft_shrink,
    softmax,
    softplus,
    softsign,
    sparse_plus,
    sparse_sigmoid,
    sparsemax,
    squareplus,
    swish,
    tanh,
    tanh_shrink,
)


def convert_to_tensor(x: Any, dtype: Any = None, sparse: Any = None) -> _hornbill.Tensor:
    """A tensor of the values of `x`: floats become `floatx`, integers int32, as in Keras."""
    if dtype is not None:
        return _hornbill.array(x, dtype)
    if isinstance(x, _hornbill.Tensor):
        return x
    tensor = _hornbill.array(x)
    if hasattr(x, "dtype"):
        return tensor
    from hornbill.config import floatx

    kept = {"b": "bool", "i": "int32", "u": "int32", "f": floatx()}[tensor.dtype.kind]
    return tensor if tensor.dtype == kept else _hornbill.array(tensor, kept)


def convert_to_numpy(x: Any) -> Any:
    """A NumPy array of the values of `x`."""
    import numpy

    return numpy.array(x.numpy() if hasattr(x, "numpy") else x)


def is_tensor(x: Any) -> bool:
    """Whether `x` is a tensor of Hornbill."""
    return isinstance(x, _hornbill.Tensor)


def cast(x: Any, dtype: Any) -> _hornbill.Tensor:
    """`x` with another element type."""
    return _hornbill.asarray(x, dtype)


def shape(x: Any) -> tuple[int, ...]:
    """The shape of `x`."""
    return tuple(_hornbill.asarray(x).shape)


def __getattr__(name: str) -> Any:
    import hornbill.numpy

    if not name.startswith("_") and hasattr(hornbill.numpy, name):
        return getattr(hornbill.numpy, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
