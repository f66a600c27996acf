"""Makes `keras` and `tensorflow.keras` mean Hornbill.

`install_as_keras()` puts a finder before all others on `sys.meta_path`. It answers for `keras`,
`tensorflow` and everything below them, so that `import keras`, `from keras.layers import Dense` and
`from tensorflow import keras` give modules of Hornbill: the same objects as under their own names,
imported when they are asked for. Names of Keras 2 that lessons use (`keras.layers.core`,
`keras.utils.np_utils`) lead to where the things are now. What Hornbill has not is an ImportError
that says so.

The module `keras` itself differs from `hornbill` in its `__version__`: programs compare it, and
find the version of Keras whose interface this is.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

KERAS_VERSION = "3.15.0"
TENSORFLOW_VERSION = "2.20.0"  # the one that this Keras belongs to

_ROOTS = ("keras", "tensorflow")

# Where Keras has moved things since lessons were written: the name below `keras`, and the module
# below `hornbill`.
_MOVED = {
    "callbacks.callbacks": "callbacks",
    "datasets.mnist.mnist": "datasets.mnist",
    "initializers.initializers_v2": "initializers",
    "layers.activation": "layers",
    "layers.advanced_activations": "layers",
    "layers.convolutional": "layers",
    "layers.core": "layers",
    "layers.core.dense": "layers",
    "layers.embeddings": "layers",
    "layers.merge": "layers",
    "layers.noise": "layers",
    "layers.normalization": "layers",
    "layers.pooling": "layers",
    "layers.recurrent": "layers",
    "layers.regularization": "layers",
    "layers.reshaping": "layers",
    "layers.wrappers": "layers",
    "optimizers.adadelta_v2": "optimizers",
    "optimizers.adagrad_v2": "optimizers",
    "optimizers.adam_v2": "optimizers",
    "optimizers.adamax_v2": "optimizers",
    "optimizers.gradient_descent_v2": "optimizers",
    "optimizers.nadam_v2": "optimizers",
    "optimizers.rmsprop_v2": "optimizers",
    "utils.all_utils": "utils",
    "utils.data_utils": "utils.file_utils",
}

# Why parts of Keras are missing, where more can be said than that they are.
_MISSING = {
    "keras.src": "it is the inside of another implementation. Use the public names",
    "keras.preprocessing": "text, sequences and images come with a later version",
    "keras.applications": "trained models come with a later version",
    "keras.wrappers": "the package scikeras has the wrappers for scikit-learn",
    "keras.engine": "`Model`, `Sequential`, `Input` and `Layer` are in `keras` itself",
    "keras.estimator": "estimators have gone from Keras, too",
}


class _Alias(ModuleType):
    """The module `keras` or `tensorflow`: what it has not itself is looked up."""


class _Keras(_Alias):
    """Hornbill under the name `keras`."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(f"module 'keras' has no attribute {name!r}")
        import hornbill

        try:
            return getattr(hornbill, name)
        except AttributeError:
            raise AttributeError(
                f"module 'keras' has no attribute {name!r}: Hornbill, which runs this program, "
                "has no such part"
            ) from None

    def __dir__(self) -> list[str]:
        import hornbill

        return sorted({*dir(hornbill), *vars(self)})

    @staticmethod
    def version() -> str:
        """The version of Keras whose interface this is."""
        return KERAS_VERSION


class _TensorFlow(_Alias):
    """TensorFlow with nothing in it but Keras, and the calls that programs for it begin with."""

    def __getattr__(self, name: str) -> Any:
        if name in ("keras", "random", "config"):
            return importlib.import_module(f"tensorflow.{name}")
        raise AttributeError(
            f"module 'tensorflow' has no attribute {name!r}: Hornbill, which runs this program, "
            "has only its keras. `hornbill.numpy` has functions of tensors"
        )


def _set_seed(seed: int) -> None:
    """Seeds everything that draws random numbers."""
    from hornbill import _hornbill

    _hornbill.set_seed(seed)


def _list_physical_devices(device_type: str | None = None) -> list[Any]:
    """The devices that programs ask for: there are no GPUs."""
    return []


def _make_root(name: str) -> ModuleType:
    if name == "keras":
        module: ModuleType = _Keras(name, "Keras, by Hornbill.")
        vars(module)["__version__"] = KERAS_VERSION
    else:
        module = _TensorFlow(name, "The Keras of TensorFlow, by Hornbill.")
        vars(module)["__version__"] = TENSORFLOW_VERSION
    return module


def _make_part_of_tensorflow(name: str) -> ModuleType:
    module = ModuleType(f"tensorflow.{name}")
    members: dict[str, dict[str, Any]] = {
        "random": {"set_seed": _set_seed},
        "config": {"list_physical_devices": _list_physical_devices},
    }
    vars(module).update(members[name])
    return module


