"""Finds and checks sets of small grey images with labels: MNIST and those of its form."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from hornbill import _hornbill
from hornbill.datasets._reading import Bytes, damaged, read_idx, read_npz

Part = tuple[_hornbill.Tensor, _hornbill.Tensor]
Parts = tuple[Part, Part]

# What the four files hold: the first part of their names, and how many axes.
_FILES = (
    ("train-images", 3),
    ("train-labels", 1),
    ("t10k-images", 3),
    ("t10k-labels", 1),
)
_ARRAYS = {"x_train": 3, "y_train": 1, "x_test": 3, "y_test": 1}
_SIDE = 28
_CLASSES = 10


def directories() -> list[Path]:
    """Where data sets of the user's own are looked for."""
    named = os.environ.get("HORNBILL_DATASETS", "").split(os.pathsep)
    return [
        *(Path(directory).expanduser() for directory in named if directory),
        Path("/usr/share/datasets"),
    ]


def load_own(npz: str | None, folder: str) -> Parts | None:
    """The first data set found in the user's directories, `None` if there is none.

    Args:
        npz: the name of an npz file.
        folder: the name of a folder with the four IDX files, plain or compressed.

    Raises:
        ValueError: a file is damaged, or some of the four files are missing.
    """
    for directory in directories():
        if npz is not None and (directory / npz).is_file():
            return load_npz(directory / npz)
        files = _idx_files(directory / folder)
        if files is not None:
            return load_idx(files)
    return None


def _idx_files(folder: Path) -> list[Path] | None:
    found = []
    missing = []
    for name, ndim in _FILES:
        file = next(filter(Path.is_file, _spellings(folder, name, ndim)), None)
        if file is None:
            missing.append(f"{name}-idx{ndim}-ubyte")
        else:
            found.append(file)
    if found and missing:
        damaged(folder, "the four files of the data set", f"all but {', '.join(missing)}")
    return found or None


def _spellings(folder: Path, name: str, ndim: int) -> Iterator[Path]:
    for separator in ("-", "."):  # some archives hold train-images.idx3-ubyte
        for suffix in ("", ".gz"):
            yield folder / f"{name}{separator}idx{ndim}-ubyte{suffix}"


def load_idx(files: list[Path]) -> Parts:
    """The data set in four IDX files: images and labels to train, images and labels to test."""
    arrays = [read_idx(file, ndim) for file, (_, ndim) in zip(files, _FILES, strict=True)]
    return (
        _part(files[0], files[1], arrays[0], arrays[1]),
        _part(files[2], files[3], arrays[2], arrays[3]),
    )


def load_npz(path: Path) -> Parts:
    """The data set in an npz file with the names of Keras' own."""
    x_train, y_train, x_test, y_test = read_npz(path, _ARRAYS)
    return _part(path, path, x_train, y_train), _part(path, path, x_test, y_test)


def _part(images_path: Path, labels_path: Path, images: Bytes, labels: Bytes) -> Part:
    shape = images.shape or ()
    if len(shape) != 3 or shape[1:] != (_SIDE, _SIDE):
        damaged(images_path, f"images of {_SIDE} × {_SIDE} pixels", f"the shape {shape}")
    if labels.shape != shape[:1]:
        damaged(labels_path, f"{shape[0]:,} labels", f"the shape {labels.shape}")
    if (largest := max(labels.cast("B"))) >= _CLASSES:
        damaged(labels_path, f"labels from 0 to {_CLASSES - 1}", largest)
    return _hornbill.asarray(images), _hornbill.asarray(labels)
