"""Signatures are those of Keras. Runs where Keras is installed."""

import inspect
import os

import numpy as np
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


@pytest.mark.parametrize("module", ["nn", "image"])
def test_functions_take_the_arguments_of_keras(module):
    own, theirs = getattr(hornbill.ops, module), getattr(keras.ops, module)
    names = [name for name in dir(theirs) if not name.startswith("_")]
    assert len(names) > 10
    for name in names:
        mine = inspect.signature(getattr(own, name)).parameters
        yours = inspect.signature(getattr(theirs, name)).parameters
        assert [(p.name, p.default) for p in mine.values()] == [
            (p.name, p.default) for p in yours.values()
        ], name


def lesson(package, loss, units, optimizer):
    models, layers = package.models, package.layers
    model = models.Sequential()
    model.add(layers.Input((6,)))
    model.add(layers.Dense(8, activation="relu"))
    model.add(layers.Dense(units, activation="softmax" if units > 1 else "sigmoid"))
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
    return model


@pytest.mark.parametrize("optimizer", ["SGD", "RMSprop", "Adam", "AdamW"])
@pytest.mark.parametrize(
    ("loss", "units"),
    [
        ("mse", 1),
        ("mae", 1),
        ("binary_crossentropy", 1),
        ("sparse_categorical_crossentropy", 3),
    ],
)
def test_training_goes_as_in_keras(optimizer, loss, units):
    generator = np.random.default_rng(1)
    x = generator.random((100, 6), dtype="float32")
    y = generator.integers(0, max(2, units), 100).astype("float32")
    own = lesson(hornbill, loss, units, getattr(hornbill.optimizers, optimizer)(0.01))
    theirs = lesson(keras, loss, units, getattr(keras.optimizers, optimizer)(0.01))
    own.set_weights(theirs.get_weights())
    arguments = {
        "epochs": 3,
        "shuffle": False,
        "verbose": 0,
        "validation_split": 0.2,
        "sample_weight": np.linspace(0.5, 1.5, 100),
    }
    mine, yours = own.fit(x, y, **arguments), theirs.fit(x, y, **arguments)
    assert list(mine.history) == list(yours.history)
    for key, values in yours.history.items():
        np.testing.assert_allclose(mine.history[key], values, rtol=1e-3, err_msg=key)
    np.testing.assert_allclose(
        own.predict(x, verbose=0), theirs.predict(x, verbose=0), rtol=1e-3, atol=1e-6
    )
    np.testing.assert_allclose(
        own.evaluate(x, y, verbose=0), theirs.evaluate(x, y, verbose=0), rtol=1e-3
    )


def test_configurations_are_read_by_keras():
    for name in ("SGD", "RMSprop", "Adam", "AdamW"):
        config = getattr(hornbill.optimizers, name)(0.5).get_config()
        assert getattr(keras.optimizers, name).from_config(config).get_config() == config
    model = lesson(hornbill, "mse", 1, "sgd")
    again = keras.models.model_from_json(model.to_json())
    assert [w.shape for w in again.get_weights()] == [w.shape for w in model.get_weights()]
    back = hornbill.models.model_from_json(again.to_json())
    assert back.output_shape == (None, 1)
