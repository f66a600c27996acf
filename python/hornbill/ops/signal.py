"""Signals: Fourier transforms, windows, distances, complex numbers, as in `keras.ops`."""

from __future__ import annotations

from typing import Any

from hornbill import numpy as _np
from hornbill._hornbill import Tensor
from hornbill.numpy._call import call, is_number
from hornbill.ops import _types

__all__ = [
    "bartlett",
    "blackman",
    "cdist",
    "correlate",
    "erfc",
    "erfinv",
    "extract_sequences",
    "fft",
    "fft2",
    "hamming",
    "hanning",
    "i0",
    "ifft2",
    "irfft",
    "istft",
    "kaiser",
    "polar",
    "rfft",
    "stft",
    "view_as_complex",
    "view_as_real",
]


def _pair(x: Any) -> Tensor:
    """Complex numbers of a tuple of their real and imaginary parts."""
    if not isinstance(x, (tuple, list)) or len(x) != 2:
        raise ValueError(
            f"Input `x` should be a tuple of two tensors - real and imaginary. Received: x={x}"
        )
    real, imaginary = (_types.convert(part) for part in x)
    if tuple(real.shape) != tuple(imaginary.shape):
        raise ValueError(
            "Input `x` should be a tuple of two tensors - real and imaginary. Both the real and "
            f"imaginary parts should have the same shape. Received: x[0].shape = "
            f"{tuple(real.shape)}, x[1].shape = {tuple(imaginary.shape)}"
        )
    if real.dtype.kind != "f" or imaginary.dtype.kind != "f":
        raise ValueError(f"At least one tensor in input `x` is not of type float. Received: x={x}.")
    return call("complex", _at_least_float32(real), _at_least_float32(imaginary))


def _at_least_float32(x: Tensor) -> Tensor:
    return x if x.dtype.itemsize >= 4 else call("astype", x, dtype="float32")


def _parts(x: Tensor) -> tuple[Tensor, Tensor]:
    return call("real", x), call("imag", x)


def _need_rank(x: Tensor, rank: int) -> Tensor:
    if x.ndim < rank:
        raise ValueError(f"Input should have rank >= {rank}. Received: input.shape = {x.shape}")
    return x


def fft(x: Any) -> tuple[Tensor, Tensor]:
    """The Fourier transform along the last axis: real and imaginary parts, of such a pair."""
    return _parts(call("fft", _need_rank(_pair(x), 1)))


def fft2(x: Any) -> tuple[Tensor, Tensor]:
    """The Fourier transform along the last two axes, of a pair of parts."""
    return _parts(call("fft2", _need_rank(_pair(x), 2)))


def ifft2(x: Any) -> tuple[Tensor, Tensor]:
    """The inverse of `fft2`."""
    return _parts(call("ifft2", _need_rank(_pair(x), 2)))


def rfft(x: Any, fft_length: int | None = None) -> tuple[Tensor, Tensor]:
    """The first half of the Fourier transform of real numbers, cut or padded to a length."""
    x = _need_rank(_at_least_float32(_types.real(x)), 1)
    return _parts(call("rfft", x, n=None if fft_length is None else int(fft_length)))


def irfft(x: Any, fft_length: int | None = None) -> Tensor:
    """The inverse of `rfft`."""
    n = None if fft_length is None else int(fft_length)
    return call("irfft", _need_rank(_pair(x), 1), n=n)


def extract_sequences(x: Any, sequence_length: int, sequence_stride: int) -> Tensor:
    """Runs of the last axis, each a stride behind the one before: `(..., runs, length)`."""
    return call(
        "extract_sequences",
        _types.convert(x),
        sequence_length=int(sequence_length),
        sequence_stride=int(sequence_stride),
    )


def stft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    window: Any = "hann",
    center: bool = True,
) -> tuple[Tensor, Tensor]:
    """The Fourier transforms of runs of a signal, weighted by a window: a pair of parts.

    Args:
        x: the signal, `(..., length)`, float32 or float64.
        sequence_length, sequence_stride: of the runs.
        fft_length: the length that runs are padded to.
        window: `"hann"`, `"hamming"`, `sequence_length` numbers, or `None`.
        center: whether the signal is mirrored at its ends, so that runs are centred.
    """
    x = _types.real(x)
    name, samples = _window(window)
    return _parts(
        call(
            "stft",
            x,
            *samples,
            sequence_length=int(sequence_length),
            sequence_stride=int(sequence_stride),
            fft_length=int(fft_length),
            window=name,
            center=bool(center),
        )
    )


