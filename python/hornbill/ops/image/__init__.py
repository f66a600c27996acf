"""Functions of images, as in `keras.ops.image`.

An image is (height, width, channels), a batch of them (batch, height, width, channels), or with the
channels before height and width for `"channels_first"`. Results have the images' dtype unless a
function says otherwise; what is wrong with an argument is a `ValueError` that names it. The engine
computes them in Swift (Sources/HornbillTensor/Operations/Functions/Images).
"""

from __future__ import annotations

from hornbill.ops.image.colours import hsv_to_rgb, rgb_to_grayscale, rgb_to_hsv
from hornbill.ops.image.filters import gaussian_blur, sobel_edges, ssim
from hornbill.ops.image.sizes import (
    crop_images,
    extract_patches,
    extract_patches_3d,
    pad_images,
    resize,
    scale_and_translate,
)
from hornbill.ops.image.warps import (
    affine_transform,
    elastic_transform,
    map_coordinates,
    perspective_transform,
)

__all__ = [
    "affine_transform",
    "crop_images",
    "elastic_transform",
    "extract_patches",
    "extract_patches_3d",
    "gaussian_blur",
    "hsv_to_rgb",
    "map_coordinates",
    "pad_images",
    "perspective_transform",
    "resize",
    "rgb_to_grayscale",
    "rgb_to_hsv",
    "scale_and_translate",
    "sobel_edges",
    "ssim",
]
