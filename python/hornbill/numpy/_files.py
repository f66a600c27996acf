"""Tensors in files: NumPy's own formats and text. NumPy reads and writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, DTypeLike, dtype_name, tensor


def save(file: Any, arr: ArrayLike, allow_pickle: bool = False) -> None:
    """Writes an array to a file of NumPy's format; `.npy` is added to its name if missing.

    Returns:
        `None`.

    Raises:
        OSError: the file cannot be written.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    numpy.save(file, tensor(arr).numpy(), allow_pickle=False)


def savez(file: Any, *args: ArrayLike, **kwds: ArrayLike) -> None:
    """Writes arrays to one `.npz` file, under their names, or `arr_0`, `arr_1` and so on.

    Returns:
        `None`.

    Raises:
        OSError: the file cannot be written.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    numpy.savez(
        file,
        *(tensor(x).numpy() for x in args),
        **{name: tensor(x).numpy() for name, x in kwds.items()},  # type: ignore[arg-type]
    )


def savez_compressed(file: Any, *args: ArrayLike, **kwds: ArrayLike) -> None:
    """As `savez`, compressed.

    Returns:
        `None`.

    Raises:
        OSError: the file cannot be written.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    numpy.savez_compressed(
        file,
        *(tensor(x).numpy() for x in args),
        **{name: tensor(x).numpy() for name, x in kwds.items()},  # type: ignore[arg-type]
    )


class NpzFile(Mapping[str, Tensor]):
    """The arrays of an `.npz` file by name, each read when it is first asked for."""

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    @property
    def files(self) -> list[str]:
        """The names of the arrays."""
        return self._opened.files

    def __getitem__(self, name: str) -> Tensor:
        return _hornbill.asarray(self._opened[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened.files)

    def __len__(self) -> int:
        return len(self._opened.files)

    def __enter__(self) -> NpzFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self._opened.close()


def load(file: Any, mmap_mode: Any = None, allow_pickle: bool = False) -> Tensor | NpzFile:
    """The array of an `.npy` file, or the arrays of an `.npz` file.

    Args:
        file: a path or an open file.
        mmap_mode: `"r"`, `"r+"` or `"c"`: look at the file instead of reading it.
        allow_pickle: kept for programs that give it: files of objects are refused.

    Raises:
        ValueError: the file holds something else.

    Returns:
        A tensor, or an `NpzFile` of tensors by name.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    loaded = numpy.load(file, mmap_mode=mmap_mode, allow_pickle=False)
    return NpzFile(loaded) if hasattr(loaded, "files") else _hornbill.asarray(loaded)


def loadtxt(fname: Any, dtype: DTypeLike = float, **options: Any) -> Any:
    """The numbers in a text file: a row for each line. Options are those of `numpy.loadtxt`.

    Returns:
        A tensor of one or two axes.

    Raises:
        ValueError: something is no number, or the lines are not equally long.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    loaded = numpy.loadtxt(fname, dtype_name(dtype), **options)
    if isinstance(loaded, list):  # unpack=True
        return [_hornbill.asarray(part) for part in loaded]
    return _hornbill.asarray(loaded)


def genfromtxt(fname: Any, dtype: DTypeLike = float, **options: Any) -> Tensor:
    """As `loadtxt`, where numbers may be missing. Options are those of `numpy.genfromtxt`.

    Returns:
        A tensor of one or two axes.

    Raises:
        ValueError: the lines are not equally long.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    return _hornbill.asarray(numpy.genfromtxt(fname, dtype_name(dtype), **options))


def savetxt(fname: Any, X: ArrayLike, **options: Any) -> None:
    """Writes numbers to a text file: a line for each row. Options are those of `numpy.savetxt`.

    Returns:
        `None`.

    Raises:
        OSError: the file cannot be written.
        ValueError: there are more than two axes.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    numpy.savetxt(fname, tensor(X).numpy(), **options)


def fromfile(file: Any, dtype: DTypeLike = float, count: int = -1, sep: str = "") -> Tensor:
    """The numbers in a file, as bytes or, with a separator, as text.

    Returns:
        A tensor of one axis.

    Raises:
        OSError: the file cannot be read.

    Source: `hornbill/numpy/_files.py`.
    """
    import numpy

    return _hornbill.asarray(numpy.fromfile(file, dtype_name(dtype), count, sep))
