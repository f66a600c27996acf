"""Trains the lesson's model on all of Fashion-MNIST with several seeds, and checks what it has learned.

The last tenth of the training data chooses the epoch whose weights are kept; the test data are looked at once, at the end.
Prints every accuracy; fails if one is below the target.
"""

from __future__ import annotations

import argparse
import importlib.util
import pathlib
import sys
import time

import hornbill

TARGET, EPOCHS, BATCH = 0.86, 20, 512
LESSON = pathlib.Path(__file__).resolve().parent.parent / "examples" / "python" / "lesson.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=10)
    seeds = parser.parse_args().seeds

    hornbill.install_as_keras()
    spec = importlib.util.spec_from_file_location("lesson", LESSON)
    lesson = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lesson)

    (images, labels), (test_images, test_labels) = hornbill.datasets.fashion_mnist.load_data()
    if len(images) < 60_000:
        raise SystemExit(f"expected the 60,000 pictures of Fashion-MNIST, got {len(images)}")
    x, y = lesson.as_rows(images), hornbill.utils.to_categorical(labels, 10)
    x_test, y_test = lesson.as_rows(test_images), hornbill.utils.to_categorical(test_labels, 10)
    held = len(x) // 10
    found = []
    for seed in range(1, seeds + 1):
        hornbill.utils.set_random_seed(seed)
        model = lesson.make_model()
        start = time.perf_counter()
        model.fit(
            x[:-held],
            y[:-held],
            epochs=EPOCHS,
            batch_size=BATCH,
            validation_data=(x[-held:], y[-held:]),
            callbacks=lesson.ends_of_epochs(),
            verbose=0,
        )
        took = time.perf_counter() - start
        found.append(model.evaluate(x_test, y_test, verbose=0)[1])
        mark = "✓" if found[-1] >= TARGET else "✗"
        print(f"{mark} seed {seed}: test accuracy {found[-1]:.4f}, trained in {took:.1f} s", flush=True)
    print(f"mean {sum(found) / len(found):.4f}, least {min(found):.4f}, target {TARGET}")
    return int(min(found) < TARGET)


if __name__ == "__main__":
    sys.exit(main())
