"""Settings, and the few functions of Keras' `backend` that programs still call."""

from __future__ import annotations

from typing import Any

from hornbill._keras_tensor import KerasTensor as KerasTensor
from hornbill._keras_tensor import is_keras_tensor
from hornbill.config import (
    backend,
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)

__all__ = [
    "KerasTensor",
    "backend",
    "clear_session",
    "epsilon",
    "eval",
    "floatx",
    "get_value",
    "image_data_format",
    "is_keras_tensor",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "set_value",
]


def clear_session(free_memory: bool = True) -> None:
    """Frees what nobody uses any more. Models that are still in use go on working."""
    from hornbill._names import forget_names

    forget_names()
    if free_memory:
        import gc

        gc.collect()


def get_value(x: Any) -> Any:
    """The value of a variable, a tensor or a learning rate, as a NumPy array."""
    return x.numpy() if hasattr(x, "numpy") else x


eval = get_value


def set_value(x: Any, value: Any) -> None:
    """Sets a variable or a learning rate."""
    x.assign(value)
