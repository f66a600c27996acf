"""Callbacks see what happens, and can change it."""

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

from hornbill import callbacks, layers, models

X = np.random.default_rng(0).random((40, 4), dtype="float32")
Y = X.sum(axis=1, keepdims=True)


def make(rate=0.01):
    from hornbill import optimizers

    model = models.Sequential([layers.Dense(1, input_shape=(4,))])
    model.compile(optimizers.SGD(rate), "mse")
    return model


def test_events_come_in_keras_order():
    seen = []

    class Recorder(callbacks.Callback):
        def __getattribute__(self, name):
            if name.startswith("on_") and not name.startswith("on_batch"):
                seen.append(name)
            return super().__getattribute__(name)

        def on_train_begin(self, logs=None):
            pass

        def on_epoch_begin(self, epoch, logs=None):
            pass

        def on_train_batch_begin(self, batch, logs=None):
            pass

        def on_train_batch_end(self, batch, logs=None):
            assert set(logs) == {"loss"}

        def on_epoch_end(self, epoch, logs=None):
            assert set(logs) == {"loss", "val_loss"}

        def on_train_end(self, logs=None):
            assert set(logs) == {"loss", "val_loss"}

    recorder = Recorder()
    seen.clear()
    make().fit(X, Y, batch_size=20, verbose=0, validation_data=(X, Y), callbacks=[recorder])
    assert recorder.params == {"verbose": 0, "epochs": 1, "steps": 2}
    events = [name for name in seen if name.startswith("on_train") or name.startswith("on_epoch")]
    assert events[-7:] == [
        "on_epoch_begin",
        "on_train_batch_begin",
        "on_train_batch_end",
        "on_train_batch_begin",
        "on_train_batch_end",
        "on_epoch_end",
        "on_train_end",
    ]


def test_early_stopping_stops_and_restores_the_best_weights():
    stopping = callbacks.EarlyStopping("loss", patience=2, restore_best_weights=True)
    model = make(rate=1.5)  # diverges
    history = model.fit(X, Y, epochs=30, batch_size=40, verbose=0, callbacks=[stopping])
    assert len(history.epoch) < 30 and stopping.stopped_epoch > 0
    assert np.isfinite(model.predict(X, verbose=0)).all()


def test_the_learning_rate_follows_a_schedule_and_is_in_the_history():
    model = make(0.5)
    schedule = callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2)
    history = model.fit(X, Y, epochs=2, verbose=0, callbacks=schedule)
    assert history.history["learning_rate"] == [0.25, 0.125]


def test_a_plateau_lowers_the_learning_rate():
    model = make(0.0)
    plateau = callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1)
    model.fit(X, Y, epochs=2, verbose=0, callbacks=[plateau])
    assert float(model.optimizer.learning_rate) == 0.0
    model.optimizer.learning_rate = 1e-9
    model.fit(X, Y, epochs=4, verbose=0, callbacks=[plateau])
    assert float(model.optimizer.learning_rate) < 1e-9


def test_a_loss_that_is_no_number_ends_training(capsys):
    model = make()
    x = X.copy()
    x[0] = np.nan
    history = model.fit(x, Y, epochs=5, verbose=0, callbacks=[callbacks.TerminateOnNaN()])
    assert len(history.epoch) == 1
    assert "Invalid loss" in capsys.readouterr().out


def test_epochs_are_written_to_a_file(tmp_path):
    path = tmp_path / "log.csv"
    make().fit(X, Y, epochs=2, verbose=0, callbacks=[callbacks.CSVLogger(path)])
    lines = path.read_text().splitlines()
    assert lines[0].startswith("epoch,loss") and len(lines) == 3


def test_functions_make_a_callback():
    epochs = []
    make().fit(
        X,
        Y,
        epochs=3,
        verbose=0,
        callbacks=[callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: epochs.append(epoch))],
    )
    assert epochs == [0, 1, 2]


def test_setting_stop_training_ends_the_training():
    class Stop(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    assert make().fit(X, Y, epochs=5, verbose=0, callbacks=[Stop()]).epoch == [0]


def test_an_exception_in_a_callback_comes_out_and_leaves_the_model_usable():
    class Bad(callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            raise KeyError("mine")

    model = make()
    with pytest.raises(KeyError, match="mine"):
        model.fit(X, Y, verbose=0, callbacks=[Bad()])
    model.fit(X, Y, verbose=0)


def test_a_progress_bar_among_the_callbacks_is_the_one_that_prints(capsys):
    make().fit(X, Y, epochs=2, verbose=2, callbacks=[callbacks.ProgbarLogger()])
    assert capsys.readouterr().out.count("Epoch 1/2") == 1


def test_evaluate_and_predict_have_callbacks_too():
    seen = []
    watch = callbacks.Callback()
    watch.on_test_end = lambda logs=None: seen.append(logs)
    watch.on_predict_begin = lambda logs=None: seen.append("predict")
    model = make()
    model.evaluate(X, Y, verbose=0, callbacks=[watch])
    model.predict(X, verbose=0, callbacks=[watch])
    assert set(seen[0]) == {"loss"} and seen[1] == "predict"


@pytest.mark.parametrize("monitor", ["loss", "val_loss", "accuracy", "val_accuracy", "val_mae"])
def test_the_direction_of_a_monitored_value_is_known(monitor):
    model = models.Sequential([layers.Dense(1, "sigmoid", input_shape=(4,))])
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy", "mae"])
    y = (Y > 2).astype("float32")
    stopping = callbacks.EarlyStopping(monitor, patience=1)
    model.fit(X, y, epochs=4, validation_split=0.25, verbose=0, callbacks=[stopping])
    best = max if "accuracy" in monitor else min
    assert stopping.best == pytest.approx(best(model.history.history[monitor]))
