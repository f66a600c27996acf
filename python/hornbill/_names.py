"""Names of what a program does not name itself: `add`, `add_1`, `add_2`."""

from __future__ import annotations

import re

_counts: dict[str, int] = {}


def auto_name(prefix: str) -> str:
    """The next name of a kind, in Keras' spelling: `KerasTensor` gives `keras_tensor`."""
    spelled = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", prefix)
    spelled = re.sub(r"([a-z])([A-Z])", r"\1_\2", spelled).lower()
    count = _counts.get(spelled, 0)
    _counts[spelled] = count + 1
    return spelled if count == 0 else f"{spelled}_{count}"


def forget_names() -> None:
    """Begins again without numbers."""
    _counts.clear()