def istft(
    x: Any,
    sequence_length: int,
    sequence_stride: int,
    fft_length: int,
    length: int | None = None,
    window: Any = "hann",
    center: bool = True,
) -> Tensor:
    """The inverse of `stft`, cut to a length."""
    name, samples = _window(window)
    return call(
        "istft",
        _pair(x),
        *samples,
        sequence_length=int(sequence_length),
        sequence_stride=int(sequence_stride),
        fft_length=int(fft_length),
        length=None if length is None else int(length),
        window=name,
        center=bool(center),
    )


def _window(window: Any) -> tuple[str | None, tuple[Tensor, ...]]:
    if window is None:
        return "none", ()
    if not isinstance(window, str):
        return None, (_types.real(window),)
    if window not in ("hann", "hamming"):
        raise ValueError(
            'If a string is passed to `window`, it must be one of `"hann"`, `"hamming"`. '
            f"Received: window={window}"
        )
    return window, ()


def _samples(name: str, x: Any, **attributes: float) -> Tensor:
    count = x if is_number(x) else _types.convert(x)
    return call("astype", call(name, n=int(count), **attributes), dtype=_types.floatx())


def bartlett(x: Any) -> Tensor:
    """A triangular window of `x` samples."""
    return _samples("bartlett", x)


def blackman(x: Any) -> Tensor:
    """Blackman's window of `x` samples."""
    return _samples("blackman", x)


def hamming(x: Any) -> Tensor:
    """Hamming's window of `x` samples."""
    return _samples("hamming", x)


def hanning(x: Any) -> Tensor:
    """Hann's window of `x` samples."""
    return _samples("hanning", x)


def kaiser(x: Any, beta: Any) -> Tensor:
    """Kaiser's window of `x` samples."""
    return _samples("kaiser", x, beta=float(beta))


def i0(x: Any) -> Tensor:
    """The modified Bessel function of the first kind, of order 0."""
    x = _types.convert(x)
    name = x.dtype.name
    if name == "int64":
        return call("i0", call("astype", x, dtype="float64"))
    return call("i0", _types.real(x))


def erfc(x: Any) -> Tensor:
    """`1 - erf(x)`, precise where that is tiny."""
    return call("erfc", _types.real(x))


def erfinv(x: Any) -> Tensor:
    """The inverse of `erf`."""
    return call("erfinv", _types.real(x))


def cdist(x: Any, y: Any) -> Tensor:
    """The distance of each row of `x` from each row of `y`: `(..., n, m)`."""
    return call("cdist", *(_types.real(one) for one in _types.common(x, y)))


def correlate(x1: Any, x2: Any, mode: str = "valid") -> Tensor:
    """The correlation of two vectors: `mode` is `"valid"`, `"same"` or `"full"`."""
    return _np.correlate(*(_types.real(x) for x in _types.common(x1, x2)), mode)


def polar(abs_: Any, angle: Any) -> Tensor:
    """Complex numbers of magnitudes and angles."""
    size, turn = (_at_least_float32(_types.real(x)) for x in _types.common(abs_, angle))
    return call("complex", size * call("cos", turn), size * call("sin", turn))


def view_as_complex(x: Any) -> Tensor:
    """Complex numbers of pairs in the last axis."""
    x = _types.real(x)
    if x.ndim < 1 or x.shape[-1] != 2:
        raise ValueError(
            "Last dimension of input must be size 2 (real and imaginary). "
            f"Received shape: {tuple(x.shape)}"
        )
    return call("complex", x[..., 0], x[..., 1])


def view_as_real(x: Any) -> Tensor:
    """Real and imaginary parts of complex numbers, in a new last axis."""
    return call("stack", *_parts(_types.convert(x)), axis=-1)
