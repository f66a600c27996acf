"""Constraints: what weights have to satisfy after each step."""

from __future__ import annotations

from hornbill._objects import Serializable, arguments, find_serializable


class Constraint(Serializable):
    """The base class of the constraints."""

    _role = "constraint"
    _module = "keras.constraints"


class NonNeg(Constraint):
    """Makes negative weights 0."""

    def __init__(self) -> None:
        self._create({})


class UnitNorm(Constraint):
    """Gives the weights of each unit the norm 1."""

    def __init__(self, axis: int = 0) -> None:
        self._create(arguments(locals()))


class MaxNorm(Constraint):
    """Gives the weights of each unit a norm of at most `max_value`."""

    def __init__(self, max_value: float = 2, axis: int = 0) -> None:
        self._create(arguments(locals()))


non_neg = NonNeg
unit_norm = UnitNorm
max_norm = MaxNorm

get = find_serializable(
    "constraint",
    {
        "NonNeg": NonNeg,
        "non_neg": NonNeg,
        "nonneg": NonNeg,
        "UnitNorm": UnitNorm,
        "unit_norm": UnitNorm,
        "unitnorm": UnitNorm,
        "MaxNorm": MaxNorm,
        "max_norm": MaxNorm,
        "maxnorm": MaxNorm,
    },
)
deserialize = get


def serialize(constraint: Constraint) -> dict[str, object]:
    """The `{"class_name", "config"}` dict of a constraint."""
    return constraint._serialize()
