"""Reads files of images and labels: IDX, plain or compressed with gzip, and NumPy's npz.

A file is read as a whole or not at all: whatever is missing, left over or unexpected is a
`ValueError` that names the file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from gzip import GzipFile

_CHUNK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"
# The type of the elements in IDX files and in npz files: unsigned bytes.
_IDX_UINT8 = 0x08
_NPY_UINT8 = ("|u1", "u1", "<u1", ">u1", "=u1", "B")

# An array of bytes with a shape. Tensors look at its memory; it can be written to.
Bytes = memoryview


def damaged(path: Path, expected: str, got: object) -> NoReturn:
    """Raises the error of a file that is not what it should be."""
    raise ValueError(f"{path} is damaged or incomplete: expected {expected}, got {got}.")


def read_idx(path: Path, ndim: int) -> Bytes:
    """The array in an IDX file, plain or compressed, whatever it is called.

    Args:
        path: the file.
        ndim: how many axes the array must have.

    Raises:
        ValueError: the file is damaged or holds something else.
        OSError: it cannot be read.
    """
    import gzip
    import zlib

    with open(path, "rb") as file:
        is_compressed = file.read(2) == _GZIP_MAGIC
        file.seek(0)
        if not is_compressed:
            return _read_idx(path, file, ndim)
        try:
            with gzip.GzipFile(fileobj=file) as stream:
                return _read_idx(path, stream, ndim)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            damaged(path, "a whole gzip file", f"an error: {error}")


def _read_idx(path: Path, stream: IO[bytes] | GzipFile, ndim: int) -> Bytes:
    magic = bytes((0, 0, _IDX_UINT8, ndim))
    found = stream.read(4)
    if found != magic:
        damaged(path, f"an IDX file that begins with {magic.hex()}", found.hex() or "nothing")
    lengths = stream.read(4 * ndim)
    if len(lengths) != 4 * ndim:
        damaged(path, f"{ndim} lengths of axes", f"{len(lengths)} bytes")
    shape = tuple(int.from_bytes(lengths[4 * axis : 4 * axis + 4], "big") for axis in range(ndim))
    return _read_elements(path, stream, shape)


def _read_elements(path: Path, stream: IO[bytes] | GzipFile, shape: tuple[int, ...]) -> Bytes:
    """The rest of a stream, which must be exactly the elements. Reading on to its end has the
    checksum of a compressed file compared."""
    size = math.prod(shape)
    # Grows with what is really there: a damaged length does not claim memory.
    elements = bytearray()
    while chunk := stream.read(_CHUNK):
        elements += chunk
        if len(elements) > size:
            break
    if len(elements) != size:
        got = f"{len(elements):,}" if len(elements) < size else "more"
        damaged(path, f"{size:,} bytes for an array of shape {shape}", got)
    return memoryview(elements).cast("B", shape) if size else memoryview(b"")


def read_npz(path: Path, names: Mapping[str, int]) -> list[Bytes]:
    """Arrays of bytes in an npz file.

    Args:
        path: the file.
        names: the arrays' names and how many axes each must have.

    Raises:
        ValueError: the file is damaged, or an array is missing or is another one.
        OSError: it cannot be read.
    """
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
            missing = [name for name in names if f"{name}.npy" not in members]
            if missing:
                damaged(path, f"the arrays {', '.join(names)}", f"none called {missing[0]}")
            arrays = []
            for name, ndim in names.items():
                with archive.open(f"{name}.npy") as stream:
                    shape = _npy_shape(path, name, stream)
                    if len(shape) != ndim:
                        damaged(path, f"{ndim} axes of {name}", f"the shape {shape}")
                    arrays.append(_read_elements(path, stream, shape))
            return arrays
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        damaged(path, "a whole npz file", f"an error: {error}")


def _npy_shape(path: Path, name: str, stream: IO[bytes]) -> tuple[int, ...]:
    import ast

    begin = stream.read(8)
    if len(begin) != 8 or begin[:6] != b"\x93NUMPY" or begin[6] not in (1, 2, 3):
        damaged(path, f"an array of NumPy called {name}", begin.hex() or "nothing")
    width = 2 if begin[6] == 1 else 4
    length = int.from_bytes(stream.read(width), "little")
    header: Any = None
    try:
        header = ast.literal_eval(stream.read(min(length, 1 << 16)).decode("latin1").strip())
        shape = tuple(int(count) for count in header["shape"])
        dtype, is_fortran = header["descr"], header["fortran_order"]
    except (ValueError, SyntaxError, KeyError, TypeError):
        damaged(path, f"a description of the array {name}", repr(header))
    if dtype not in _NPY_UINT8:
        damaged(path, f"elements of {name} of the type uint8", repr(dtype))
    if is_fortran and len(shape) > 1:
        damaged(path, f"{name} in row-major order", "column-major order")
    if min(shape, default=0) < 0:
        damaged(path, f"lengths of {name} of 0 or more", shape)
    return shape
