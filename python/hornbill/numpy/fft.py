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
    """The discrete Fourier transform along an axis.

    Returns:
        A complex tensor, as long along the axis as `n` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `fft`.
    """
    return call("fft", x, n=n, axis=operator.index(axis), norm=norm)


def ifft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `fft`.

    Returns:
        A complex tensor, as long along the axis as `n` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `ifft`.
    """
    return call("ifft", x, n=n, axis=operator.index(axis), norm=norm)


def rfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The first half of `fft` of real numbers.

    Returns:
        A complex tensor, half as long along the axis.

    Raises:
        TypeError: the numbers are complex.

    Source: the engine's function `rfft`.
    """
    return call("rfft", x, n=n, axis=operator.index(axis), norm=norm)


def irfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `rfft`, with `n` results.

    Returns:
        A tensor of real floats, as long along the axis as `n` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `irfft`.
    """
    return call("irfft", x, n=n, axis=operator.index(axis), norm=norm)


def hfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """`fft` of a signal whose second half is the conjugate of the first, which is given.

    Returns:
        A tensor of real floats, as long along the axis as `n` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `hfft`.
    """
    return call("hfft", x, n=n, axis=operator.index(axis), norm=norm)


def ihfft(
    x: ArrayLike, /, n: int | None = None, axis: int = -1, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `hfft`.

    Returns:
        A complex tensor, half as long along the axis.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `ihfft`.
    """
    return call("ihfft", x, n=n, axis=operator.index(axis), norm=norm)


def fftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """`fft` along several axes.

    Returns:
        A complex tensor, as long along the axes as `s` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `fftn`.
    """
    return call("fftn", x, s=s, axes=axes, norm=norm)


def ifftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `fftn`.

    Returns:
        A complex tensor, as long along the axes as `s` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `ifftn`.
    """
    return call("ifftn", x, s=s, axes=axes, norm=norm)


def rfftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """`rfft` along the last of the axes, `fft` along the others.

    Returns:
        A complex tensor, half as long along the last axis.

    Raises:
        TypeError: the numbers are complex.

    Source: the engine's function `rfftn`.
    """
    return call("rfftn", x, s=s, axes=axes, norm=norm)


def irfftn(
    x: ArrayLike, /, s: Integers = None, axes: Integers = None, norm: str | None = "backward"
) -> Tensor:
    """The inverse of `rfftn`.

    Returns:
        A tensor of real floats, as long along the axes as `s` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `irfftn`.
    """
    return call("irfftn", x, s=s, axes=axes, norm=norm)


def fft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """`fftn` along the last two axes.

    Returns:
        A complex tensor, as long along the axes as `s` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `fft2`.
    """
    return call("fft2", x, s=s, axes=axes, norm=norm)


def ifft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """The inverse of `fft2`.

    Returns:
        A complex tensor, as long along the axes as `s` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `ifft2`.
    """
    return call("ifft2", x, s=s, axes=axes, norm=norm)


def rfft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """`rfftn` along the last two axes.

    Returns:
        A complex tensor, half as long along the last axis.

    Raises:
        TypeError: the numbers are complex.

    Source: the engine's function `rfft2`.
    """
    return call("rfft2", x, s=s, axes=axes, norm=norm)


def irfft2(
    x: ArrayLike, /, s: Integers = None, axes: Integers = (-2, -1), norm: str | None = "backward"
) -> Tensor:
    """The inverse of `rfft2`.

    Returns:
        A tensor of real floats, as long along the axes as `s` says.

    Raises:
        ValueError: there is no length to transform.

    Source: the engine's function `irfft2`.
    """
    return call("irfft2", x, s=s, axes=axes, norm=norm)


def fftfreq(n: int, /, d: float = 1.0, *, dtype: DTypeLike = None, device: Any = None) -> Tensor:
    """The frequencies of the results of `fft`, for samples at a distance `d`.

    Returns:
        A tensor of float64 of one axis.

    Raises:
        ValueError: `n` is not positive.

    Source: the engine's function `fftfreq`.
    """
    return call("fftfreq", n=operator.index(n), d=float(d), dtype=dtype_name(dtype))


def rfftfreq(n: int, /, d: float = 1.0, *, dtype: DTypeLike = None, device: Any = None) -> Tensor:
    """The frequencies of the results of `rfft`, for samples at a distance `d`.

    Returns:
        A tensor of float64 of one axis.

    Raises:
        ValueError: `n` is not positive.

    Source: the engine's function `rfftfreq`.
    """
    return call("rfftfreq", n=operator.index(n), d=float(d), dtype=dtype_name(dtype))


def fftshift(x: ArrayLike, /, axes: Axis = None) -> Tensor:
    """The frequency 0 moved to the middle of axes, all by default.

    Returns:
        A tensor of the shape and dtype of the array.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `fftshift`.
    """
    return call("fftshift", x, axes=_axes(axes))


def ifftshift(x: ArrayLike, /, axes: Axis = None) -> Tensor:
    """The inverse of `fftshift`.

    Returns:
        A tensor of the shape and dtype of the array.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's function `ifftshift`.
    """
    return call("ifftshift", x, axes=_axes(axes))
