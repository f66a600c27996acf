"""Regularizers: what weights add to the loss."""

from __future__ import annotations

from hornbill._objects import Serializable, arguments, find_serializable


class Regularizer(Serializable):
    """The base class of the regularizers."""

    _role = "regularizer"
    _module = "keras.regularizers"


class L1(Regularizer):
    """Adds `l1 * sum(abs(x))`."""

    def __init__(self, l1: float = 0.01) -> None:
        self._create(arguments(locals()))


class L2(Regularizer):
    """Adds `l2 * sum(square(x))`."""

    def __init__(self, l2: float = 0.01) -> None:
        self._create(arguments(locals()))


class L1L2(Regularizer):
    """Adds both of `L1` and `L2`."""

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self._create(arguments(locals()))


l1 = L1
l2 = L2


def l1_l2(l1: float = 0.01, l2: float = 0.01) -> L1L2:
    """`L1L2` with the defaults of Keras 2."""
    return L1L2(l1, l2)


get = find_serializable(
    "regularizer",
    {"L1": L1, "l1": L1, "L2": L2, "l2": L2, "L1L2": L1L2, "l1_l2": L1L2},
)
deserialize = get


def serialize(regularizer: Regularizer) -> dict[str, object]:
    """The `{"class_name", "config"}` dict of a regularizer."""
    return regularizer._serialize()
