"""Keras' rules of dtypes, which differ from NumPy's.

Floats win: an integer with a float gives that float, a function of real numbers gives `floatx` for
integers, and sums of small integers are in 32 bits.
"""

from __future__ import annotations

from typing import Any

from hornbill import _hornbill
from hornbill._dtypes import standardize_dtype
from hornbill._hornbill import Tensor
from hornbill.numpy._call import call, is_float, is_number
from hornbill.numpy._types import promote_types

_SUMS = {
    "bool": "int32",
    "int8": "int32",
    "int16": "int32",
    "uint8": "uint32",
    "uint16": "uint32",
}


def floatx() -> str:
    """The float type of what is not told another."""
    from hornbill import config

    return config.floatx()


def dtype_or_floatx(dtype: Any) -> str:
    """The name of a dtype, `floatx` for `None`."""
    return floatx() if dtype is None else standardize_dtype(dtype)


def convert(x: Any) -> Tensor:
    """A tensor; Python's floats become `floatx`, its integers int32."""
    if type(x) is Tensor:
        return x
    if hasattr(x, "dtype") or hasattr(x, "__array__"):
        return _hornbill.asarray(x)
    found = _hornbill.array(x)
    if is_float(found):
        return call("astype", found, dtype=floatx())
    return call("astype", found, dtype="int32") if found.dtype.name == "int64" else found


def real(x: Any) -> Tensor:
    """A tensor of floats, or of complex numbers."""
    found = convert(x)
    return found if is_float(found) else call("astype", found, dtype=floatx())


def common(*operands: Any) -> list[Any]:
    """The operands in the dtype that Keras combines them in. Python's numbers stay as they are,
    unless a float meets integers."""
    given = [x if is_number(x) else convert(x) for x in operands]
    tensors = [x for x in given if not is_number(x)]
    if not tensors:
        return [convert(x) for x in given]
    name = tensors[0].dtype.name
    for x in tensors[1:]:
        name = promoted(name, x.dtype.name)
    if "float" not in name and any(isinstance(x, float) for x in given):
        name = floatx()
    return [
        x if is_number(x) or x.dtype.name == name else call("astype", x, dtype=name) for x in given
    ]


def promoted(one: str, other: str) -> str:
    """The name of the dtype of a result."""
    if ("float" in one) != ("float" in other):
        return one if "float" in one else other
    name = promote_types(one, other).name
    # 64-bit integers of both kinds have no common one.
    return floatx() if "float" in name and "float" not in one else name


def sum_dtype(x: Tensor) -> str:
    """The dtype to sum in."""
    return _SUMS.get(x.dtype.name, x.dtype.name)
