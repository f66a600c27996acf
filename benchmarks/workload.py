"""One Keras program for every engine: trains a model, times it, and prints what it measured as JSON.

    python workload.py NAME            with Keras, on the backend that KERAS_BACKEND names
    python workload.py NAME hornbill   with Hornbill

It measures in a process of its own, so that imports, first calls and memory are those of a fresh program.
"""

from __future__ import annotations

import importlib
import itertools
import json
import resource
import sys
import time

# Name: widths from input to output, batch, batches in an epoch. The last layer is a softmax, the others are ReLUs.
WORKLOADS = {
    "mlp-512": ([784, 512, 10], 512, 20),
    "mlp-128": ([784, 512, 10], 128, 80),
    "mlp-32": ([784, 64, 64, 10], 32, 300),
    "mlp-wide": ([2000, 50, 25, 7], 256, 40),
}
EPOCHS = 8


def step_flops(name: str) -> int:
    """Multiplications and additions of the products in one training step: forward, and backward without the gradient
    of the input, which nobody needs."""
    widths, batch, _ = WORKLOADS[name]
    products = [2 * batch * a * b for a, b in itertools.pairwise(widths)]
    return 3 * sum(products) - products[0]


def main(name: str, module: str) -> None:
    start = time.perf_counter()
    keras = importlib.import_module(module)
    # Keras loads these when first asked; a program asks for them.
    layers, models, optimizers, callbacks = keras.layers, keras.models, keras.optimizers, keras.callbacks
    imported = time.perf_counter() - start

    import numpy

    widths, batch, batches = WORKLOADS[name]
    random = numpy.random.default_rng(1)
    x = random.random((batch * batches, widths[0]), dtype="float32")
    y = random.integers(0, widths[-1], batch * batches).astype("int32")

    model = models.Sequential()
    model.add(layers.Input(shape=(widths[0],)))
    for width in widths[1:-1]:
        model.add(layers.Dense(width, activation="relu"))
    model.add(layers.Dense(widths[-1], activation="softmax"))
    model.compile(
        optimizer=optimizers.RMSprop(learning_rate=0.001),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

    class Clock(callbacks.Callback):
        epochs: list[float] = []

        def on_epoch_begin(self, epoch, logs=None):
            self.start = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            self.epochs.append(time.perf_counter() - self.start)

    def fit(epochs: int, **arguments) -> float:
        start = time.perf_counter()
        model.fit(x, y, epochs=epochs, batch_size=batch, verbose=0, **arguments)
        return time.perf_counter() - start

    first = fit(1)
    later = min(fit(1) for _ in range(3))
    fit(EPOCHS, callbacks=[Clock()])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

    def predict() -> float:
        start = time.perf_counter()
        model.predict(x[:1], verbose=0)
        return time.perf_counter() - start

    for _ in range(5):
        predict()
    calls = []
    until = time.perf_counter() + 1
    while len(calls) < 20 or time.perf_counter() < until and len(calls) < 5000:
        calls.append(predict())
    result = {
        "import": imported,
        "first_fit": first,
        "later_fit": later,
        "step": min(Clock.epochs) / batches,
        "predict": sorted(calls)[len(calls) // 2],
        "memory": memory,
    }
    print("RESULT " + json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "keras")