class _Loader(importlib.abc.Loader):
    """Gives a module that exists, or can be imported under another name."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._own: dict[str, Any] = {}

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        if spec.name in _ROOTS:
            return _make_root(spec.name)
        if spec.name in ("tensorflow.random", "tensorflow.config"):
            return _make_part_of_tensorflow(spec.name.rpartition(".")[2])
        module = importlib.import_module(self._target)
        self._own = {name: vars(module).get(name) for name in ("__spec__", "__loader__")}
        return module

    def exec_module(self, module: ModuleType) -> None:
        # The import system has written the alias's name on a module with a name of its own.
        vars(module).update(self._own)


class _Finder(importlib.abc.MetaPathFinder):
    """Answers for `keras` and `tensorflow`, and for the older names below `hornbill`.

    The latter are asked for by `from keras.optimizers import adam_v2`, and what there is not by
    `from keras.layers import Conv3D`: Python takes the package's name from the module.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.startswith("hornbill."):
            return self._below_hornbill(fullname, path)
        if fullname.partition(".")[0] not in _ROOTS:
            return None
        if fullname in _ROOTS:
            return _spec(fullname, fullname)
        if fullname in ("tensorflow.random", "tensorflow.config"):
            return _spec(fullname, fullname)
        keras = _keras_name(fullname)
        if keras == "keras":
            return _spec(fullname, "keras")
        below = keras.removeprefix("keras.")
        name = f"hornbill.{_MOVED.get(below, below)}"
        if not _exists(name):
            # An ImportError, not ModuleNotFoundError, which `from keras import x` would hide.
            raise ImportError(_missing(fullname, keras), name=fullname)
        return _spec(fullname, name)

    def _below_hornbill(
        self, fullname: str, path: Sequence[str] | None
    ) -> importlib.machinery.ModuleSpec | None:
        below = fullname.removeprefix("hornbill.")
        others = [finder for finder in sys.meta_path if finder is not self]
        if below.rpartition(".")[2].startswith("_") or any(
            finder.find_spec(fullname, path) for finder in others
        ):
            return None
        if below in _MOVED:
            return _spec(fullname, f"hornbill.{_MOVED[below]}")
        raise ImportError(_missing(f"keras.{below}", f"keras.{below}"), name=fullname)


def _keras_name(fullname: str) -> str:
    """The name below `keras` of what has a name below `tensorflow`."""
    if fullname.startswith("keras."):
        return fullname
    below = fullname.removeprefix("tensorflow.")
    for prefix in ("python.keras", "compat.v2.keras", "keras"):
        if below == prefix or below.startswith(f"{prefix}."):
            return f"keras{below.removeprefix(prefix)}"
    if below in ("python", "compat", "compat.v2"):
        return "keras"
    raise ImportError(
        f"{fullname} is a part of TensorFlow that Hornbill, which runs this program, has not: it "
        "has only tensorflow.keras.",
        name=fullname,
    )


def _exists(name: str) -> bool:
    parent, _, last = name.rpartition(".")
    if last.startswith("_") or parent.rpartition(".")[2].startswith("_"):
        return False
    if name in sys.modules:
        return True
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # the parent is no package
        return False


def _missing(fullname: str, keras: str) -> str:
    part = ".".join(keras.split(".")[:2])
    reason = _MISSING.get(part)
    detail = f": {reason}" if reason else ""
    return f"{fullname} is not part of Hornbill, which runs this program{detail}."


def _spec(name: str, target: str) -> importlib.machinery.ModuleSpec:
    return importlib.machinery.ModuleSpec(
        name, _Loader(target), origin="hornbill", is_package=name in _ROOTS
    )


_finder = _Finder()


def install_as_keras() -> None:
    """From now on, `keras` and `tensorflow.keras` are Hornbill.

    In a notebook, call it in the first cell, before the imports; for a script use
    `python -m hornbill script.py`.

    Raises:
        ImportError: another `keras` or `tensorflow` has been imported already.
    """
    for root in _ROOTS:
        module = sys.modules.get(root)
        if module is not None and not isinstance(module, _Alias):
            where = getattr(module, "__file__", None) or "unknown"
            raise ImportError(
                f"install_as_keras: another {root} is imported already, from {where}. Call it "
                "before the first `import keras`, in a new Python process or a restarted kernel."
            )
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def uninstall_as_keras() -> None:
    """From now on, `import keras` finds what is installed under that name, if anything.

    Names that have been imported stay what they are.
    """
    if _finder not in sys.meta_path:
        return
    sys.meta_path.remove(_finder)
    for name in list(sys.modules):
        if name.partition(".")[0] in _ROOTS:
            del sys.modules[name]
