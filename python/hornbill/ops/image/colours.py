"""Colours of images."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows


def rgb_to_grayscale(images: Any, data_format: str | None = None) -> Tensor:
    """Red, green and blue weighed as the eye does, in one channel.

    Images of one channel stay as they are; the result of integers is rounded down.
    """
    return _colours("rgb_to_grayscale", images, data_format)


def rgb_to_hsv(images: Any, data_format: str | None = None) -> Tensor:
    """Red, green and blue, floats from 0 to 1, as hue, saturation and value from 0 to 1."""
    return _colours("rgb_to_hsv", images, data_format)


def hsv_to_rgb(images: Any, data_format: str | None = None) -> Tensor:
    """Hue, saturation and value as red, green and blue: the inverse of `rgb_to_hsv`."""
    return _colours("hsv_to_rgb", images, data_format)


def _colours(name: str, images: Any, data_format: str | None) -> Tensor:
    order = _windows.data_format(data_format)
    return call(f"image.{name}", _types.convert(images), data_format=order)
