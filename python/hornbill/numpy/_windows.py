"""Windows of signals, and Bessel's function that one of them is made of."""

from __future__ import annotations

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, call, number


def _samples(name: str, count: float, **attributes: float) -> Tensor:
    return call(name, n=max(0, int(number(count))), **attributes)


def bartlett(M: float) -> Tensor:
    """A triangular window of `M` samples, float64."""
    return _samples("bartlett", M)


def blackman(M: float) -> Tensor:
    """Blackman's window of `M` samples, float64."""
    return _samples("blackman", M)


def hamming(M: float) -> Tensor:
    """Hamming's window of `M` samples, float64."""
    return _samples("hamming", M)


def hanning(M: float) -> Tensor:
    """Hann's window of `M` samples, float64."""
    return _samples("hanning", M)


def kaiser(M: float, beta: float) -> Tensor:
    """Kaiser's window of `M` samples, float64; `beta` says how narrow it is."""
    return _samples("kaiser", M, beta=float(beta))


def i0(x: ArrayLike) -> Tensor:
    """The modified Bessel function of the first kind, of order 0."""
    return call("i0", x)
