"""Names of element types."""

from __future__ import annotations

from typing import Any

_NAMES = frozenset(
    {
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
    }
)

_PYTHON_TYPES = {bool: "bool", int: "int64", float: "float32"}


def standardize_dtype(dtype: Any) -> str:
    """The name of an element type, given in any way that Keras takes.

    Args:
        dtype: a name, a Python type, a type of NumPy or of Hornbill, a
            `DTypePolicy` or its configuration, or `None` for the default.
    """
    from hornbill import config

    if dtype is None:
        return config.dtype_policy()
    if isinstance(dtype, dict):  # a serialised DTypePolicy
        dtype = dtype.get("config", {}).get("name", dtype)
    name: Any
    if isinstance(dtype, str):
        name = dtype
    elif dtype in _PYTHON_TYPES:
        name = _PYTHON_TYPES[dtype]
    else:
        name = getattr(dtype, "name", None) or getattr(dtype, "__name__", None)
    if name in ("double", "half", "single"):
        name = {"double": "float64", "half": "float16", "single": "float32"}[name]
    if name not in _NAMES:
        raise ValueError(f"Invalid dtype: {dtype}")
    return name


def is_float_dtype(dtype: Any) -> bool:
    """Whether the type is one of floating-point numbers."""
    return "float" in standardize_dtype(dtype)


def is_int_dtype(dtype: Any) -> bool:
    """Whether the type is one of integers, signed or not."""
    return "int" in standardize_dtype(dtype)
