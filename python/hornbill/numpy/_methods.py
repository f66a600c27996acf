"""The methods of tensors that are functions of this package.

The extension puts them on its type `Tensor` when a program first asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy import (
    _elementwise,
    _joining,
    _products,
    _reductions,
    _running,
    _searching,
    _shapes,
)
from hornbill.numpy._call import call, lengths


def flatten(a: Tensor, order: str = "C") -> Tensor:
    """A copy of the elements along one axis."""
    return call("copy", _shapes.ravel(a, order))


def transpose(a: Tensor, *axes: Any) -> Tensor:
    """A view with the axes in another order, reversed by default."""
    if len(axes) == 1 and (axes[0] is None or hasattr(axes[0], "__iter__")):
        return _shapes.transpose(a, axes[0])
    return _shapes.transpose(a, axes or None)


def resize(a: Tensor, *shape: Any, refcheck: bool = True) -> None:
    """Not for tensors: their shape never changes."""
    raise ValueError("cannot resize this array: use hornbill.numpy.resize, which makes a new one")


def fill(a: Tensor, value: Any) -> None:
    """Writes a value to every element."""
    a[...] = value


def sort(a: Tensor, axis: int = -1, kind: Any = None, order: Any = None) -> None:
    """Puts the elements in order along an axis, in place."""
    a[...] = _searching.sort(a, axis)


def partition(a: Tensor, kth: Any, axis: int = -1) -> None:
    """Puts the elements in order along an axis, in place."""
    sort(a, axis)


def put(a: Tensor, indices: Any, values: Any) -> None:
    """Writes values at positions in row-major order."""
    flat = a.reshape(-1, copy=False)
    flat[indices] = values


def view(a: Tensor, dtype: Any = None) -> Tensor:
    """The same memory, as elements of another dtype."""
    if dtype is None or isinstance(dtype, type) and hasattr(dtype, "reshape"):
        return a[...]
    return _hornbill.asarray(a.numpy().view(_hornbill.dtype(dtype).name))


def tobytes(a: Tensor, order: Any = "C") -> bytes:
    """The bytes of the elements, in row-major order or, for `"F"`, in column-major order."""
    return a.numpy().tobytes(order)


def tofile(a: Tensor, fid: Any, sep: str = "", format: str = "%s") -> None:
    """Writes the elements to a file, as bytes or, with a separator, as text."""
    a.numpy().tofile(fid, sep, format)


def byteswap(a: Tensor, inplace: bool = False) -> Tensor:
    """The elements with their bytes in reverse order."""
    swapped = _hornbill.asarray(a.numpy().byteswap())
    if not inplace:
        return swapped
    a[...] = swapped
    return a


class Flat:
    """The elements of a tensor in row-major order: what `flat` gives."""

    def __init__(self, base: Tensor) -> None:
        self.base = base

    def __len__(self) -> int:
        return self.base.size

    def __iter__(self) -> Iterator[Tensor]:
        return iter(self.base.reshape(-1))

    def __getitem__(self, key: Any) -> Tensor:
        return self.base.reshape(-1)[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        values = self.base.reshape(-1)
        values[key] = value
        # Elements that do not lie densely were copied.
        self.base[...] = values.reshape(self.base.shape)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.base.reshape(-1).__array__(dtype)

    def copy(self) -> Tensor:
        """A copy of the elements along one axis."""
        return flatten(self.base)


class Flags:
    """How a tensor lies in memory: what `flags` gives."""

    def __init__(self, of: Tensor) -> None:
        flags = of.numpy().flags
        self.c_contiguous = self.contiguous = flags.c_contiguous
        self.f_contiguous = flags.f_contiguous
        self.writeable = flags.writeable
        self.owndata = False
        self.aligned = True

    def __getitem__(self, name: str) -> bool:
        return getattr(self, name.lower())

    def __repr__(self) -> str:
        return "\n".join(f"  {name.upper()} : {value}" for name, value in vars(self).items())


def _set_flat(a: Tensor, value: Any) -> None:
    values = _hornbill.asarray(value, a.dtype)
    flat = values.reshape(-1)
    a[...] = _joining.resize(flat, lengths(a.shape))


METHODS: dict[str, Any] = {
    "all": _reductions.all,
    "any": _reductions.any,
    "argmax": _reductions.argmax,
    "argmin": _reductions.argmin,
    "argpartition": _searching.argpartition,
    "argsort": _searching.argsort,
    "byteswap": byteswap,
    "clip": _elementwise.clip,
    "conj": _elementwise.conj,
    "conjugate": _elementwise.conj,
    "cumprod": _running.cumprod,
    "cumsum": _running.cumsum,
    "diagonal": _products.diagonal,
    "dot": _products.dot,
    "fill": fill,
    "flags": property(Flags),
    "flat": property(Flat, _set_flat),
    "flatten": flatten,
    "imag": property(_elementwise.imag),
    "max": _reductions.max,
    "mean": _reductions.mean,
    "min": _reductions.min,
    "nonzero": _searching.nonzero,
    "partition": partition,
    "prod": _reductions.prod,
    "ptp": _reductions.ptp,
    "put": put,
    "ravel": _shapes.ravel,
    "real": property(_elementwise.real),
    "repeat": _joining.repeat,
    "resize": resize,
    "round": _elementwise.round,
    "searchsorted": _searching.searchsorted,
    "sort": sort,
    "squeeze": _shapes.squeeze,
    "std": _reductions.std,
    "sum": _reductions.sum,
    "swapaxes": _shapes.swapaxes,
    "take": _searching.take,
    "tobytes": tobytes,
    "tofile": tofile,
    "trace": _products.trace,
    "transpose": transpose,
    "var": _reductions.var,
    "view": view,
}
