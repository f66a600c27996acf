"""Hornbill: Keras on an engine of its own.

    import hornbill as keras

Modules are imported when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hornbill import (
        activations as activations,
    )
    from hornbill import (
        backend as backend,
    )
    from hornbill import (
        callbacks as callbacks,
    )
    from hornbill import (
        config as config,
    )
    from hornbill import (
        constraints as constraints,
    )
    from hornbill import (
        datasets as datasets,
    )
    from hornbill import (
        initializers as initializers,
    )
    from hornbill import (
        layers as layers,
    )
    from hornbill import (
        losses as losses,
    )
    from hornbill import (
        metrics as metrics,
    )
    from hornbill import (
        models as models,
    )
    from hornbill import (
        numpy as numpy,
    )
    from hornbill import (
        ops as ops,
    )
    from hornbill import (
        optimizers as optimizers,
    )
    from hornbill import (
        random as random,
    )
    from hornbill import (
        regularizers as regularizers,
    )
    from hornbill import (
        utils as utils,
    )
    from hornbill._aliases import install_as_keras as install_as_keras
    from hornbill._aliases import uninstall_as_keras as uninstall_as_keras
    from hornbill._hornbill import Tensor as Tensor
    from hornbill._hornbill import Variable as Variable
    from hornbill._keras_tensor import KerasTensor as KerasTensor
    from hornbill._operation import Operation as Operation
    from hornbill._tracing import function as function
    from hornbill._tracing import grad as grad
    from hornbill._tracing import value_and_grad as value_and_grad
    from hornbill.callbacks import Callback as Callback
    from hornbill.initializers import Initializer as Initializer
    from hornbill.layers import Input as Input
    from hornbill.layers import Layer as Layer
    from hornbill.losses import Loss as Loss
    from hornbill.metrics import Metric as Metric
    from hornbill.models import Model as Model
    from hornbill.models import Sequential as Sequential
    from hornbill.optimizers import Optimizer as Optimizer
    from hornbill.regularizers import Regularizer as Regularizer

_MODULES = frozenset(
    {
        "activations",
        "backend",
        "callbacks",
        "config",
        "constraints",
        "datasets",
        "initializers",
        "layers",
        "losses",
        "metrics",
        "models",
        "numpy",
        "ops",
        "optimizers",
        "random",
        "regularizers",
        "utils",
    }
)

_MEMBERS = {
    "Callback": "callbacks",
    "Initializer": "initializers",
    "Input": "layers",
    "KerasTensor": "_keras_tensor",
    "Layer": "layers",
    "Loss": "losses",
    "Metric": "metrics",
    "Model": "models",
    "Operation": "_operation",
    "Optimizer": "optimizers",
    "Regularizer": "regularizers",
    "Sequential": "models",
    "Tensor": "_hornbill",
    "Variable": "_hornbill",
    "__version__": "_hornbill",
    "function": "_tracing",
    "grad": "_tracing",
    "install_as_keras": "_aliases",
    "uninstall_as_keras": "_aliases",
    "value_and_grad": "_tracing",
}


def version() -> str:
    """The version of Hornbill."""
    return __getattr__("__version__")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f"hornbill.{name}")
    if name in _MEMBERS:
        member = getattr(importlib.import_module(f"hornbill.{_MEMBERS[name]}"), name)
        globals()[name] = member
        return member
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, *_MEMBERS})
