"""Data sets are found, checked and downloaded; nothing is loaded in part."""

import functools
import gzip
import hashlib
import http.server
import threading
import warnings

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill
from hornbill import datasets
from hornbill.datasets import _images, fashion_mnist, mnist

TRAIN, TEST = 30, 20


def made():
    """A data set of random images, by the names of Keras' file."""
    generator = np.random.default_rng(0)
    return {
        "x_train": generator.integers(0, 256, (TRAIN, 28, 28), dtype="uint8"),
        "y_train": generator.integers(0, 10, TRAIN, dtype="uint8"),
        "x_test": generator.integers(0, 256, (TEST, 28, 28), dtype="uint8"),
        "y_test": generator.integers(0, 10, TEST, dtype="uint8"),
    }


FILES = {
    "train-images-idx3-ubyte": "x_train",
    "train-labels-idx1-ubyte": "y_train",
    "t10k-images-idx3-ubyte": "x_test",
    "t10k-labels-idx1-ubyte": "y_test",
}


def idx(array):
    header = bytes((0, 0, 8, array.ndim))
    return header + b"".join(n.to_bytes(4, "big") for n in array.shape) + array.tobytes()


def write_idx(folder, suffix="", dotted=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, key in FILES.items():
        data = idx(made()[key])
        name = name.replace("-idx", ".idx") if dotted else name
        (folder / f"{name}{suffix}").write_bytes(gzip.compress(data) if suffix else data)
    return folder


def assert_made(parts):
    (x_train, y_train), (x_test, y_test) = parts
    got = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    for name, array in made().items():
        assert isinstance(got[name], hornbill.Tensor)
        assert got[name].dtype == "uint8" and got[name].shape == array.shape
        np.testing.assert_array_equal(got[name].numpy(), array)


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """A directory of the user's, an empty cache, no system's data and no network."""
    directory = tmp_path / "own"
    directory.mkdir()
    monkeypatch.setenv("HORNBILL_DATASETS", str(directory))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    searched = _images.directories
    monkeypatch.setattr(_images, "directories", lambda: searched()[:-1])
    monkeypatch.setattr(mnist, "_ORIGIN", "http://127.0.0.1:9/mnist.npz")
    monkeypatch.setattr(fashion_mnist, "_ORIGIN", "http://127.0.0.1:9/")
    return directory


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Serves what is in a directory, and counts what it is asked for."""
    served = tmp_path / "served"
    served.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        asked: list[str] = []

        def log_message(self, *arguments):
            self.asked.append(self.path)

    running = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(served))
    )
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{running.server_port}/"
    monkeypatch.setattr(mnist, "_ORIGIN", address + "mnist.npz")
    monkeypatch.setattr(fashion_mnist, "_ORIGIN", address)
    served_files = type("Served", (), {"directory": served, "asked": Handler.asked})
    yield served_files
    running.shutdown()
    running.server_close()
    thread.join()


def save_and_expect(path, monkeypatch, compressed=True):
    """Writes Keras' file, and has its checksum expected."""
    (np.savez_compressed if compressed else np.savez)(path, **made())
    monkeypatch.setattr(mnist, "_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())


# What is on the machine.


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("dotted", [False, True])
def test_idx_files_are_found_plain_and_compressed(own, suffix, dotted):
    write_idx(own / "mnist", suffix, dotted)
    write_idx(own / "fashion-mnist", suffix, dotted)
    assert_made(datasets.mnist.load_data())
    assert_made(datasets.fashion_mnist.load_data())


def test_a_file_is_read_by_what_it_holds_whatever_its_name_says(own):
    folder = write_idx(own / "mnist")
    for name in FILES:
        (folder / name).rename(folder / f"{name}.gz")
    assert_made(mnist.load_data())


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_npz_file_is_found(own, save):
    save(own / "mnist.npz", **made())
    assert_made(mnist.load_data())


def test_directories_are_searched_in_their_order(tmp_path, monkeypatch, own):
    second = tmp_path / "second"
    write_idx(second / "mnist")
    monkeypatch.setenv("HORNBILL_DATASETS", f"{tmp_path / 'nothing'}:{own}::{second}")
    assert_made(mnist.load_data())
    np.savez(own / "mnist.npz", **{**made(), "y_test": np.zeros(TEST, "uint8")})
    assert not mnist.load_data()[1][1].numpy().any()


def test_a_path_is_a_file_of_the_users(tmp_path):
    np.savez(tmp_path / "digits.npz", **made())
    assert_made(mnist.load_data(str(tmp_path / "digits.npz")))
    with pytest.raises(FileNotFoundError):
        mnist.load_data(str(tmp_path / "nothing.npz"))


def test_the_images_can_be_sliced_without_a_copy_and_written_to(own):
    write_idx(own / "mnist")
    (x_train, _), _ = mnist.load_data()
    quadrant = x_train[:, 14:, 14:]
    assert quadrant.shape == (TRAIN, 14, 14)
    assert np.shares_memory(quadrant.numpy(), x_train.numpy())
    quadrant[...] = 7
    assert int(x_train[3, 20, 20]) == 7


# What is damaged.


def expect_damage(text, load=mnist.load_data):
    with pytest.raises(ValueError, match=f"damaged or incomplete.*{text}"):
        load()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_each_truncated_idx_file_is_an_error(own, name, suffix):
    file = write_idx(own / "mnist", suffix) / f"{name}{suffix}"
    whole = file.read_bytes()
    for length in (0, 1, 3, 5, 11, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        expect_damage("expected")
    file.write_bytes(whole)
    assert_made(mnist.load_data())


def test_every_changed_byte_of_a_compressed_file_is_noticed_or_harmless(own):
    folder = write_idx(own / "mnist", ".gz")
    file = folder / "train-labels-idx1-ubyte.gz"
    whole = bytearray(file.read_bytes())
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        file.write_bytes(changed)
        try:
            parts = mnist.load_data()
        except ValueError as error:
            assert "damaged" in str(error)
        else:  # the header's time, flags that do not matter
            assert place < 10
            assert_made(parts)


def test_wrong_idx_files_are_errors(own):
    folder = write_idx(own / "mnist")
    images, labels = folder / "train-images-idx3-ubyte", folder / "train-labels-idx1-ubyte"
    good = made()
    cases = {
        b"hello, this is no data set": "begins with 00000803",
        idx(good["x_train"].astype(">i4"))[:2] + b"\x0c\x03" + bytes(12): "begins with",
        idx(good["y_train"]): "begins with 00000803",
        idx(good["x_train"]) + b"\0": "got more",
        idx(good["x_train"][:, :14]): "28 × 28",
        idx(good["x_train"])[:4] + b"\xff" * 12 + bytes(100): "got 100",
    }
    for content, text in cases.items():
        images.write_bytes(content)
        expect_damage(text)
    images.write_bytes(idx(good["x_train"]))
    labels.write_bytes(idx(good["y_train"][:-1]))
    expect_damage("30 labels")
    labels.write_bytes(idx(np.full(TRAIN, 10, "uint8")))
    expect_damage("labels from 0 to 9, got 10")
    images.write_bytes(idx(good["x_train"][:0]))
    labels.write_bytes(idx(good["y_train"][:0]))
    expect_damage("images")


def test_a_missing_file_of_the_four_is_an_error_that_names_it(own):
    folder = write_idx(own / "fashion-mnist", ".gz")
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    expect_damage("t10k-labels-idx1-ubyte", fashion_mnist.load_data)


def test_a_truncated_npz_file_is_an_error(own):
    np.savez_compressed(own / "mnist.npz", **made())
    whole = (own / "mnist.npz").read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        (own / "mnist.npz").write_bytes(whole[:length])
        expect_damage("npz")


def test_a_changed_byte_of_an_npz_file_is_an_error(own):
    np.savez(own / "mnist.npz", **made())
    whole = bytearray((own / "mnist.npz").read_bytes())
    whole[5000] ^= 1
    (own / "mnist.npz").write_bytes(whole)
    expect_damage("CRC")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"x_train": None}, "x_train"),
        ({"y_test": None}, "y_test"),
        ({"x_train": np.zeros((TRAIN, 784), "uint8")}, "3 axes"),
        ({"x_train": np.zeros((TRAIN, 28, 28), "float32")}, "uint8"),
        ({"y_train": np.zeros(TRAIN, "int64")}, "uint8"),
        ({"y_train": np.zeros((TRAIN, 1), "uint8")}, "1 axes"),
        ({"y_train": np.zeros(TRAIN - 1, "uint8")}, "30 labels"),
        ({"x_test": np.zeros((28, 28, TEST), "uint8").T}, "row-major"),
        ({"y_test": np.array([None] * TEST)}, "uint8"),
    ],
)
def test_wrong_npz_files_are_errors(own, changes, text):
    arrays = {name: array for name, array in {**made(), **changes}.items() if array is not None}
    np.savez(own / "mnist.npz", **arrays)
    expect_damage(text)


