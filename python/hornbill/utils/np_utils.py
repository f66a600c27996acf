"""The older place of functions that prepare arrays for a model."""

from hornbill.utils.numerical_utils import normalize, to_categorical

__all__ = ["normalize", "to_categorical"]
