"""Small tools around models: labels as one-hot rows, seeds, files, learning curves."""

from hornbill._keras_tensor import is_keras_tensor
from hornbill._progbar import Progbar
from hornbill.utils import np_utils
from hornbill.utils.file_utils import get_file
from hornbill.utils.numerical_utils import normalize, to_categorical
from hornbill.utils.plot_history import plot_history
from hornbill.utils.rng_utils import set_random_seed

__all__ = [
    "Progbar",
    "get_file",
    "is_keras_tensor",
    "normalize",
    "np_utils",
    "plot_history",
    "set_random_seed",
    "to_categorical",
]
