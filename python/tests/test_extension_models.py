"""The engine's layers, models and training as the extension shows them."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from hornbill import _hornbill as engine

GENERATOR = np.random.default_rng(0)
X = GENERATOR.random((400, 6), dtype="float32")
Y = X.sum(axis=1, keepdims=True)
EVENTS = {name[6:]: value for name, value in vars(engine).items() if name.startswith("EVENT_")}


def dense(units, **config):
    return engine.Layer("Dense", json.dumps({"units": units, **config}))


def make(**compiling):
    model = engine.Model()
    model.add(dense(8, activation="relu"))
    model.add(dense(1))
    model.build((None, 6))
    model.compile(json.dumps({"optimizer": "sgd", "loss": "mse", "metrics": ["mae"], **compiling}))
    return model


# ---- Objects


def test_layers():
    layer = dense(3, name="mine")
    assert (layer.name, layer.class_name, layer.built, layer.is_model) == (
        "mine",
        "Dense",
        False,
        False,
    )
    assert json.loads(layer.config())["config"]["units"] == 3
    assert layer.output_shape((None, 4)) == (None, 3)
    layer.build([None, 4])
    assert layer.parameter_count() == 15 == layer.parameter_count(trainable_only=True)
    assert [w.shape for w in layer.weights()] == [(4, 3), (3,)]
    layer.set_weights([np.ones((4, 3)), [1, 2, 3]])
    assert layer(np.ones((1, 4))).tolist() == [[5, 6, 7]]
    assert layer(engine.array([[0.0] * 4]), training=True).tolist() == [[1, 2, 3]]
    layer.trainable = False
    assert not layer.trainable and layer.weights("trainable") == []
    assert len(layer.weights("non_trainable")) == 2


def test_layers_refuse_what_they_do_not_understand():
    layer = dense(3)
    for arguments in (("Nonsense",), ("Dense", "{"), ("Dense", '{"units": -1}')):
        with pytest.raises(ValueError):
            engine.Layer(*arguments)
    for arguments in ((), (3,), ("Dense", 5), ("Dense", '{"units": "a"}'), ("Dense", "{}", 3)):
        with pytest.raises((TypeError, ValueError)):
            engine.Layer(*arguments)
    with pytest.raises(TypeError):
        layer(np.ones((1, 4)), mask=3)
    with pytest.raises(ValueError):
        layer.weights("none")
    with pytest.raises(TypeError):
        layer.build("ab")
    with pytest.raises(AttributeError):
        del layer.trainable


def test_objects_are_equal_if_they_are_the_same_in_the_engine():
    model = make()
    first, again = model.layers()[0], model.layers()[0]
    assert first is not again and first == again and hash(first) == hash(again)
    assert first != model.layers()[1] and first != 3
    assert model.layers()[0].weights()[0] == first.weights()[0]
    assert type(first) is engine.Layer and isinstance(model, engine.Layer)


def test_variables():
    variable = engine.Variable([[1.0, 2.0]], "slot")
    assert (variable.name, variable.shape, variable.dtype, variable.ndim, variable.trainable) == (
        "slot",
        (1, 2),
        "float64",
        2,
        True,
    )
    variable.assign([[3, 4]])
    assert variable.value().tolist() == variable.numpy().tolist() == [[3, 4]]
    copy = variable.numpy()
    copy[0, 0] = 9
    assert variable[0, 0] == 3 and len(variable) == 1
    assert (variable + 1).tolist() == [[4, 5]] and (2 * variable).tolist() == [[6, 8]]
    assert (variable @ [1, 1]).tolist() == [7] and (-variable).tolist() == [[-3, -4]]
    assert np.asarray(variable).tolist() == [[3, 4]] and float(engine.Variable(2.5)) == 2.5
    variable.trainable = False
    assert not variable.trainable and "slot" in repr(variable)
    with pytest.raises(ValueError):
        variable.assign([1, 2, 3])


def test_initializers():
    make_ones = engine.Initializer("Constant", '{"value": 1}')
    assert make_ones((2, 3)).dtype == "float32" and make_ones(2, "float64").tolist() == [1, 1]
    assert json.loads(make_ones.config())["class_name"] == "Constant"
    with pytest.raises(ValueError):
        make_ones((-1,))


def test_losses_and_metrics():
    loss = engine.Loss("mse")
    assert loss.name == "mean_squared_error"
    assert float(loss([[1.0]], [[3.0]])) == 4
    assert float(loss([[1.0], [0.0]], [[3.0], [0.0]], sample_weight=[1, 1])) == 2
    metric = engine.Metric("Mean")
    metric.update([1, 2, 3])
    metric.update([6])
    assert float(metric.result()) == 3 and len(metric.variables) > 0
    metric.reset()
    assert float(metric.result()) == 0


def test_optimizers():
    optimizer = engine.Optimizer("SGD", '{"learning_rate": 0.5}')
    variable = engine.Variable(np.array([1.0, 2.0], "float32"))
    optimizer.apply([[1.0, 1.0]], [variable])
    assert variable.numpy().tolist() == [0.5, 1.5] and optimizer.iterations == 1
    optimizer.set("learning_rate", 0)
    assert optimizer.get("learning_rate") == 0 and len(optimizer.variables) >= 2
    optimizer.apply([None], (variable,))
    with pytest.raises(ValueError):
        optimizer.apply([[1.0, 1.0]], [])
    with pytest.raises(TypeError):
        optimizer.apply([[1.0, 1.0]], [np.ones(2)])
    with pytest.raises(ValueError):
        optimizer.get("nonsense")


def test_models_share_the_objects_they_are_compiled_with():
    model = make()
    optimizer, loss = engine.Optimizer("sgd"), engine.Loss("mse")
    metric = engine.Metric("MeanAbsoluteError")
    model.compile(optimizer=optimizer, loss=loss, metrics=[metric])
    assert model.is_compiled and model.optimizer() == optimizer
    optimizer.set("learning_rate", 0.0)
    before = model.get_weights()
    history = model.fit(X, Y, verbose=0)
    assert set(history.history) == {"loss", "mean_absolute_error"} and history.epoch == [0]
    np.testing.assert_array_equal(before[0], model.get_weights()[0])
    for wrong in ({"optimizer": loss}, {"loss": optimizer}, {"metrics": [loss]}, {"metrics": 3}):
        with pytest.raises(TypeError):
            model.compile(**wrong)


def test_models_from_their_configuration():
    model = make()
    config = json.dumps(json.loads(model.config())["config"])
    again = engine.Model.of("Sequential", config)
    assert type(again) is engine.Model and len(again.layers()) == 2
    with pytest.raises(TypeError):
        engine.Model.of("Dense", '{"units": 1}')
    model.pop()
    assert len(model.layers()) == 1
    with pytest.raises(TypeError):
        model.add("layer")


# ---- Training


def test_fit_evaluate_and_predict():
    model = make()
    history = model.fit(X, Y, epochs=3, batch_size=None, verbose=0, validation_split=0.25)
    assert list(history.history["loss"]) == sorted(history.history["loss"], reverse=True)
    assert len(history.history["val_mae"]) == 3 and history.epoch == [0, 1, 2]
    result = model.evaluate(X, Y, verbose=0)
    expected = np.mean((model.predict(X, verbose=0) - Y) ** 2)
    np.testing.assert_allclose(result.history["loss"], [expected], rtol=1e-5)
    for predicted in (
        model.predict_on_batch(X),
        engine.predict(model, X),
        model(X).numpy(),
    ):
        assert isinstance(predicted, np.ndarray)
        np.testing.assert_allclose(predicted, model.predict(X, verbose=0), rtol=1e-5)
    assert engine.predict(model, X.tolist()).dtype == "float32"
    step = model.train_on_batch(X[:32], Y[:32], class_weight=None)
    assert list(step.history) == ["loss", "mae"]
    assert json.loads(model.metric_names()) == ["loss", "mae"]
    model.reset_metrics()
    assert model.test_on_batch(X, Y, np.ones(400)).history["loss"][0] > 0
    assert "Total params" in model.summary()


def test_arguments_of_runs_are_checked():
    model = make()
    for wrong in (
        {"epochs": "a"},
        {"epochs": 1.5},
        {"verbose": 9},
        {"batch_size": 0},
        {"validation_split": "a"},
        {"callback": lambda *_: 7},
        {"class_weight": {0: "a"}},
        {"class_weight": 3},
        {"nonsense": 1},
        {"event_mask": "a"},
        {"sample_weight": ["a"]},
    ):
        with pytest.raises((TypeError, ValueError, AttributeError)):
            model.fit(X, Y, **{"verbose": 0, **wrong})
    with pytest.raises(TypeError):
        model.fit(X)
    with pytest.raises(RuntimeError):
        engine.Model().fit(X, Y, verbose=0)
    with pytest.raises(TypeError):
        engine.predict(dense(3), X)
    model.fit(X, Y, verbose=0)


def test_events_reach_the_callback_in_order():
    events = []
    make().fit(
        X[:64],
        Y[:64],
        verbose=0,
        callback=lambda event, index, logs: events.append((event, index, dict(logs))),
    )
    kinds = [event for event, _, _ in events if event != EVENTS["POLL"]]
    step = [EVENTS["TRAIN_BATCH_BEGIN"], EVENTS["TRAIN_BATCH_END"]]
    assert kinds == [
        EVENTS["TRAIN_BEGIN"],
        EVENTS["EPOCH_BEGIN"],
        *step,
        *step,
        EVENTS["EPOCH_END"],
        EVENTS["TRAIN_END"],
    ]
    logs = next(logs for event, _, logs in events if event == EVENTS["EPOCH_END"])
    assert set(logs) == {"loss", "mae"} and type(logs["loss"]) is float


def test_the_mask_chooses_events():
    events = []
    make().fit(
        X,
        Y,
        epochs=2,
        verbose=0,
        callback=lambda event, index, logs: events.append((event, index)),
        event_mask=1 << EVENTS["EPOCH_END"],
    )
    assert events == [(EVENTS["EPOCH_END"], 0), (EVENTS["EPOCH_END"], 1)]


@pytest.mark.parametrize("answer", [1, 2])
def test_callbacks_stop_training(answer):
    model = make()

    def callback(event, index, logs):
        return answer if event == EVENTS["EPOCH_END"] and index == 1 else None

    if answer == 2:
        with pytest.raises(KeyboardInterrupt):
            model.fit(X, Y, epochs=9, verbose=0, callback=callback)
    else:
        assert model.fit(X, Y, epochs=9, verbose=0, callback=callback).epoch == [0, 1]
    model.fit(X, Y, verbose=0)


def test_stop_training_is_seen_by_a_running_fit():
    model = make()

    def callback(event, index, logs):
        if event == EVENTS["EPOCH_END"]:
            model.stop_training = True

    assert model.fit(X, Y, epochs=9, verbose=0, callback=callback).epoch == [0]
    assert model.stop_training


@pytest.mark.parametrize("run", ["fit", "evaluate", "predict"])
def test_exceptions_of_callbacks_come_out_unchanged(run):
    model = make()
    error = LookupError("mine")

    def callback(event, index, logs):
        raise error

    arguments = (X,) if run == "predict" else (X, Y)
    with pytest.raises(LookupError) as caught:
        getattr(model, run)(*arguments, verbose=0, callback=callback)
    assert caught.value is error
    getattr(model, run)(*arguments, verbose=0)


def test_what_is_printed_goes_to_a_function_or_to_stdout(capsys):
    model, pieces = make(), []
    model.fit(X, Y, verbose=2, print=pieces.append)
    assert "loss: " in "".join(pieces) and capsys.readouterr().out == ""
    model.fit(X, Y, epochs=2)
    assert "Epoch 2/2" in capsys.readouterr().out
    model.evaluate(X, Y)
    model.predict(X)
    assert "13/13" in capsys.readouterr().out

    def fail(text):
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        model.fit(X, Y, epochs=2, print=fail)


def test_weights_can_be_read_and_set_in_callbacks():
    model, seen = make(), []

    def callback(event, index, logs):
        if event == EVENTS["EPOCH_END"]:
            seen.append(model.get_weights()[0])
            model.set_weights([np.zeros_like(w) for w in model.get_weights()])

    model.fit(X, Y, epochs=2, verbose=0, callback=callback)
    assert len(seen) == 2 and not model.get_weights()[0].any()


# ---- Signals and threads


def test_ctrl_c_stops_fit_and_leaves_the_model_usable():
    model = make()
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, Y, epochs=10**6, verbose=0)
    assert time.monotonic() - begin < 5
    timer.join()
    assert np.isfinite(model.fit(X, Y, verbose=0).history["loss"]).all()


def test_ctrl_c_stops_evaluate_and_predict():
    model, x = make(), np.zeros((3_000_000, 6), "float32")
    for run in (
        lambda: model.predict(x, batch_size=1, verbose=0),
        lambda: model.evaluate(x, x[:, :1], batch_size=1, verbose=0),
    ):
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            run()
        timer.join()


def test_handlers_of_signals_run_during_fit():
    model, handled = make(), []
    before = signal.signal(signal.SIGUSR1, lambda *_: handled.append(True) or stop())

    def stop():
        model.stop_training = True

    try:
        timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
        timer.start()
        model.fit(X, Y, epochs=10**6, verbose=0)
        timer.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert handled == [True]


def test_other_threads_run_while_the_engine_works():
    model, ticks, done = make(), [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    begin = time.monotonic()
    model.fit(X, Y, epochs=200, verbose=0)
    end = time.monotonic()
    done.set()
    thread.join()
    during = [moment for moment in ticks if begin < moment < end]
    assert len(during) > 10 or end - begin < 0.1


def test_threads_predict_at_the_same_time():
    model = make()
    expected = model.predict_on_batch(X)
    failures = []

    def work(seed):
        generator = np.random.default_rng(seed)
        for _ in range(200):
            rows = generator.integers(0, 400, generator.integers(1, 20))
            if not np.allclose(engine.predict(model, X[rows]), expected[rows], atol=1e-5):
                failures.append(rows)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_models_train_in_threads_of_their_own():
    losses = {}

    def work(name):
        model = make()
        model.set_weights([np.full(w.shape, 0.1) for w in model.get_weights()])
        losses[name] = model.fit(X, Y, epochs=5, shuffle=False, verbose=0).history["loss"]

    threads = [threading.Thread(target=work, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert losses[0] == losses[1] == losses[2]


def test_objects_of_models_do_not_leak():
    import gc

    def work():
        model = make()
        model.fit(X[:32], Y[:32], verbose=0, callback=lambda *_: None)
        model.evaluate(X[:32], Y[:32], verbose=0)
        model.predict(X[:32], verbose=0)
        return [model.layers(), model.get_weights(), model.optimizer().variables]

    def resident():
        gc.collect()
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * 4

    for _ in range(30):
        work()
    before = resident()
    for _ in range(300):
        work()
    assert resident() - before < 3000


def test_the_extension_works_with_checks_of_memory_on():
    code = """if True:
        import numpy as np
        from hornbill import _hornbill as engine
        t = engine.array([[1, 2.5], [3, 4]])
        u = (t + np.ones(2))[0] * 2
        u += 1
        assert u.numpy().tolist() == [5, 8]
        assert engine.from_dlpack(np.asarray(t)).tolist() == t.tolist()
        model = engine.Model()
        model.add(engine.Layer("Dense", '{"units": 1}'))
        model.compile('{"optimizer": "sgd", "loss": "mse"}')
        events = []
        model.fit(t, t[:, :1], verbose=0, callback=lambda *event: events.append(event))
        assert events and model.predict(t, verbose=0).shape == (2, 1)
        for wrong in (lambda: t + "a", lambda: t[9], lambda: engine.array(["a"])):
            try:
                wrong()
            except (TypeError, IndexError, ValueError):
                pass
            else:
                raise AssertionError
    """
    environment = {**os.environ, "PYTHONDEVMODE": "1", "PYTHONMALLOC": "debug"}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
