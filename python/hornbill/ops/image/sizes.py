"""Images in other sizes, and parts of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows

Numbers = int | Sequence[int]


def resize(
    images: Any,
    size: Sequence[int],
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Tensor:
    """Images in another size.

    Args:
        images: one image or a batch.
        size: the new height and width.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"`, `"lanczos3"` or `"lanczos5"`.
        antialias: whether the pixels of images that shrink are means of all that fall into them.
        crop_to_aspect_ratio: whether what does not fit the new shape is cut off first.
        pad_to_aspect_ratio: whether images that do not fit it get edges of `fill_value` first.
        fill_mode: `"constant"`.
        fill_value: what edges are filled with.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    if not hasattr(size, "__len__") or len(size) != 2:
        raise ValueError(f"Expected `size` to be a tuple of 2 integers. Received: size={size}")
    if size[0] <= 0 or size[1] <= 0:
        raise ValueError(f"`size` must have positive height and width. Received: size={size}")
    if fill_mode != "constant":
        raise ValueError(
            "Invalid value for argument `fill_mode`. Only `'constant'` is supported. "
            f"Received: fill_mode={fill_mode}"
        )
    return call(
        "image.resize",
        _types.convert(images),
        size=_windows.numbers(size),
        interpolation=interpolation,
        antialias=bool(antialias),
        crop_to_aspect_ratio=bool(crop_to_aspect_ratio),
        pad_to_aspect_ratio=bool(pad_to_aspect_ratio),
        fill_value=float(fill_value),
        data_format=_windows.data_format(data_format),
    )


def scale_and_translate(
    images: Any,
    output_shape: Sequence[int],
    scale: Any,
    translation: Any,
    spatial_dims: Sequence[int],
    method: str,
    antialias: bool = True,
) -> Tensor:
    """Axes scaled and moved: a pixel at `p` comes to `p * scale + translation`.

    Args:
        images: a tensor; integers become `floatx`.
        output_shape: the shape of the result.
        scale, translation: a number for each of `spatial_dims`.
        spatial_dims: the axes that are scaled and moved.
        method: `"linear"`, `"bilinear"`, `"trilinear"`, `"cubic"`, `"bicubic"`, `"tricubic"`,
            `"lanczos3"` or `"lanczos5"`.
        antialias: whether pixels that shrink are means of all that fall into them.
    """
    return call(
        "image.scale_and_translate",
        _types.real(images),
        _types.real(scale),
        _types.real(translation),
        output_shape=_windows.numbers(output_shape),
        spatial_dims=_windows.numbers(spatial_dims),
        method=method,
        antialias=bool(antialias),
    )


def extract_patches(
    images: Any,
    size: Numbers,
    strides: Numbers | None = None,
    dilation_rate: Numbers = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """What a window sees of images at each position: the channels of its pixels, side by side.

    Args:
        images: one image or a batch; a volume or a batch of them if `size` has three numbers.
        size: the window's lengths.
        strides: how far the window moves; by default its lengths.
        dilation_rate: the distance between a window's pixels.
        padding: `"valid"`, or `"same"` for a position for each stride.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    if isinstance(size, int):
        return _patches(
            "extract_patches", images, size, strides, dilation_rate, padding, data_format
        )
    if not isinstance(size, (tuple, list)):
        raise TypeError(
            "Invalid `size` argument. Expected an int or a tuple. "
            f"Received: size={size} of type {type(size).__name__}"
        )
    if len(size) not in (2, 3):
        raise ValueError(
            "Invalid `size` argument. Expected a tuple of length 2 or 3. "
            f"Received: size={size} with length {len(size)}"
        )
    name = "extract_patches" if len(size) == 2 else "extract_patches_3d"
    return _patches(name, images, size, strides, dilation_rate, padding, data_format)


def extract_patches_3d(
    volumes: Any,
    size: Numbers,
    strides: Numbers | None = None,
    dilation_rate: Numbers = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """What a window sees of volumes at each position; the arguments are those of `extract_patches`."""
    return _patches(
        "extract_patches_3d", volumes, size, strides, dilation_rate, padding, data_format
    )


def _patches(
    name: str,
    images: Any,
    size: Any,
    strides: Any,
    dilation_rate: Any,
    padding: str,
    data_format: str | None,
) -> Tensor:
    return call(
        f"image.{name}",
        _types.convert(images),
        padding=_windows.padding(padding),
        data_format=_windows.data_format(data_format),
        **_windows.numbered(size=size, strides=strides, dilation_rate=dilation_rate),
    )


def pad_images(
    images: Any,
    top_padding: int | None = None,
    left_padding: int | None = None,
    bottom_padding: int | None = None,
    right_padding: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Tensor:
    """Images with zeros around them: two of the three numbers for each axis say the third."""
    numbers = _windows.numbered(
        top_padding=top_padding,
        left_padding=left_padding,
        bottom_padding=bottom_padding,
        right_padding=right_padding,
        target_height=target_height,
        target_width=target_width,
    )
    order = _windows.data_format(data_format)
    return call("image.pad_images", _types.convert(images), data_format=order, **numbers)


def crop_images(
    images: Any,
    top_cropping: int | None = None,
    left_cropping: int | None = None,
    bottom_cropping: int | None = None,
    right_cropping: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Tensor:
    """A part of images: two of the three numbers for each axis say the third."""
    numbers = _windows.numbered(
        top_cropping=top_cropping,
        left_cropping=left_cropping,
        bottom_cropping=bottom_cropping,
        right_cropping=right_cropping,
        target_height=target_height,
        target_width=target_width,
    )
    order = _windows.data_format(data_format)
    return call("image.crop_images", _types.convert(images), data_format=order, **numbers)
