"""Turns what programs pass as data into something the engine can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The kinds of NumPy dtypes that tensors can hold: bool, signed, unsigned, float.
_KINDS = "biuf"


def as_array(data: Any, what: str = "x") -> Any:
    """An array that the engine can read without a copy, where there is one.

    Takes NumPy arrays, tensors of Hornbill and of others (through DLPack or
    the array protocols), pandas frames and series, (nested) lists of numbers,
    and a list or dict that holds one array: the one input of the model.

    Args:
        data: the data.
        what: its name, for error messages.
    """
    if data is None:
        return None
    dtype = getattr(data, "dtype", None)
    if dtype is not None and hasattr(data, "shape"):
        kind = getattr(dtype, "kind", None)
        if kind is None:  # a tensor of PyTorch: without the way to its gradient
            return data.detach().cpu() if hasattr(data, "detach") else data
        if hasattr(data, "toarray"):
            raise ValueError(
                f"Sparse matrices are not supported: expected an array as `{what}`, such as "
                f"`{what}.toarray()`. Received: {type(data).__name__}"
            )
        if kind in _KINDS:
            return data
        if hasattr(data, "to_numpy"):  # a series of pandas with a type of its own
            return _from_numpy(data.to_numpy(), what)
        if kind == "V" and "bfloat16" in str(dtype):
            return data
        raise ValueError(f"Invalid dtype: {dtype}")
    if hasattr(data, "to_numpy"):
        return _from_numpy(data.to_numpy(), what)
    if isinstance(data, Mapping):
        return as_array(_only(list(data.values()), what), what)
    if isinstance(data, (list, tuple)):
        if len(data) == 1 and is_array(data[0]):
            return as_array(data[0], what)
        return _from_numpy(_stacked(data), what)
    return _from_numpy(_stacked(data), what)


def is_array(data: Any) -> bool:
    """Whether something is an array or a frame, with at least one axis."""
    shape = getattr(data, "shape", None)
    return shape is not None and len(shape) > 0


def is_stream(data: Any) -> bool:
    """Whether something gives batches one after the other: a generator, a data set of batches."""
    if (
        data is None
        or is_array(data)
        or isinstance(data, (list, tuple, range, Mapping, str, bytes))
    ):
        return False
    if hasattr(data, "__array__") or hasattr(data, "to_numpy") or hasattr(data, "__dlpack__"):
        return False
    return hasattr(data, "__next__") or hasattr(data, "__iter__") or hasattr(data, "__getitem__")


def unpack(batch: Any) -> tuple[Any, Any, Any]:
    """The `x`, `y` and `sample_weight` of a batch, or of `validation_data`."""
    if isinstance(batch, list):
        batch = tuple(batch)
    if not isinstance(batch, tuple):
        return batch, None, None
    if len(batch) > 3:
        raise ValueError(
            "Data is expected to be in format `x`, `(x,)`, `(x, y)`, or `(x, y, sample_weight)`, "
            f"found a tuple of length {len(batch)}"
        )
    x, y, sample_weight = (*batch, None, None)[:3]
    return x, y, sample_weight


def _only(arrays: list[Any], what: str) -> Any:
    if len(arrays) != 1:
        raise ValueError(
            f"Expected one array as `{what}`, for the one input or output of the model. "
            f"Received: {len(arrays)} arrays"
        )
    return arrays[0]


def _stacked(data: Any) -> Any:
    import numpy

    try:
        return numpy.asarray(data)
    except ValueError as error:
        raise ValueError(
            f"The rows of the data differ in length: expected arrays of one shape. {error}"
        ) from None


def _from_numpy(array: Any, what: str) -> Any:
    if array.dtype.kind not in _KINDS:
        if array.dtype.kind == "O":
            # Columns of pandas that hold Python numbers.
            try:
                numbers = array.astype("float64")
            except (TypeError, ValueError):
                numbers = None
            if numbers is not None and not _has_none(array):
                return numbers
        raise ValueError(f"Invalid dtype: {array.dtype}")
    return array


def _has_none(array: Any) -> bool:
    return any(value is None for value in array.flat)