# What is not on the machine.


def test_mnist_is_downloaded_once_with_its_checksum(server, monkeypatch, capsys, tmp_path):
    save_and_expect(server.directory / "mnist.npz", monkeypatch)
    assert_made(mnist.load_data())
    out = capsys.readouterr().out
    assert "Downloading data from http://127.0.0.1" in out and "/step" in out or "━" in out
    assert (tmp_path / "keras" / "datasets" / "mnist.npz").exists()
    assert_made(mnist.load_data())
    assert server.asked == ["/mnist.npz"]
    assert capsys.readouterr().out == ""


def test_fashion_mnist_is_downloaded_file_by_file(server, monkeypatch, tmp_path):
    checksums = {}
    for name, key in FILES.items():
        content = gzip.compress(idx(made()[key]))
        (server.directory / f"{name}.gz").write_bytes(content)
        checksums[f"{name}.gz"] = hashlib.sha256(content).hexdigest()
    assert set(checksums) == set(fashion_mnist._SHA256)
    ordered = {name: checksums[name] for name in fashion_mnist._SHA256}
    monkeypatch.setattr(fashion_mnist, "_SHA256", ordered)
    assert_made(fashion_mnist.load_data())
    assert sorted(server.asked) == sorted(f"/{name}" for name in checksums)
    assert (tmp_path / "keras/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz").exists()


