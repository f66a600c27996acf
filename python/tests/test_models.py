"""The lesson's model, as the lesson writes it, and what else models do."""

import copy
import pickle

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill as keras
from hornbill import layers, losses, metrics, models, optimizers


@pytest.fixture
def data():
    generator = np.random.default_rng(0)
    x = generator.random((200, 6), dtype="float32")
    return x, (x.sum(axis=1) > 3).astype("float32")


def make(units=8):
    model = models.Sequential()
    model.add(layers.Dense(units, activation="relu", input_shape=(6,)))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(
        optimizer=optimizers.RMSprop(learning_rate=0.001), loss="mse", metrics=["accuracy"]
    )
    return model


def test_the_lesson_trains_measures_and_predicts(data, capsys):
    x_train, y_train = data
    x_val, y_val = x_train[:50], y_train[:50]
    model = make()
    history = model.fit(x_train, y_train, epochs=20, batch_size=512, validation_data=(x_val, y_val))
    assert set(history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    for values in history.history.values():
        assert len(values) == 20
        assert all(type(value) is float for value in values)
    assert history.epoch == list(range(20))
    assert model.history is history
    out = capsys.readouterr().out
    assert "Epoch 1/20\n" in out and "val_accuracy: " in out

    y_hat = model.predict(x_val)
    assert type(y_hat) is np.ndarray and y_hat.shape == (50, 1) and y_hat.dtype == "float32"
    assert "2/2" in capsys.readouterr().out
    results = model.evaluate(x_train, y_train, verbose=0)
    assert [type(value) for value in results] == [float, float]
    assert model.metrics_names == ["loss", "accuracy"]
    assert capsys.readouterr().out == ""


def test_evaluate_returns_one_float_without_metrics_and_a_dict_if_asked(data):
    model = make()
    model.compile("sgd", "mse")
    assert type(model.evaluate(*data, verbose=0)) is float
    assert list(model.evaluate(*data, verbose=0, return_dict=True)) == ["loss"]


def test_shapes_are_inferred_from_the_first_layer_or_the_data(data):
    model = make()
    assert model.input_shape == (None, 6) and model.output_shape == (None, 1)
    assert [w.shape for w in model.get_weights()] == [(6, 8), (8,), (8, 1), (1,)]
    late = keras.Sequential([layers.Dense(3), layers.Dense(1)])
    assert not late.built and late.weights == []
    late.compile("sgd", "mse")
    late.fit(*data, verbose=0)
    assert late.built and late.count_params() == 6 * 3 + 3 + 3 + 1


@pytest.mark.parametrize(
    "first",
    [
        lambda: [layers.Dense(2, input_dim=6)],
        lambda: [layers.Dense(2, input_shape=(6,))],
        lambda: [layers.Dense(2, batch_input_shape=(None, 6))],
        lambda: [keras.Input((6,)), layers.Dense(2)],
        lambda: [keras.Input(shape=(6,)), layers.Dense(2)],
        lambda: [layers.InputLayer(input_shape=(6,)), layers.Dense(2)],
    ],
)
def test_every_spelling_of_an_input_shape_works(first):
    model = models.Sequential(first())
    assert model.input_shape == (None, 6)
    assert [type(layer) for layer in model.layers] == [layers.Dense]


def test_weights_are_read_set_and_named(data):
    model, other = make(), make()
    other.set_weights(model.get_weights())
    np.testing.assert_array_equal(
        model.predict(data[0], verbose=0), other.predict(data[0], verbose=0)
    )
    dense = model.layers[0]
    assert dense.units == 8 and dense.use_bias and dense.activation is keras.activations.relu
    np.testing.assert_array_equal(dense.kernel.numpy(), model.get_weights()[0])
    assert dense.bias.name == "bias"
    assert model.get_layer(dense.name) is dense and model.get_layer(index=0) is dense


def test_a_frozen_layer_does_not_learn(data):
    model = make()
    model.layers[0].trainable = False
    model.compile("sgd", "mse")
    before = model.get_weights()
    model.fit(*data, verbose=0)
    after = model.get_weights()
    np.testing.assert_array_equal(before[0], after[0])
    assert not np.array_equal(before[2], after[2])
    assert len(model.trainable_variables) == 2 and len(model.non_trainable_weights) == 2


def test_configurations_make_equal_models(data):
    model = make()
    for other in (
        models.model_from_json(model.to_json()),
        models.Sequential.from_config(model.get_config()),
        models.clone_model(model),
    ):
        assert other.get_config()["layers"] == model.get_config()["layers"]
        assert type(other.layers[0]) is layers.Dense
        other.set_weights(model.get_weights())
    for other in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
        np.testing.assert_array_equal(
            model.predict(data[0], verbose=0), other.predict(data[0], verbose=0)
        )


def test_layers_come_back_from_their_configuration():
    for layer in (
        layers.Dense(3, "tanh", kernel_regularizer=keras.regularizers.l2(0.1)),
        layers.Activation("relu"),
        layers.Flatten(),
        layers.Dropout(0.25, seed=3),
        layers.Reshape((2, 3)),
        layers.InputLayer((4,)),
    ):
        again = type(layer).from_config(layer.get_config())
        assert again.get_config() == layer.get_config()
        assert type(layers.deserialize(layers.serialize(layer))) is type(layer)


def test_pop_takes_the_last_layer_off():
    model = make()
    last = model.layers[-1]
    assert model.pop() is last
    assert len(model.layers) == 1 and model.output_shape == (None, 8)


def test_steps_on_batches_learn(data):
    model = make()
    first = model.train_on_batch(*data, return_dict=True)["loss"]
    for _ in range(20):
        model.train_on_batch(*data)
    model.reset_metrics()
    assert model.test_on_batch(*data)[0] < first
    assert model.predict_on_batch(data[0]).shape == (200, 1)


def test_objects_names_and_functions_say_the_same_to_compile(data):
    results = []
    weights = make().get_weights()
    for loss, metric in (
        ("binary_crossentropy", "mae"),
        (losses.BinaryCrossentropy(), metrics.MeanAbsoluteError(name="mae")),
        (losses.binary_crossentropy, metrics.mean_absolute_error),
        (keras.losses.get("binary_crossentropy"), "mean_absolute_error"),
    ):
        model = make()
        model.set_weights(weights)
        model.compile("adam", loss, metrics=[metric])
        model.fit(*data, shuffle=False, verbose=0)
        results.append(model.evaluate(*data, verbose=0))
    for result in results[1:]:
        np.testing.assert_allclose(result, results[0], rtol=1e-6)


def test_the_learning_rate_can_be_set_while_the_model_is_compiled(data):
    model = make()
    model.optimizer.learning_rate = 0.0
    before = model.get_weights()
    model.fit(*data, verbose=0)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    model.optimizer.learning_rate.assign(0.25)
    assert float(model.optimizer.lr) == 0.25
    keras.backend.set_value(model.optimizer.lr, 0.5)
    assert keras.backend.get_value(model.optimizer.learning_rate) == 0.5


def test_the_spellings_of_keras_2_work(data):
    assert float(optimizers.Adam(lr=0.5).learning_rate) == 0.5
    sgd = optimizers.legacy.SGD(lr=0.5, decay=1.0, momentum=0.9)
    model = make()
    model.compile(sgd, "mse", metrics=["acc"])
    history = model.fit(*data, nb_epoch=2, verbose=0)
    assert list(history.history) == ["acc", "loss"]
    assert sgd.iterations == 14
    np.testing.assert_allclose(float(sgd.learning_rate), 0.5 / 15, rtol=1e-5)


def test_files_of_models_are_refused_with_what_to_do_instead():
    with pytest.raises(NotImplementedError, match="to_json"):
        make().save("model.keras")
    with pytest.raises(NotImplementedError, match="set_weights"):
        models.load_model("model.keras")


def test_data_comes_in_many_forms(data):
    class Torch:  # what PyTorch's tensors are like
        def __init__(self, array):
            self.array = array

        def detach(self):
            return self

        def cpu(self):
            return self.array

        shape = property(lambda self: self.array.shape)
        dtype = "torch.float32"

    x, y = data
    expected = make_and_predict(x, y)
    for form in (
        x.tolist(),
        list(x),
        tuple(map(tuple, x)),
        [x],
        {"input": x},
        keras.numpy.array(x),
        list(keras.numpy.array(x)),
        np.asfortranarray(x),
        np.repeat(x, 2, axis=0)[::2],
        x.astype(">f4"),
        Torch(x),
    ):
        np.testing.assert_allclose(make_and_predict(form, y), expected, rtol=1e-5)


def make_and_predict(x, y):
    keras.utils.set_random_seed(0)
    model = make()
    model.fit(x, y, verbose=0, shuffle=False)
    return model.predict(x, verbose=0)


def test_sparse_matrices_are_refused_with_the_way_out(data):
    class Sparse:
        shape = (200, 6)
        dtype = np.dtype("float32")

        def toarray(self):
            return data[0]

    with pytest.raises(ValueError, match="x.toarray"):
        make().fit(Sparse(), data[1])


@pytest.mark.parametrize("batch_size", [1, 7, 32, 128, 200])
@pytest.mark.parametrize("units", [3, 50, 512])
@pytest.mark.parametrize("width", [301, 1600])
def test_training_does_not_depend_on_the_number_of_threads(width, units, batch_size):
    from hornbill import _hornbill

    generator = np.random.default_rng(3)
    x = generator.random((200, width), dtype="float32")
    y = generator.integers(0, 10, 200)
    first = models.Sequential([layers.Dense(units, "relu", input_shape=(width,)), layers.Dense(10)])
    start, before, trained = first.get_weights(), _hornbill.threads(), []
    try:
        # oneDNN adds a wide layer's products in another order for three threads.
        for threads in (1, 2, 3) if width < 1000 or units < 100 else (1, 2):
            _hornbill.set_threads(threads)
            model = models.model_from_json(first.to_json())
            model.set_weights(start)
            model.compile("adam", losses.SparseCategoricalCrossentropy(from_logits=True))
            model.fit(x, y, batch_size=batch_size, epochs=2, shuffle=False, verbose=0)
            trained.append(model.get_weights())
    finally:
        _hornbill.set_threads(before)
    for other in trained[1:]:
        for one, two in zip(trained[0], other, strict=True):
            np.testing.assert_array_equal(one, two)
