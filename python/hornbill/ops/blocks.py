"""Images taken apart into blocks and put together again, as in `keras.ops`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows

Numbers = int | Sequence[int]


def depth_to_space(x: Any, block_size: int, data_format: str = "channels_last") -> Tensor:
    """Blocks of `block_size`² channels as blocks of as many places.

    `(batch, height, width, channels)` becomes `(batch, height * block_size, width * block_size,
    channels / block_size²)`.
    """
    return _blocks("depth_to_space", x, block_size, data_format)


def space_to_depth(x: Any, block_size: int, data_format: str = "channels_last") -> Tensor:
    """The inverse of `depth_to_space`."""
    return _blocks("space_to_depth", x, block_size, data_format)


def _blocks(name: str, x: Any, block_size: int, data_format: str) -> Tensor:
    if block_size < 2:
        raise ValueError(f"`block_size` must be at least 2. Received: block_size={block_size}")
    order = _windows.data_format(data_format)
    return call(name, _types.convert(x), block_size=int(block_size), data_format=order)


def unfold(
    x: Any, kernel_size: Numbers, dilation: Numbers = 1, padding: Numbers = 0, stride: Numbers = 1
) -> Tensor:
    """What a window sees of `(batch, channels, height, width)`, as columns.

    Args:
        x: a tensor of rank 4, its channels first.
        kernel_size: the window's height and width.
        dilation: the distance between a window's elements.
        padding: how many zeros lie around the image.
        stride: how far the window moves.

    Returns:
        `(batch, channels * window, positions)`.
    """
    x = _types.convert(x)
    if x.ndim != 4:
        raise ValueError(f"Input must be a 4D tensor. Received: input.shape={tuple(x.shape)}")
    arguments = _windows.numbered(
        kernel_size=kernel_size, dilation=dilation, padding=padding, stride=stride
    )
    return call("unfold", x, **arguments)


def fold(
    x: Any,
    output_size: Numbers,
    kernel_size: Numbers,
    dilation: Numbers = 1,
    padding: Numbers = 0,
    stride: Numbers = 1,
) -> Tensor:
    """The columns of `unfold`, added where they were seen.

    Args:
        x: `(batch, channels * window, positions)`.
        output_size: the height and width of the result, `(batch, channels, height, width)`.
        kernel_size, dilation, padding, stride: as for `unfold`.
    """
    x = _types.convert(x)
    if x.ndim != 3:
        raise ValueError(f"Input must be a 3D tensor. Received: input.shape={tuple(x.shape)}")
    arguments = _windows.numbered(
        output_size=output_size,
        kernel_size=kernel_size,
        dilation=dilation,
        padding=padding,
        stride=stride,
    )
    return call("fold", x, **arguments)


def psnr(x1: Any, x2: Any, max_val: float) -> Tensor:
    """The peak signal-to-noise ratio of two images, in decibels: `20 log10(max_val) - 10 log10(mse)`.

    Args:
        x1, x2: tensors of one shape.
        max_val: the largest value that an image may have.
    """
    one, other = _types.common(x1, x2)
    if tuple(one.shape) != tuple(other.shape):
        raise ValueError(
            f"Input shapes {tuple(one.shape)} and {tuple(other.shape)} must match for PSNR "
            "calculation. "
        )
    return call("psnr", _types.real(one), _types.real(other), max_val=float(max_val))
