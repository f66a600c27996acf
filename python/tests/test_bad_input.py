"""What is wrong is said clearly, with the exception types of Keras, and nothing breaks."""

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill as keras
from hornbill import layers, models

X = np.zeros((20, 4), "float32")
Y = np.zeros((20, 1), "float32")


def make():
    model = models.Sequential([layers.Dense(1, input_shape=(4,))])
    model.compile("sgd", "mse")
    return model


FITS = {
    "lengths differ": (
        lambda m: m.fit(X, Y[:5]),
        ValueError,
        "(?i)same|cardinality|length|samples",
    ),
    "no samples": (lambda m: m.fit(X[:0], Y[:0]), ValueError, "(?i)empty|samples|0"),
    "batch_size 0": (lambda m: m.fit(X, Y, batch_size=0), ValueError, "batch_size"),
    "batch_size -1": (lambda m: m.fit(X, Y, batch_size=-1), ValueError, "batch_size"),
    "batch_size text": (lambda m: m.fit(X, Y, batch_size="a"), ValueError, "batch_size"),
    "validation_split": (lambda m: m.fit(X, Y, validation_split=1.5), ValueError, "split"),
    "validation_data": (lambda m: m.fit(X, Y, validation_data=(X,)), ValueError, "validation"),
    "wrong width": (lambda m: m.fit(X[:, :3], Y), ValueError, "incompatible"),
    "strings": (lambda m: m.fit(np.array([["a"] * 4] * 20), Y), ValueError, "Invalid dtype"),
    "objects": (lambda m: m.fit(np.array([[None] * 4] * 20), Y), ValueError, "Invalid dtype"),
    "a number": (lambda m: m.fit(3.0, Y), ValueError, "expected samples along the first axis"),
    "complex": (lambda m: m.fit(X + 1j, Y), ValueError, "Invalid dtype: complex"),
    "ragged": (lambda m: m.fit([[1, 2, 3, 4], [1]], Y[:2]), ValueError, "differ in length"),
    "no x": (lambda m: m.fit(None, Y), ValueError, "expected samples"),
    "verbose": (lambda m: m.fit(X, Y, verbose=7), ValueError, "verbose"),
    "class_weight": (lambda m: m.fit(X, Y, class_weight=[1]), ValueError, "class_weight"),
    "unknown argument": (lambda m: m.fit(X, Y, foo=1), TypeError, "foo"),
    "generator": (lambda m: m.fit(iter([(X, Y)])), NotImplementedError, "generators"),
    "evaluate lengths": (
        lambda m: m.evaluate(X, Y[:5]),
        ValueError,
        "(?i)same|cardinal|length|samples",
    ),
    "predict width": (lambda m: m.predict(X[:, :3]), ValueError, "incompatible"),
    "predict silent": (lambda m: m.predict(X[:, :3], verbose=0), ValueError, "incompatible"),
    "predict empty": (lambda m: m.predict(X[:0]), ValueError, "(?i)empty|samples|0"),
    "weights count": (lambda m: m.set_weights(m.get_weights()[:1]), ValueError, "length 1"),
    "weights shape": (
        lambda m: m.set_weights([np.zeros((3, 3)), np.zeros(1)]),
        ValueError,
        "not compatible",
    ),
}


@pytest.mark.parametrize("name", FITS)
def test_bad_data_is_refused_and_the_model_still_works(name):
    act, kind, text = FITS[name]
    model = make()
    with pytest.raises(kind, match=text):
        act(model)
    model.fit(X, Y, verbose=0)
    assert model.predict(X, verbose=0).shape == (20, 1)


MAKINGS = {
    "negative units": (lambda: layers.Dense(-1), ValueError, "units"),
    "no units": (lambda: layers.Dense(), TypeError, "units"),
    "float units": (lambda: layers.Dense(2.5), ValueError, "units"),
    "unknown activation": (lambda: layers.Dense(1, "rellu"), ValueError, "rellu"),
    "unknown initializer": (
        lambda: layers.Dense(1, kernel_initializer="gloro"),
        ValueError,
        "gloro",
    ),
    "unknown argument": (lambda: layers.Dense(1, foo=1), ValueError, "foo"),
    "dropout rate": (lambda: layers.Dropout(1.5), ValueError, "rate"),
    "input without shape": (lambda: layers.InputLayer(), ValueError, "shape"),
    "unknown layer": (lambda: layers.deserialize("Dens"), ValueError, "Dens"),
    "unknown optimizer": (lambda: make().compile("adamm", "mse"), ValueError, "adamm"),
    "unknown loss": (lambda: make().compile("sgd", "msee"), ValueError, "msee"),
    "unknown metric": (
        lambda: make().compile("sgd", "mse", metrics=["acuracy"]),
        ValueError,
        "acuracy",
    ),
    "no layer": (lambda: make().add("dense"), ValueError, "keras.Layer"),
    "equal names": (
        lambda: models.Sequential([layers.Dense(1, name="a"), layers.Dense(1, name="a")]),
        ValueError,
        "unique names",
    ),
    "get_layer": (lambda: make().get_layer("nobody"), ValueError, "No such layer"),
    "functional": (lambda: keras.Model(inputs=1, outputs=2), NotImplementedError, "Sequential"),
    "functional call": (
        lambda: layers.Dense(1)(keras.Input((4,))),
        NotImplementedError,
        "Sequential",
    ),
    "lambda": (lambda: layers.Dense(1, lambda x: x), NotImplementedError, "Python function"),
    "floatx": (lambda: keras.backend.set_floatx("float3"), ValueError, "floatx"),
    "activation": (lambda: keras.activations.get("rellu"), ValueError, "rellu"),
    "regularizer": (lambda: keras.regularizers.get("l3"), ValueError, "l3"),
}


@pytest.mark.parametrize("name", MAKINGS)
def test_bad_arguments_are_refused(name):
    act, kind, text = MAKINGS[name]
    with pytest.raises(kind, match=text):
        act()


def test_fit_before_compile_says_so():
    model = models.Sequential([layers.Dense(1, input_shape=(4,))])
    for act in (model.fit, model.evaluate, model.train_on_batch, model.test_on_batch):
        with pytest.raises(ValueError, match=r"You must call `compile\(\)` before"):
            act(X, Y)


def test_an_unbuilt_model_has_nothing_to_count():
    model = models.Sequential([layers.Dense(1)])
    with pytest.raises(ValueError, match="isn't built"):
        model.count_params()
    with pytest.raises(AttributeError, match="never been called"):
        model.input_shape  # noqa: B018


def test_predict_of_a_model_without_layers_is_an_error():
    with pytest.raises((ValueError, RuntimeError)):
        models.Sequential().predict(X)


def test_labels_out_of_range_are_an_error():
    model = models.Sequential([layers.Dense(3, "softmax", input_shape=(4,))])
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises((ValueError, IndexError), match="labels"):
        model.fit(X, np.full(20, 3), verbose=0)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("predict_classes", "argmax"),
        ("predict_proba", "predict"),
        ("fit_generator", "model.fit"),
        ("to_yaml", "to_json"),
    ],
)
def test_what_has_gone_from_keras_names_its_replacement(name, text):
    with pytest.raises(AttributeError, match=f"`{name}` has gone from Keras: use .*{text}"):
        getattr(make(), name)
    assert not hasattr(make(), name)
