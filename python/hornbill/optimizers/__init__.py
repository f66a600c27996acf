"""Optimizers. Names, arguments and defaults are Keras'; `lr=` and `decay=` of Keras 2 work too."""

from hornbill._objects import Namespace
from hornbill.optimizers import schedules
from hornbill.optimizers.adadelta import Adadelta
from hornbill.optimizers.adagrad import Adagrad
from hornbill.optimizers.adam import Adam
from hornbill.optimizers.adamax import Adamax
from hornbill.optimizers.adamw import AdamW
from hornbill.optimizers.ftrl import Ftrl
from hornbill.optimizers.lion import Lion
from hornbill.optimizers.nadam import Nadam
from hornbill.optimizers.optimizer import LearningRate, Optimizer
from hornbill.optimizers.rmsprop import RMSprop
from hornbill.optimizers.sgd import SGD

_namespace = Namespace(
    Optimizer, [Adadelta, Adagrad, Adam, AdamW, Adamax, Ftrl, Lion, Nadam, RMSprop, SGD]
)
get = _namespace.get
serialize = _namespace.serialize
deserialize = _namespace.deserialize

__all__ = [
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "LearningRate",
    "Lion",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "SGD",
    "deserialize",
    "get",
    "legacy",
    "schedules",
    "serialize",
]


def __getattr__(name: str) -> object:
    if name == "legacy":
        import importlib

        return importlib.import_module("hornbill.optimizers.legacy")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
