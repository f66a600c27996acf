"""Functions that prepare arrays for a model."""

from __future__ import annotations

from typing import Any

__all__ = ["normalize", "to_categorical"]


def to_categorical(x: Any, num_classes: int | None = None) -> Any:
    """One row for each label, with a one at the label's place and zeros elsewhere.

    Args:
        x: labels from 0 to `num_classes - 1`, an array of any shape; a last axis of length 1 is
            dropped.
        num_classes: the length of the rows; by default the largest label + 1.

    Returns:
        A NumPy array of float64 with one axis more than `x`; for a tensor of Hornbill, a tensor of
        float32.
    """
    import numpy

    labels = numpy.asarray(x).astype("int64")
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if not num_classes:
        if labels.size == 0:
            raise ValueError(
                "Cannot tell the number of classes from no labels: expected `num_classes`, or at "
                "least one label."
            )
        num_classes = int(labels.max()) + 1
    rows = numpy.zeros((labels.size, num_classes))
    rows[numpy.arange(labels.size), labels.reshape(-1)] = 1
    rows = rows.reshape((*labels.shape, num_classes))
    return _as_tensor(rows, "float32") if _is_tensor(x) else rows


def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """The array with each of its vectors along `axis` divided by its length.

    Args:
        x: an array. For a tensor of Hornbill the result is a tensor, too.
        axis: the axis along which the vectors lie.
        order: which length: 2 for the Euclidean, 1 for the sum of magnitudes.
    """
    import numpy

    array = numpy.asarray(x)
    lengths = numpy.linalg.norm(array, order, axis, keepdims=True)
    lengths[lengths == 0] = 1
    result = array / lengths
    return _as_tensor(result, None) if _is_tensor(x) else result


def _is_tensor(x: Any) -> bool:
    from hornbill import _hornbill

    return isinstance(x, _hornbill.Tensor)


def _as_tensor(array: Any, dtype: str | None) -> Any:
    from hornbill import _hornbill

    return _hornbill.asarray(array, dtype)
