"""Discrete Fourier transforms, as in `numpy.fft` and in the standard's extension `fft`.

Arguments that all have: `n` or `s`, the lengths to which the input is cut or padded with zeros; the
axes, all or the last by default; and `norm`, which of both directions divides by the length:
`"backward"`, `"forward"`, or `"ortho"`, both by its root.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, Axis, DTypeLike, axes as _axes, call, dtype_name

Integers = Sequence[int] | None


def fft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The discrete Fourier transform along an axis."""
    return call("fft", x, n=n, axis=operator.index(axis), norm=norm)


def ifft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `fft`."""
    return call("ifft", x, n=n, axis=operator.index(axis), norm=norm)


def rfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The first half of `fft` of real numbers."""
    return call("rfft", x, n=n, axis=operator.index(axis), norm=norm)


def irfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `rfft`, with `n` results."""
    return call("irfft", x, n=n, axis=operator.index(axis), norm=norm)


def hfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """`fft` of a signal whose second half is the conjugate of the first, which is given."""
    return call("hfft", x, n=n, axis=operator.index(axis), norm=norm)


def ihfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `hfft`."""
    return call("ihfft", x, n=n, axis=operator.index(axis), norm=norm)


def fftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """`fft` along several axes."""
    return call("fftn", x, s=s, axes=axes, norm=norm)


def ifftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `fftn`."""
    return call("ifftn", x, s=s, axes=axes, norm=norm)


def rfftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """`rfft` along the last of the axes, `fft` along the others."""
    return call("rfftn", x, s=s, axes=axes, norm=norm)


def irfftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `rfftn`."""
    return call("irfftn", x, s=s, axes=axes, norm=norm)


def fft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """`fftn` along the last two axes."""
    return call("fft2", x, s=s, axes=axes, norm=norm)


def ifft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """The inverse of `fft2`."""
    return call("ifft2", x, s=s, axes=axes, norm=norm)


def rfft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """`rfftn` along the last two axes."""
    return call("rfft2", x, s=s, axes=axes, norm=norm)


def irfft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """The inverse of `rfft2`."""
    return call("irfft2", x, s=s, axes=axes, norm=norm)


def fftfreq(n: int, /, d: float = 1.0, *, dtype: DTypeLike = None, device: Any = None) -> Tensor:
    """The frequencies of the results of `fft`, for samples at a distance `d`."""
    return call("fftfreq", n=operator.index(n), d=float(d), dtype=dtype_name(dtype))


def rfftfreq(n: int, /, d: float = 1.0, *, dtype: DTypeLike = None, device: Any = None) -> Tensor:
    """The frequencies of the results of `rfft`, for samples at a distance `d`."""
    return call("rfftfreq", n=operator.index(n), d=float(d), dtype=dtype_name(dtype))


def fftshift(x: ArrayLike, /, axes: Axis = None) -> Tensor:
    """The frequency 0 moved to the middle of axes, all by default."""
    return call("fftshift", x, axes=_axes(axes))


def ifftshift(x: ArrayLike, /, axes: Axis = None) -> Tensor:
    """The inverse of `fftshift`."""
    return call("ifftshift", x, axes=_axes(axes))
