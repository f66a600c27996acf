"""Functions of tensors, as in `keras.ops`, with Keras' arguments, defaults and dtypes.

Floats win over integers, and new tensors are of `floatx`; otherwise they are the functions of
`hornbill.numpy`, and those of networks. They run at once.
"""

from __future__ import annotations

from typing import Any

from hornbill.ops import arrangement, core, creation, elementwise, nn, reductions, segments
from hornbill.ops import image as image

_PARTS = (core, nn, elementwise, reductions, segments, creation, arrangement)


def _names(part: Any) -> list[str]:
    """What a part defines: its functions, not what it imports."""
    if hasattr(part, "__all__"):
        return list(part.__all__)
    return [
        name
        for name, thing in vars(part).items()
        if not name.startswith("_")
        and callable(thing)
        and getattr(thing, "__module__", "").startswith("hornbill.ops")
        and name not in ("convert", "common", "dtype_or_floatx")
    ]


__all__ = sorted({name for part in _PARTS for name in _names(part)} | {"image", "nn"})

for _part in _PARTS:
    for _name in _names(_part):
        globals()[_name] = getattr(_part, _name)
del _part, _name


def __getattr__(name: str) -> Any:
    raise AttributeError(f"keras.ops.{name} is not part of Hornbill so far")
