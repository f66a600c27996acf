"""Windows of signals, and Bessel's function that one of them is made of."""

from __future__ import annotations

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, call, number


def _samples(name: str, count: float, **attributes: float) -> Tensor:
    return call(name, n=max(0, int(number(count))), **attributes)


def bartlett(M: float) -> Tensor:
    """A triangular window of `M` samples.

    Returns:
        A float64 tensor with one axis, of length 0 if `M` is below 1.

    Raises:
        TypeError, ValueError: an argument is not a number.

    Source: the engine's function `bartlett`; NumPy's of the same name.
    """
    return _samples("bartlett", M)


def blackman(M: float) -> Tensor:
    """Blackman's window of `M` samples.

    Returns:
        A float64 tensor with one axis, of length 0 if `M` is below 1.

    Raises:
        TypeError, ValueError: an argument is not a number.

    Source: the engine's function `blackman`; NumPy's of the same name.
    """
    return _samples("blackman", M)


def hamming(M: float) -> Tensor:
    """Hamming's window of `M` samples.

    Returns:
        A float64 tensor with one axis, of length 0 if `M` is below 1.

    Raises:
        TypeError, ValueError: an argument is not a number.

    Source: the engine's function `hamming`; NumPy's of the same name.
    """
    return _samples("hamming", M)


def hanning(M: float) -> Tensor:
    """Hann's window of `M` samples.

    Returns:
        A float64 tensor with one axis, of length 0 if `M` is below 1.

    Raises:
        TypeError, ValueError: an argument is not a number.

    Source: the engine's function `hanning`; NumPy's of the same name.
    """
    return _samples("hanning", M)


def kaiser(M: float, beta: float) -> Tensor:
    """Kaiser's window of `M` samples; `beta` says how narrow it is.

    Returns:
        A float64 tensor with one axis, of length 0 if `M` is below 1.

    Raises:
        TypeError, ValueError: an argument is not a number.

    Source: the engine's function `kaiser`; NumPy's of the same name.
    """
    return _samples("kaiser", M, beta=float(beta))


def i0(x: ArrayLike) -> Tensor:
    """The modified Bessel function of the first kind, of order 0.

    Returns:
        A tensor of the shape of `x`, and of its dtype if that is a floating-point one, else float64.

    Raises:
        TypeError: `x` is complex.

    Source: the engine's function `i0`; NumPy's of the same name.
    """
    return call("i0", x)
