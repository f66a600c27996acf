"""Images whose pixels come from elsewhere in them."""

from __future__ import annotations

from typing import Any

from hornbill import random as _random
from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types, _windows


def map_coordinates(
    inputs: Any, coordinates: Any, order: int, fill_mode: str = "constant", fill_value: float = 0
) -> Tensor:
    """Values at places between the elements of an array.

    Args:
        inputs: an array.
        coordinates: along its first axis, a position along each axis of `inputs`.
        order: 0 takes the nearest element, 1 a mean of neighbours, weighted by distance.
        fill_mode: what lies outside: `"constant"`, `"nearest"`, `"wrap"`, `"mirror"` or
            `"reflect"`.
        fill_value: the constant.

    Returns:
        The shape of `coordinates` without its first axis, in the dtype of `inputs`.
    """
    return call(
        "image.map_coordinates",
        _types.convert(inputs),
        _types.convert(coordinates),
        order=int(order),
        fill_mode=fill_mode,
        fill_value=float(fill_value),
    )


def affine_transform(
    images: Any,
    transform: Any,
    interpolation: str = "bilinear",
    fill_mode: str = "constant",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Tensor:
    """Images seen through a linear map.

    Args:
        images: one image or a batch.
        transform: eight numbers `a0, a1, a2, b0, b1, b2, c0, c1`, or a row of them for each image:
            the pixel at (x, y) is what lies at (a0 x + a1 y + a2, b0 x + b1 y + b2). The last two
            are not used.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_mode, fill_value: what lies outside, as for `map_coordinates`.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return call(
        "image.affine_transform",
        _types.convert(images),
        _types.convert(transform),
        interpolation=interpolation,
        fill_mode=fill_mode,
        fill_value=float(fill_value),
        data_format=_windows.data_format(data_format),
    )


def perspective_transform(
    images: Any,
    start_points: Any,
    end_points: Any,
    interpolation: str = "bilinear",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Tensor:
    """Images seen from elsewhere.

    Args:
        images: one image or a batch.
        start_points, end_points: four corners (x, y), for all images or for each: what was at
            `start_points` comes to `end_points`.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_value: what lies outside.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return call(
        "image.perspective_transform",
        _types.convert(images),
        _types.convert(start_points),
        _types.convert(end_points),
        interpolation=interpolation,
        fill_value=float(fill_value),
        data_format=_windows.data_format(data_format),
    )


def elastic_transform(
    images: Any,
    alpha: float = 20.0,
    sigma: float = 5.0,
    interpolation: str = "bilinear",
    fill_mode: str = "reflect",
    fill_value: float = 0.0,
    seed: Any = None,
    data_format: str | None = None,
) -> Tensor:
    """Images whose pixels are moved at random, neighbours alike.

    Args:
        images: one image or a batch.
        alpha: by how much pixels move.
        sigma: how smooth the moves are.
        interpolation: `"bilinear"` or `"nearest"`.
        fill_mode, fill_value: what lies outside, as for `map_coordinates`.
        seed: the same moves for the same integer; or a `SeedGenerator`.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return call(
        "image.elastic_transform",
        _types.convert(images),
        alpha=float(alpha),
        sigma=float(sigma),
        interpolation=interpolation,
        fill_mode=fill_mode,
        fill_value=float(fill_value),
        seed=_random._seed(seed),
        data_format=_windows.data_format(data_format),
    )
