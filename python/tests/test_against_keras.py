"""Signatures are those of Keras. Runs where Keras is installed."""

import inspect
import os

import pytest

pytest.importorskip("hornbill._hornbill")
os.environ.setdefault("KERAS_BACKEND", "jax")
keras = pytest.importorskip("keras")
if not keras.__version__.startswith("3"):
    pytest.skip("needs Keras 3", allow_module_level=True)

import hornbill


def classes(module):
    own = getattr(hornbill, module)
    theirs = getattr(keras, module)
    for name, thing in vars(own).items():
        if (
            name[0].isupper()
            and isinstance(thing, type)
            and isinstance(getattr(theirs, name, None), type)
        ):
            yield pytest.param(thing, getattr(theirs, name), id=f"{module}.{name}")


MODULES = ("layers", "losses", "metrics", "optimizers", "initializers", "regularizers", "callbacks")


def parameters(cls):
    found = inspect.signature(cls.__init__).parameters
    return [
        (name, parameter.default)
        for name, parameter in found.items()
        if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    ]


@pytest.mark.parametrize(
    ("own", "theirs"), [pair for module in MODULES for pair in classes(module)]
)
def test_arguments_and_defaults_are_those_of_keras(own, theirs):
    if own.__name__ in ("Layer", "Metric", "Loss", "Optimizer", "Initializer", "Regularizer"):
        pytest.skip("a base class")
    mine, yours = parameters(own), parameters(theirs)
    assert [name for name, _ in mine] == [name for name, _ in yours]
    for (name, default), (_, expected) in zip(mine, yours, strict=True):
        # None leaves the default to the engine.
        assert default == expected or default is None, name


@pytest.mark.parametrize(
    "method",
    ["compile", "fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "summary"],
)
def test_methods_of_models_take_the_arguments_of_keras(method):
    mine = inspect.signature(getattr(hornbill.Sequential, method)).parameters
    yours = inspect.signature(getattr(keras.Sequential, method)).parameters
    names = [name for name, p in yours.items() if p.kind != p.VAR_KEYWORD]
    assert [name for name, p in mine.items() if p.kind != p.VAR_KEYWORD] == names
    for name in names:
        assert mine[name].default == yours[name].default
