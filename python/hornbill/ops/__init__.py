"""Functions of tensors, as in `keras.ops`, with Keras' arguments, defaults and dtypes.

Floats win over integers, and new tensors are of `floatx`; otherwise they are the functions of
`hornbill.numpy`, and those of networks. They run at once, or become part of what is traced; given a
`KerasTensor` they give such, and remember the call.
"""

from __future__ import annotations

import sys
from typing import Any

from hornbill._operation import dispatched as _dispatched
from hornbill.ops import (
    arrangement,
    calculus,
    core,
    creation,
    elementwise,
    image,
    linalg,
    nn,
    reductions,
    segments,
    signal,
)

_PARTS = (
    *(core, calculus, nn, elementwise, reductions),
    *(segments, creation, arrangement, signal, linalg),
)
# Those that take functions call these with symbolic tensors themselves, and some look at none.
_DIRECT = frozenset(
    {"cond", "custom_gradient", "is_tensor", "shape", "vectorize", "convert_to_numpy"}
)


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


def _dispatch() -> None:
    """Lets every function take symbolic tensors: the one place for all of them."""
    done: dict[Any, Any] = {}
    for part in (*_PARTS, image):
        for name in _names(part):
            function = getattr(part, name)
            if name not in _DIRECT:
                loops = name in ("associative_scan", "map", "scan", "vectorized_map")
                function = done.setdefault(function, _dispatched(function, loops))
            if part is not image:
                globals()[name] = function
            setattr(part, name, function)


_FUNCTIONS = sorted({name for part in _PARTS for name in _names(part)})
_dispatch()

from hornbill.ops import numpy as numpy

__all__ = sorted({*_FUNCTIONS, "image", "linalg", "nn", "numpy"})


def __getattr__(name: str) -> Any:
    raise AttributeError(f"keras.ops.{name} is not part of Hornbill so far")


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in vars(sys.modules[__name__]) if name[:2] == "__")})
