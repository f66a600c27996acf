"""Filters over images and what is made with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows


def gaussian_blur(
    images: Any,
    kernel_size: Sequence[int] = (3, 3),
    sigma: Sequence[float] = (1.0, 1.0),
    data_format: str | None = None,
) -> Tensor:
    """Images blurred by a bell; around them lie zeros.

    Args:
        images: one image or a batch.
        kernel_size: how many pixels the bell covers, across and down.
        sigma: its standard deviation, across and down.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return call(
        "image.gaussian_blur",
        _types.convert(images),
        kernel_size=_windows.numbers(kernel_size),
        sigma=[float(s) for s in sigma] if hasattr(sigma, "__len__") else float(sigma),
        data_format=_windows.data_format(data_format),
    )


def sobel_edges(images: Any, data_format: str | None = None) -> Tensor:
    """How steep a batch of images is, by Sobel's filters; around them lie zeros.

    Returns:
        The shape of the images and a last axis of two: down and across.
    """
    x, order = _types.convert(images), _windows.data_format(data_format)
    return call("image.sobel_edges", x, data_format=order)


def ssim(
    image1: Any,
    image2: Any,
    max_val: float = 1.0,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    data_format: str | None = None,
) -> Tensor:
    """How alike images are to the eye: their structural similarity, 1 for equal images.

    Args:
        image1, image2: images or batches of one shape.
        max_val: the largest value that an image may have.
        filter_size, filter_sigma: the size and deviation of the bell that weighs neighbours.
        k1, k2: how much dark and even images are smoothed.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        A number for each image.
    """
    return call(
        "image.ssim",
        _types.convert(image1),
        _types.convert(image2),
        max_val=float(max_val),
        filter_size=int(filter_size),
        filter_sigma=float(filter_sigma),
        k1=float(k1),
        k2=float(k2),
        data_format=_windows.data_format(data_format),
    )
