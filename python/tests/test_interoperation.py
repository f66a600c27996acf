"""Other libraries take tensors, and tensors take their arrays, without a copy: the addresses are the same."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy
import pytest

import hornbill.numpy as np

DTYPES = [
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
]
COMPLEX = ["complex64", "complex128"]


def address(t: Any) -> int:
    """Where a tensor's first element lies."""
    return t.__array_interface__["data"][0]


@pytest.fixture(params=[*DTYPES, *COMPLEX])
def t(request: pytest.FixtureRequest) -> Any:
    return np.arange(24).reshape(2, 3, 4).astype(request.param)


class TestNumPy:
    def test_asarray_looks_at_the_tensor(self, t: Any) -> None:
        array = numpy.asarray(t)
        assert array.ctypes.data == address(t) and array.dtype.name == t.dtype.name
        array[0, 0, 0] = 1
        assert t[0, 0, 0] == 1

    def test_asarray_looks_at_views(self, t: Any) -> None:
        view = t[1:, ::2, ::-1].T
        array = numpy.asarray(view)
        assert array.ctypes.data == address(view) and array.strides == tuple(view.strides)
        assert array.tolist() == view.tolist()

    def test_tensors_look_at_arrays(self, t: Any) -> None:
        array = numpy.array(t.tolist(), t.dtype.name)[:, 1:]
        mine = np.asarray(array)
        assert address(mine) == array.ctypes.data and tuple(mine.strides) == array.strides
        mine[0, 0, 0] = 0
        assert array[0, 0, 0] == 0

    def test_dlpack_goes_both_ways(self, t: Any) -> None:
        array = numpy.from_dlpack(t)
        assert array.ctypes.data == address(t)
        source = numpy.arange(6, dtype="float32").reshape(2, 3)
        assert address(np.from_dlpack(source)) == source.ctypes.data

    def test_the_buffer_protocol_shows_the_memory(self, t: Any) -> None:
        view = memoryview(t)
        held = ctypes.c_char.from_buffer(view.cast("B") if view.format != "?" else view.cast("B"))
        assert ctypes.addressof(held) == address(t)
        assert view.shape == tuple(t.shape) and view.nbytes == t.nbytes
        del held

    def test_the_memory_lives_as_long_as_an_array_looks_at_it(self) -> None:
        array = numpy.asarray(np.arange(1000) * 2)
        np.zeros(1000)
        assert array[999] == 1998

    def test_read_only_arrays_stay_so(self) -> None:
        array = numpy.arange(3)
        array.flags.writeable = False
        with pytest.raises(ValueError, match="read-only"):
            np.asarray(array)[0] = 1

    def test_functions_of_numpy_take_tensors(self) -> None:
        t = np.array([1.0, 4.0, 9.0])
        assert isinstance(numpy.sqrt(t), np.ndarray) and numpy.sqrt(t).tolist() == [1, 2, 3]
        assert float(numpy.sum(t)) == 14 and numpy.concatenate([t, t]).tolist() == [
            1,
            4,
            9,
            1,
            4,
            9,
        ]
        assert isinstance(numpy.ones(3) + t, np.ndarray)


def test_torch_shares_memory() -> None:
    torch = pytest.importorskip("torch")
    t = np.arange(12, dtype="float32").reshape(3, 4)
    tensor = torch.from_dlpack(t)
    assert tensor.data_ptr() == address(t) and tuple(tensor.shape) == (3, 4)
    tensor[0, 0] = 7
    assert t[0, 0] == 7
    assert torch.from_dlpack(t.T).stride() == (1, 4)
    assert torch.as_tensor(t.numpy()).data_ptr() == address(t)
    assert address(np.from_dlpack(tensor)) == tensor.data_ptr()
    assert address(np.asarray(tensor)) == tensor.data_ptr()


def test_jax_takes_tensors() -> None:
    jax = pytest.importorskip("jax")
    t = np.arange(64, dtype="float32").reshape(8, 8)
    array = jax.dlpack.from_dlpack(t)
    assert numpy.asarray(array).tolist() == t.tolist()
    if array.unsafe_buffer_pointer() != address(t):
        # JAX copies what is not aligned as it likes; tensors are, to 64 bytes.
        assert address(t) % 64 != 0
    assert float(jax.numpy.asarray(t).sum()) == 2016
    assert np.asarray(jax.numpy.arange(3)).tolist() == [0, 1, 2]
    assert np.from_dlpack(jax.numpy.arange(3.0)).tolist() == [0, 1, 2]


def test_pandas_takes_tensors() -> None:
    pandas = pytest.importorskip("pandas")
    t = np.arange(6.0).reshape(3, 2)
    frame = pandas.DataFrame(numpy.asarray(t), columns=["a", "b"])
    assert frame["b"].tolist() == [1, 3, 5]
    frame["c"] = t[:, 0] * 2
    assert frame["c"].tolist() == [0, 4, 8]
    assert np.asarray(frame["a"]).tolist() == [0, 2, 4]
    assert np.asarray(frame).shape == (3, 3)


def test_scikit_learn_takes_tensors() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    x = np.arange(20.0).reshape(10, 2)
    model = linear.LinearRegression().fit(x, x[:, 0] * 2 + 1)
    assert np.allclose(np.asarray(model.predict(x)), x[:, 0] * 2 + 1)


def test_matplotlib_draws_tensors() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots()
    (line,) = axes.plot(np.arange(5), np.arange(5) ** 2)
    assert line.get_ydata().tolist() == [0, 1, 4, 9, 16]
    axes.imshow(np.arange(12).reshape(3, 4))
    axes.hist(np.random.default_rng(0).normal(size=100))
    pyplot.close(figure)
