"""Handwritten digits: 60,000 images to train and 10,000 to test, in ten classes.

MNIST is by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, and available under the terms
of the Creative Commons Attribution-Share Alike 3.0 licence.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from hornbill.datasets._images import Parts, directories, load_npz, load_own
from hornbill.utils._download import DownloadError
from hornbill.utils.file_utils import get_file

__all__ = ["load_data"]

_ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
_SAMPLE = Path(__file__).with_name("mnist-5k.npz")


def load_data(path: str = "mnist.npz") -> Parts:
    """The images and their labels.

    Where they cannot be found or downloaded, a sample of 5,000 images takes their place, with a
    warning.

    Args:
        path: the name of the file in Keras' cache; a path with directories is a file of your own.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: tensors of uint8. The images have the shape
        `(60000, 28, 28)`, with pixels from 0 to 255, the labels `(60000,)`, from 0 to 9.

    Raises:
        ValueError: a file is damaged or incomplete.
    """
    name = os.path.basename(path)
    if name != path:
        return load_npz(Path(path).expanduser())
    own = load_own(npz=name, folder="mnist")
    if own is not None:
        return own
    try:
        file = get_file(name, _ORIGIN, file_hash=_SHA256)
    except DownloadError as error:
        if error.damaged is not None:
            raise
        return _sample(error)
    return load_npz(Path(file))


def _sample(error: DownloadError) -> Parts:
    sample = load_npz(_SAMPLE)
    train, test = len(sample[0][1]), len(sample[1][1])
    warnings.warn(
        f"MNIST is not on this machine and cannot be downloaded ({error.reason}). You get the "
        f"sample that comes with Hornbill: {train:,} images to train and {test:,} to test, not "
        f"60,000 and 10,000. For all of them, download {_ORIGIN} and put it in one of "
        f"{', '.join(map(str, directories()))} or in a directory that $HORNBILL_DATASETS names.",
        stacklevel=3,
    )
    return sample
