"""Pooling over one to three axes, as in `keras.ops`.

Tensors are (batch, axes…, channels), or (batch, channels, axes…) for `"channels_first"`; integers
become `floatx`. What is wrong with an argument is a `ValueError` that names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows

Numbers = int | Sequence[int]


def max_pool(
    inputs: Any,
    pool_size: Numbers,
    strides: Numbers | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """The largest element of each window.

    Args:
        inputs: a tensor of rank 3, 4 or 5.
        pool_size: the window's lengths, one number for all axes or one for each.
        strides: how far the window moves; by default its lengths.
        padding: `"valid"`, or `"same"` for a position for each stride.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return _pool("max_pool", inputs, pool_size, strides, padding, data_format)


def average_pool(
    inputs: Any,
    pool_size: Numbers,
    strides: Numbers | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """The mean of each window; padding does not count. The arguments are those of `max_pool`."""
    return _pool("average_pool", inputs, pool_size, strides, padding, data_format)


def adaptive_max_pool(inputs: Any, output_size: Numbers, data_format: str | None = None) -> Tensor:
    """The largest elements of as many parts of each axis as `output_size` says."""
    return _adaptive_pool("adaptive_max_pool", inputs, output_size, data_format)


def adaptive_average_pool(
    inputs: Any, output_size: Numbers, data_format: str | None = None
) -> Tensor:
    """The means of as many parts of each axis as `output_size` says."""
    return _adaptive_pool("adaptive_average_pool", inputs, output_size, data_format)


def _pool(
    name: str, inputs: Any, pool_size: Any, strides: Any, padding: str, data_format: str | None
) -> Tensor:
    return call(
        name,
        _types.real(inputs),
        padding=_windows.padding(padding),
        data_format=_windows.data_format(data_format),
        **_windows.numbered(pool_size=pool_size, strides=strides),
    )


def _adaptive_pool(name: str, inputs: Any, output_size: Any, data_format: str | None) -> Tensor:
    return call(
        name,
        _types.real(inputs),
        output_size=_windows.numbers(output_size),
        data_format=_windows.data_format(data_format),
    )
