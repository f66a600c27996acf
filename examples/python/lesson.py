"""The lesson "Introduction to Keras", from tensors to a trained network.

    python -m hornbill lesson.py                            on the digits of MNIST
    python -m hornbill lesson.py --dataset fashion_mnist    on clothes

It is a Keras program: nothing in it but the arrays' module names Hornbill, and that could be NumPy.
"""

import argparse
import importlib
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from keras import callbacks, layers, models, optimizers, utils

import hornbill.numpy as np

NAMES = {
    "mnist": [str(digit) for digit in range(10)],
    "fashion_mnist": (
        "T-shirt trousers pullover dress coat sandal shirt sneaker bag boot".split()
    ),
}


def title(text):
    print(f"\n== {text}\n")


def tensors():
    """A tensor has a number of axes, a shape, and a type."""
    title("Tensors")
    scalar = np.array(12)
    vector = np.arange(790)
    matrix = np.array([[5, 78, 2], [6, 79, 3]])
    img = np.zeros((790, 64, 64, 3), dtype="uint8")
    for name, tensor in [
        ("a scalar", scalar),
        ("a vector", vector),
        ("a matrix", matrix),
        ("790 colour images", img),
    ]:
        print(f"{name}: {tensor.ndim} axes, shape {tensor.shape}, {tensor.dtype}")

    # One column for each image: its pixels one below the other.
    img_unrow = img.reshape(790, -1).T
    print("unrowed:", img_unrow.shape)
    print("the vector as a row:", np.reshape(vector, (1, 790)).shape)


def slices(train_images, output):
    """A slice looks at a part of a tensor; nothing is copied."""
    title("Slices")
    digit = train_images[10]
    print("Raw tensor shape:", train_images.shape)
    print("[:100]:", train_images[:100].shape)
    print("[:100, :, :]:", train_images[:100, :, :].shape)
    print("[:100, :28, :28]:", train_images[:100, :28, :28].shape)
    lower_right_quadrant = train_images[:, 14:, 14:]
    print("[:, 14:, 14:]:", lower_right_quadrant.shape)

    figure, (whole, part) = plt.subplots(1, 2, figsize=(6, 3.2), layout="constrained")
    whole.imshow(digit, cmap=plt.cm.binary)
    whole.set_title("train_images[10]")
    part.imshow(lower_right_quadrant[10], cmap=plt.cm.binary)
    part.set_title("its lower right quadrant")
    save(figure, output / "digit.png")


def operations():
    """Element by element, with broadcasting, and the dot product."""
    title("Operations")
    print(repr(np.array([1, 2, 3, 4]) + np.array([5, 6, 7, 8])))

    A = np.array(range(12)).reshape(4, 3)
    print("A:\n", A, "\n")
    B = np.array([1, 2, 3])
    print("B:", B, "\n")
    A += B  # a copy of B is added to every row
    print("Updated A:\n", A, "\n")

    print("B · B:", np.dot(B, B))
    A = np.array(range(12)).reshape(4, 3)
    print("A · B:", repr(np.dot(A, B)))


def make_model():
    """Layers one after the other; each takes its input's shape from the one before."""
    model = models.Sequential()
    model.add(layers.Dense(512, activation="relu", input_shape=(784,)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(
        optimizer=optimizers.RMSprop(learning_rate=0.001), loss="mse", metrics=["accuracy"]
    )
    return model


def ends_of_epochs():
    """Callbacks that let the learning rate fall after half of the epochs, and end the training with the best weights.

    Which are the best is seen on data that were not trained on.
    """
    return [
        callbacks.LearningRateScheduler(lambda epoch, rate: rate if epoch < 10 else 0.8 * rate),
        callbacks.EarlyStopping(monitor="val_accuracy", patience=20, restore_best_weights=True),
    ]


def as_rows(images):
    """Images of 28 × 28 bytes become rows of 784 numbers from 0 to 1."""
    return images.reshape(len(images), 28 * 28).astype("float32") / 255


def learn(data, names, output):
    (train_images, train_labels), (test_images, test_labels) = data
    title("A network")
    utils.set_random_seed(1)
    x_train, y_train = as_rows(train_images), utils.to_categorical(train_labels, 10)
    x_test, y_test = as_rows(test_images), utils.to_categorical(test_labels, 10)
    # The last tenth of the training data shows how well the network does on what it has not seen.
    held = len(x_train) // 10
    x_val, y_val = x_train[-held:], y_train[-held:]
    x_train, y_train = x_train[:-held], y_train[:-held]

    model = make_model()
    model.summary()

    class Best(callbacks.Callback):
        """Callbacks run at the end of every epoch, among other times."""

        accuracy = 0.0

        def on_epoch_end(self, epoch, logs=None):
            self.accuracy = max(self.accuracy, logs["val_accuracy"])

    best = Best()
    history = model.fit(
        x_train,
        y_train,
        epochs=20,
        batch_size=512,
        validation_data=(x_val, y_val),
        callbacks=[best, *ends_of_epochs()],
    )
    print(f"\nhistory.history has {', '.join(history.history)}")
    print("the loss of the last three epochs:", history.history["loss"][-3:])
    print(f"the best val_accuracy: {best.accuracy:.4f}; the weights are those of that epoch")
    save(learning_curves(history), output / "learning-curves.png")

    title("What it has learned")
    loss, accuracy = model.evaluate(x_train, y_train, verbose=0)
    print(f"training data: loss {loss:.4f}, accuracy {accuracy:.4f}")
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(f"test data:     loss {loss:.4f}, accuracy {accuracy:.4f}")
    y_hat = model.predict(x_test, verbose=0)
    answers = y_hat.argmax(axis=1)
    print("answers:", answers[:10])
    print("labels: ", np.asarray(test_labels[:10]))
    save(gallery(test_images, answers, test_labels, names), output / "predictions.png")
    return accuracy


def learning_curves(history):
    figure, plots = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for plot, name in zip(plots, ["loss", "accuracy"], strict=True):
        epochs = range(1, len(history.history[name]) + 1)
        plot.plot(epochs, history.history[name], label="training")
        plot.plot(epochs, history.history[f"val_{name}"], label="validation")
        plot.set(title=name, xlabel="epoch", xticks=epochs[1::2])
        plot.legend()
    return figure


def gallery(images, answers, labels, names):
    """The first test images with the network's answers, wrong ones in red."""
    figure, plots = plt.subplots(2, 8, figsize=(9, 2.9), layout="constrained")
    for index, plot in enumerate(plots.flat):
        answer, label = int(answers[index]), int(labels[index])
        plot.imshow(images[index], cmap=plt.cm.binary)
        plot.set_title(names[answer], fontsize=9, color="black" if answer == label else "red")
        plot.set_axis_off()
    return figure


def save(figure, path):
    figure.savefig(path, dpi=100)
    plt.close(figure)
    print(f"→ {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dataset", choices=list(NAMES), default="mnist")
    parser.add_argument("--output", type=Path, default=Path("lesson-output"))
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    data = importlib.import_module(f"keras.datasets.{arguments.dataset}").load_data()
    tensors()
    slices(data[0][0], arguments.output)
    operations()
    learn(data, NAMES[arguments.dataset], arguments.output)


if __name__ == "__main__":
    main()
