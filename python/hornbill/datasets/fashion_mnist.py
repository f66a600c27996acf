"""Images of clothes: 60,000 to train and 10,000 to test, in ten classes.

The classes are 0 T-shirt/top, 1 trouser, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt,
7 sneaker, 8 bag, 9 ankle boot. Fashion-MNIST is by Zalando SE, and available under the MIT licence.
"""

from __future__ import annotations

from pathlib import Path

from hornbill.datasets._images import Parts, directories, load_idx, load_own
from hornbill.utils._download import DownloadError
from hornbill.utils.file_utils import get_file

__all__ = ["load_data"]

_ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
# The checksums of the files, in the order of training and test, images and labels.
_SHA256 = {
    "train-images-idx3-ubyte.gz": (
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
    ),
    "train-labels-idx1-ubyte.gz": (
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"
    ),
    "t10k-images-idx3-ubyte.gz": (
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"
    ),
    "t10k-labels-idx1-ubyte.gz": (
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
    ),
}


def load_data() -> Parts:
    """The images and their labels.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: tensors of uint8. The images have the shape
        `(60000, 28, 28)`, with pixels from 0 to 255, the labels `(60000,)`, from 0 to 9.

    Raises:
        ValueError: a file is damaged or incomplete.
        OSError: the images are not on the machine and cannot be downloaded.
    """
    own = load_own(npz=None, folder="fashion-mnist")
    if own is not None:
        return own
    files = []
    for name, checksum in _SHA256.items():
        try:
            file = get_file(
                name, _ORIGIN + name, cache_subdir="datasets/fashion-mnist", file_hash=checksum
            )
        except DownloadError as error:
            if error.damaged is not None:
                raise
            raise OSError(
                f"Fashion-MNIST is not on this machine and cannot be downloaded ({error}). On "
                "Debian and Ubuntu `apt install dataset-fashion-mnist` brings it; or put its "
                f"four files, {', '.join(_SHA256)}, in a folder `fashion-mnist` in one of "
                f"{', '.join(map(str, directories()))} or in a directory that "
                "$HORNBILL_DATASETS names."
            ) from error
        files.append(Path(file))
    return load_idx(files)
