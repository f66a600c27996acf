"""Convolutions over one to three axes, as in `keras.ops`.

Tensors are (batch, axes…, channels), or (batch, channels, axes…) for `"channels_first"`. What is
wrong with an argument is a `ValueError` that names it. The engine computes them in Swift, with
oneDNN (Sources/HornbillTensor/Operations/Functions/Networks/Convolutions.swift).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows

Numbers = int | Sequence[int]


def conv(
    inputs: Any,
    kernel: Any,
    strides: Numbers = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Numbers = 1,
) -> Tensor:
    """The convolution of `inputs` with a kernel.

    Args:
        inputs: a tensor of rank 3, 4 or 5; it is cast to the kernel's dtype.
        kernel: `(*windows, channels, filters)`. One of fewer channels than the inputs have divides
            channels and filters into groups.
        strides: how far the window moves, one number for all axes or one for each.
        padding: `"valid"`, or `"same"`: zeros around the axes so that there is a position for each
            stride.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: the distance between a window's elements.

    Returns:
        `(batch, *positions, filters)` in the kernel's dtype.
    """
    kernel = _types.real(kernel)
    inputs = call("astype", _types.convert(inputs), dtype=kernel.dtype.name)
    return call("conv", inputs, kernel, **_options(strides, padding, data_format, dilation_rate))


def depthwise_conv(
    inputs: Any,
    kernel: Any,
    strides: Numbers = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Numbers = 1,
) -> Tensor:
    """A convolution of each channel of its own.

    Args:
        inputs: a tensor of rank 3, 4 or 5.
        kernel: `(*windows, channels, multiplier)`.
        strides, padding, data_format, dilation_rate: as for `conv`.

    Returns:
        `(batch, *positions, channels * multiplier)`; the results of a channel lie side by side.
    """
    inputs, kernel = _floats(inputs, kernel)
    options = _options(strides, padding, data_format, dilation_rate)
    return call("depthwise_conv", inputs, kernel, **options)


def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Numbers = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Numbers = 1,
) -> Tensor:
    """A depthwise convolution, and one of windows of length 1, which mixes the channels.

    Args:
        inputs: a tensor of rank 3, 4 or 5.
        depthwise_kernel: `(*windows, channels, multiplier)`.
        pointwise_kernel: `(*ones, channels * multiplier, filters)`.
        strides, padding, data_format, dilation_rate: as for `conv`.
    """
    operands = _floats(inputs, depthwise_kernel, pointwise_kernel)
    options = _options(strides, padding, data_format, dilation_rate)
    return call("separable_conv", *operands, **options)


def conv_transpose(
    inputs: Any,
    kernel: Any,
    strides: Numbers = 1,
    padding: str = "valid",
    output_padding: Numbers | None = None,
    data_format: str | None = None,
    dilation_rate: Numbers = 1,
) -> Tensor:
    """The transpose of a convolution, which enlarges the axes by its strides.

    Args:
        inputs: a tensor of rank 3, 4 or 5.
        kernel: `(*windows, filters, channels)`.
        output_padding: how many places are added at the end of each axis.
        strides, padding, data_format, dilation_rate: as for `conv`.
    """
    inputs, kernel = _floats(inputs, kernel)
    options = _options(strides, padding, data_format, dilation_rate)
    extra = _windows.numbers(output_padding)
    return call("conv_transpose", inputs, kernel, output_padding=extra, **options)


def _floats(*operands: Any) -> list[Tensor]:
    """The operands in their common dtype, a float."""
    return [_types.real(x) for x in _types.common(*operands)]


def _options(strides: Any, padding: Any, data_format: Any, dilation_rate: Any) -> dict[str, Any]:
    return {
        "strides": _windows.numbers(strides),
        "padding": _windows.padding(padding),
        "data_format": _windows.data_format(data_format),
        "dilation_rate": _windows.numbers(dilation_rate),
    }