def test_a_download_with_another_checksum_is_an_error_and_leaves_nothing(server, tmp_path):
    np.savez(server.directory / "mnist.npz", **made())
    with pytest.raises(ValueError, match="(?i)corrupted"):
        mnist.load_data()
    assert list((tmp_path / "keras" / "datasets").iterdir()) == []


def test_a_damaged_file_in_the_cache_is_downloaded_again(server, monkeypatch, tmp_path):
    save_and_expect(server.directory / "mnist.npz", monkeypatch)
    cached = tmp_path / "keras" / "datasets" / "mnist.npz"
    cached.parent.mkdir(parents=True)
    cached.write_bytes((server.directory / "mnist.npz").read_bytes()[:-100])
    assert_made(mnist.load_data())


def test_a_damaged_file_in_the_cache_is_an_error_without_a_network(tmp_path):
    cached = tmp_path / "keras" / "datasets" / "mnist.npz"
    cached.parent.mkdir(parents=True)
    cached.write_bytes(b"half a file")
    with pytest.raises(OSError, match="incomplete or damaged"):
        mnist.load_data()


def test_offline_mnist_is_the_sample_with_a_warning_that_says_so():
    with pytest.warns(UserWarning, match="4,000 images to train and 1,000 to test") as caught:
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
    assert "HORNBILL_DATASETS" in str(caught[0].message) and "mnist.npz" in str(caught[0].message)
    assert caught[0].filename == __file__
    assert x_train.shape == (4000, 28, 28) and y_train.shape == (4000,)
    assert x_test.shape == (1000, 28, 28) and y_test.shape == (1000,)
    counts = np.bincount(y_train.numpy()) + np.bincount(y_test.numpy())
    assert counts.tolist() == [500] * 10
    # Digits are dark in the middle and empty at the edge.
    assert float(x_train[:, 10:18, 10:18].mean()) > 60 > 1 > float(x_train[:, 0].mean())


def test_a_server_without_the_file_is_no_network(server):
    with pytest.warns(UserWarning, match="404"):
        assert mnist.load_data()[0][0].shape == (4000, 28, 28)


def test_offline_fashion_mnist_is_an_error_that_says_what_to_do():
    with pytest.raises(OSError, match="dataset-fashion-mnist.*HORNBILL_DATASETS"):
        fashion_mnist.load_data()


def test_data_on_the_machine_needs_no_warning(own):
    write_idx(own / "mnist")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        mnist.load_data()


def test_other_data_sets_are_missing_and_named():
    with pytest.raises(AttributeError, match="cifar10 is not part of Hornbill"):
        datasets.cifar10  # noqa: B018
    with pytest.raises(AttributeError, match="nonsense"):
        datasets.nonsense  # noqa: B018


def test_debians_fashion_mnist_is_found_and_whole(monkeypatch):
    from pathlib import Path

    directory = Path("/usr/share/datasets")
    if not (directory / "fashion-mnist").exists():
        pytest.skip("needs the package dataset-fashion-mnist")
    monkeypatch.setattr(_images, "directories", lambda: [directory])
    (x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
    assert x_train.shape == (60000, 28, 28) and x_test.shape == (10000, 28, 28)
    assert np.bincount(y_train.numpy()).tolist() == [6000] * 10
    assert np.bincount(y_test.numpy()).tolist() == [1000] * 10
