"""Labels as rows, seeds, learning curves, settings, random tensors."""

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill as keras
from hornbill import layers, models


def test_labels_become_one_hot_rows_under_both_names():
    from hornbill.utils import np_utils

    rows = keras.utils.to_categorical([0, 2, 1], 4)
    np.testing.assert_array_equal(rows, np.eye(4)[[0, 2, 1]])
    assert np_utils.to_categorical([1]).shape == (1, 2)


def test_one_seed_gives_one_course_of_training():
    x = np.random.default_rng(0).random((40, 4), dtype="float32")

    def train():
        keras.utils.set_random_seed(7)
        model = models.Sequential([layers.Dense(4), layers.Dropout(0.5), layers.Dense(1)])
        model.compile("adam", "mse")
        return model.fit(x, x[:, :1], epochs=2, verbose=0).history["loss"]

    assert train() == train()


def test_learning_curves_are_drawn_to_a_file(tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "curves.png"
    keras.utils.plot_history({"loss": [3.0, 2.0], "val_loss": [4.0, 3.0]}, path)
    assert path.stat().st_size > 1000


def test_the_default_float_type_is_that_of_new_layers():
    try:
        keras.backend.set_floatx("float64")
        layer = layers.Dense(1, input_shape=(2,))
        assert models.Sequential([layer]).get_weights()[0].dtype == "float64"
    finally:
        keras.backend.set_floatx("float32")


def test_random_tensors_follow_their_seed():
    a = keras.random.normal((3,), seed=1).numpy()
    np.testing.assert_array_equal(a, keras.random.normal((3,), seed=1).numpy())
    generator = keras.random.SeedGenerator(1)
    first = keras.random.uniform((3,), seed=generator).numpy()
    assert not np.array_equal(first, keras.random.uniform((3,), seed=generator).numpy())
    assert ((first >= 0) & (first < 1)).all()


@pytest.mark.parametrize(
    "name", ["glorot_uniform", "he_normal", "lecun_uniform", "zeros", "random_normal", "orthogonal"]
)
def test_initializers_go_by_class_and_short_name(name):
    from hornbill import initializers

    by_name = initializers.get(name)
    assert type(by_name) is getattr(initializers, name)
    assert type(initializers.deserialize(initializers.serialize(by_name))) is type(by_name)
    assert by_name((3, 3)).shape == (3, 3)


def test_activations_are_functions_of_arrays():
    x = np.array([[-1.0, 2.0]], "float32")
    np.testing.assert_array_equal(keras.activations.relu(x).numpy(), [[0, 2]])
    np.testing.assert_allclose(keras.activations.softmax(x).numpy().sum(), 1, rtol=1e-6)
    assert keras.activations.get("relu") is keras.activations.relu
    assert keras.activations.get(None) is keras.activations.linear
    assert keras.activations.relu(np.float64([1])).numpy().dtype == "float64"


def test_losses_and_metrics_measure_arrays():
    y, p = np.array([[0.0], [1.0]]), np.array([[0.5], [1.0]])
    assert float(keras.losses.MeanSquaredError()(y, p)) == 0.125
    assert keras.losses.MeanSquaredError(reduction=None)(y, p).shape == (2,)
    np.testing.assert_allclose(keras.losses.mean_squared_error(y, p).numpy(), [0.25, 0])
    metric = keras.metrics.MeanAbsoluteError()
    metric.update_state(y, p)
    assert float(metric.result()) == 0.25 and metric.name == "mean_absolute_error"
    metric.reset_state()
    assert float(metric(y, y)) == 0
    mean = keras.metrics.Mean()
    mean.update_state([1, 3])
    assert float(mean.result()) == 2 and mean.name == "mean"


def test_schedules_are_learning_rates():
    schedule = keras.optimizers.schedules.ExponentialDecay(0.5, decay_steps=10, decay_rate=0.5)
    optimizer = keras.optimizers.SGD(schedule)
    assert float(optimizer.learning_rate) == 0.5
    with pytest.raises(TypeError, match="LearningRateSchedule"):
        optimizer.learning_rate = 0.1
