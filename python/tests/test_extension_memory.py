"""Memory is shared with NumPy and others without copies, in both directions, and given back."""

import array
import copy
import ctypes
import gc
import os
import pickle
import resource
import subprocess
import sys
import weakref

import numpy as np
import pytest

from hornbill import _hornbill as engine

pytestmark = pytest.mark.filterwarnings("ignore:Casting complex")

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
    "complex64",
    "complex128",
]


# Before, arrays that came through DLPack were read-only, and could not be told to be.
needs_numpy_2 = pytest.mark.skipif(np.__version__ < "2", reason="DLPack in NumPy 1")


def address(x):
    return x.__array_interface__["data"][0]


# ---- Arrays that are handed in


@pytest.mark.parametrize("dtype", DTYPES)
def test_numpy_arrays_are_borrowed(dtype):
    x = np.ones((4, 6), dtype)
    for view in (x, x[1:, ::2], x.T, x[::-1, ::-1], x[0, 0, None], np.asarray(x[0, 0])):
        t = engine.asarray(view)
        assert t.dtype == view.dtype and t.shape == view.shape
        assert address(t) == address(np.asarray(view)) or view.base is None
    t = engine.asarray(x)
    x[2, 3] = 0
    assert t[2, 3] == 0
    t[0, 0] = 0
    assert x[0, 0] == 0


def test_array_copies():
    x = np.arange(3.0)
    t = engine.array(x)
    x[0] = 9
    assert t[0] == 0
    assert not np.shares_memory(engine.array(t).numpy(), t.numpy())
    assert np.shares_memory(engine.array(x, copy=None).numpy(), x)
    assert np.shares_memory(engine.array(x, copy=False).numpy(), x)
    with pytest.raises(ValueError):
        engine.array(x, "float32", copy=False)


def test_read_only_arrays_stay_read_only():
    x = np.arange(3)
    x.flags.writeable = False
    t = engine.asarray(x)
    for write in (
        lambda: t.__setitem__(0, 1),
        lambda: t.__setitem__(slice(None), 1),
        lambda: t.__iadd__(1),
    ):
        with pytest.raises(ValueError, match="read-only"):
            write()
    assert memoryview(t).readonly and not t.numpy().flags.writeable
    assert t.copy().numpy().flags.writeable


def test_arrays_that_cannot_be_borrowed_are_converted():
    for x in (
        np.arange(4, dtype=">i4"),
        np.arange(4, dtype=">f8")[::2],
        np.arange(4, dtype=">u2").reshape(2, 2).T,
        np.array([1 + 2j, 3], ">c8"),
        np.array([1 + 2j, 3], ">c16"),
        np.frombuffer(bytes(range(9)), "i1")[1:].view("<f4"),
        np.zeros(3, [("a", "i1"), ("b", "f8")])["b"],
    ):
        t = engine.asarray(x)
        np.testing.assert_array_equal(t.numpy(), x)
        assert t.numpy().dtype.isnative


@pytest.mark.parametrize(
    "x",
    [
        np.array(["a"]),
        np.array([b"a"]),
        np.array([None]),
        np.array(["2020-01-01"], "M8[D]"),
        np.datetime64("2020-01-01"),
        np.zeros(2, [("a", "i4")]),
        np.zeros(2, "V3"),
        np.zeros(2, "g"),
    ],
)
def test_arrays_of_other_things_are_refused(x):
    with pytest.raises(ValueError, match="Invalid dtype"):
        engine.asarray(x)


def test_a_borrowed_array_lives_as_long_as_a_tensor_looks_at_it():
    class Array(np.ndarray):
        pass

    x = np.arange(10.0).view(Array)
    gone = weakref.ref(x)
    t = engine.asarray(x)[2:5]
    count = sys.getrefcount(x)
    other = engine.asarray(x)
    assert sys.getrefcount(x) > count
    del x, other
    gc.collect()
    assert gone() is not None and t.tolist() == [2, 3, 4]
    del t
    gc.collect()
    assert gone() is None


def test_other_exporters_of_buffers():
    assert engine.asarray(array.array("d", [1, 2])).tolist() == [1, 2]
    assert engine.asarray(array.array("H", [1, 2])).dtype == "uint16"
    numbers = bytearray(b"\x01\x02")
    t = engine.asarray(numbers)
    t[0] = 7
    assert numbers[0] == 7
    assert engine.asarray(memoryview(b"ab")).dtype == "uint8"
    assert engine.asarray((ctypes.c_float * 2)(1, 2)).tolist() == [1, 2]


def test_objects_with_array_protocols():
    class Array:
        def __array__(self, dtype=None, copy=None):
            return np.arange(3, dtype="float32")

    class Interface:
        x = np.arange(4)
        __array_interface__ = x.__array_interface__

    class Failing:
        def __array__(self, dtype=None, copy=None):
            raise KeyError("no")

    assert engine.asarray(Array()).tolist() == [0, 1, 2]
    assert engine.asarray(Interface()).tolist() == [0, 1, 2, 3]
    assert engine.array([Array(), [4, 5, 6]]).dtype == "float64"
    with pytest.raises(KeyError):
        engine.asarray(Failing())


# ---- Tensors that are handed out


@needs_numpy_2
@pytest.mark.parametrize("dtype", DTYPES)
def test_numpy_looks_at_the_memory_of_tensors(dtype):
    t = engine.array(np.ones((3, 4)), dtype)
    for view in (t, t[1:, ::2], t.T, t[::-1]):
        for x in (
            view.numpy(),
            np.asarray(view),
            np.from_dlpack(view),
            np.asarray(view.__array__()),
        ):
            assert x.dtype == dtype and x.shape == view.shape and x.strides == view.strides
            assert address(x) == address(view)
            assert x.flags.writeable
    t.numpy()[0, 0] = 0
    assert t[0, 0] == 0


def test_numpys_arrays_keep_the_memory():
    x = engine.array(np.full(1000, 7.0)).numpy()
    junk = [engine.array(np.zeros(1000)) for _ in range(20)]
    assert (x == 7).all() and len(junk) == 20


def test_array_converts_and_copies_as_it_is_told():
    t = engine.array([1.5, 2.5])
    assert t.__array__("int32").dtype == "int32"
    assert not np.shares_memory(t.__array__(copy=True), t.numpy())
    assert np.shares_memory(t.__array__(np.float64, copy=False), t.numpy())
    with pytest.raises(ValueError):
        t.__array__("float32", copy=False)
    assert np.array(t, "float16").dtype == "float16"


def test_memoryview():
    t = engine.array(np.arange(6, dtype="int16").reshape(2, 3))
    view = memoryview(t)
    assert (view.format, view.shape, view.strides, view.readonly) == ("h", (2, 3), (6, 2), False)
    assert view.tolist() == t.tolist() and bytes(t) == t.numpy().tobytes()
    view[1, 2] = -1
    assert t[1, 2] == -1
    assert memoryview(t.T).f_contiguous and not memoryview(t[:, ::2]).contiguous
    with open(os.devnull, "wb") as file, pytest.raises(BufferError):
        file.write(t[:, ::2])  # A file asks for dense bytes.


def test_array_interface():
    t = engine.array(np.zeros((2, 3), "uint8"))
    interface = t.__array_interface__
    assert interface["shape"] == (2, 3) and interface["typestr"] == "|u1"
    assert interface["version"] == 3 and interface["data"][1] is False


# ---- DLPack


@pytest.mark.parametrize("dtype", DTYPES)
def test_dlpack_both_ways(dtype):
    x = np.ones((3, 4), dtype)
    t = engine.from_dlpack(x[:, ::2])
    assert address(t) == address(x) and t.strides == x[:, ::2].strides and t.dtype == dtype
    assert t.__dlpack_device__() == (1, 0)
    again = engine.from_dlpack(t)
    assert address(again) == address(t)


@needs_numpy_2
def test_dlpack_arguments():
    t = engine.array([1.0, 2.0])
    assert '"dltensor"' in repr(t.__dlpack__())
    assert '"dltensor_versioned"' in repr(t.__dlpack__(max_version=(1, 1)))
    assert '"dltensor"' in repr(t.__dlpack__(max_version=(0, 8), dl_device=(1, 0), stream=None))
    assert not np.shares_memory(np.from_dlpack(t, copy=True), t.numpy())
    assert not np.shares_memory(engine.from_dlpack(t, copy=True).numpy(), t.numpy())
    with pytest.raises(BufferError):
        t.__dlpack__(dl_device=(2, 0))
    with pytest.raises(ValueError):
        engine.from_dlpack(t, device="gpu")
    with pytest.raises(AttributeError):
        engine.from_dlpack([1])


@needs_numpy_2
def test_dlpack_says_what_is_read_only():
    x = np.arange(3)
    x.flags.writeable = False
    t = engine.asarray(x)
    assert not np.from_dlpack(t).flags.writeable
    with pytest.raises(BufferError, match="read-only"):
        t.__dlpack__()
    with pytest.raises(ValueError):
        engine.from_dlpack(t)[0] = 1


def test_capsules_are_used_once_and_freed_unused():
    t = engine.array(np.arange(100000.0))
    capsule = t.__dlpack__()
    holder = type("Holder", (), {"__dlpack__": lambda self, **_: capsule})()
    assert engine.from_dlpack(holder)[5] == 5
    with pytest.raises(ValueError):
        engine.from_dlpack(holder)
    for _ in range(2000):
        t.__dlpack__(copy=True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_200_000


@pytest.mark.parametrize("name", ["torch", "jax.numpy"])
def test_other_libraries(name):
    library = pytest.importorskip(name)
    t = engine.array(np.arange(6, dtype="float32").reshape(2, 3))
    other = library.from_dlpack(t)
    assert tuple(other.shape) == (2, 3)
    np.testing.assert_array_equal(engine.asarray(other).numpy(), t.numpy())


def test_bfloat16_is_shared_bit_by_bit_or_widened():
    t = engine.array([1.5, -2.0], "bfloat16")
    assert t.tolist() == [1.5, -2.0] and t.itemsize == 2
    assert np.asarray(t).astype("float64").tolist() == t.numpy().tolist() == [1.5, -2.0]
    with pytest.raises(BufferError, match="bfloat16"):
        memoryview(t)
    assert engine.from_dlpack(t).dtype == "bfloat16"
    ml_dtypes = pytest.importorskip("ml_dtypes")
    assert t.numpy().dtype == ml_dtypes.bfloat16
    assert engine.asarray(t.numpy()).dtype == "bfloat16"


# ---- Copies


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("dtype", [*DTYPES, "bfloat16"])
def test_pickle(protocol, dtype):
    t = engine.array(np.arange(6).reshape(2, 3) % 2, dtype)
    for view in (t, t.T, t[:, :0], t[1, 2], engine.array(3, dtype)):
        again = pickle.loads(pickle.dumps(view, protocol))
        assert type(again) is engine.Tensor and again.dtype == dtype
        assert again.shape == view.shape and repr(again) == repr(view)


def test_pickled_elements_travel_out_of_band():
    t = engine.array(np.arange(1000.0))
    buffers = []
    text = pickle.dumps(t, 5, buffer_callback=buffers.append)
    assert len(text) < 300 and len(buffers) == 1
    assert pickle.loads(text, buffers=buffers).tolist() == t.tolist()


def test_damaged_pickles_are_refused():
    for shape in ((2, 3), (-1, -8), (2**62, 4), (8, 2**62)):
        with pytest.raises(ValueError):
            engine._restore("int8", shape, bytes(8), False)
    with pytest.raises(ValueError):
        engine._restore("int9", (8,), bytes(8), False)


def test_copies():
    t = engine.array([1, 2])
    for other in (copy.copy(t), copy.deepcopy(t), t.copy(), +t, t.astype("int64")):
        other[0] = 9
        assert t[0] == 1
    assert t.astype("int64", copy=False) is t
    assert copy.deepcopy({"a": t})["a"].tolist() == [1, 2]


# ---- Leaks


def growth(work, count):
    """By how many kilobytes the process grows while work is done again and again."""
    for _ in range(count // 10):
        work()
    before = resident()
    for _ in range(count):
        work()
    return resident() - before


def resident():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() // 1024


X = np.arange(1000.0)
T = engine.array(X)
WORK = {
    "operators": lambda: T + T * 2.0 - 1,
    "comparison": lambda: (T == X, T < 3, T == None),
    "in place": lambda: engine.array(X).__iadd__(1),
    "views": lambda: (T[2:8], T.T, T.reshape(10, 100), T[None]),
    "elements": lambda: (T[3], T.item(4), float(T[5]), T.__setitem__(3, 3.0)),
    "fancy": lambda: (T[[1, 2]], T[T > 500], T[np.array([1, 2])]),
    "borrowing": lambda: engine.asarray(X),
    "converting": lambda: engine.asarray(X, "float32"),
    "lists": lambda: engine.array([[1, 2.5], [True, T[0]]]),
    "numpy": lambda: (T.numpy(), np.asarray(T), memoryview(T)),
    "ufuncs": lambda: (np.exp(T), X + T, np.add(X, 1, out=None)),
    "dlpack": lambda: (engine.from_dlpack(X), np.from_dlpack(T), T.__dlpack__()),
    "pickle": lambda: pickle.loads(pickle.dumps(T, 5)),
    "text": lambda: (repr(T[:5]), str(T[0])),
    "functions": lambda: engine.call("sum", T, axis=0),
    "lists out": lambda: (T[:5].tolist(), list(T[:5])),
    "errors": lambda: [raised(f) for f in FAILURES],
    "dtypes": lambda: (T.dtype, engine.dtype("f4"), T.dtype == "float64", T.dtype.dtype),
}
FAILURES = [
    lambda: T + "a",
    lambda: T[5000],
    lambda: T + engine.array([1, 2]),
    lambda: engine.array([[1], [1, 2]]),
    lambda: engine.array(np.array(["a"])),
    lambda: engine.call("no", T),
    lambda: engine.call("sum", T, None, "a"),
    lambda: engine.call("sum", T, axis=[0, object()]),
    lambda: T.reshape(7, 7),
    lambda: T.foo,
]


def raised(function):
    try:
        function()
    except (TypeError, ValueError, IndexError, AttributeError) as error:
        return type(error)
    raise AssertionError("expected an exception")


@pytest.mark.parametrize("name", WORK)
def test_nothing_leaks(name):
    # A leak of one object a call would be half a megabyte.
    assert growth(WORK[name], 10_000) < 400


def test_reference_counts_come_back():
    objects = [X, T, engine.float64, engine.Tensor, engine.dtype, None, True]
    for work in WORK.values():
        work()
    before = [sys.getrefcount(thing) for thing in objects]
    for work in WORK.values():
        for _ in range(50):
            work()
    after = [sys.getrefcount(thing) for thing in objects]
    assert all(abs(a - b) < 20 for a, b in zip(after, before, strict=True)), (before, after)


def test_tensors_can_be_referred_to_weakly():
    t = engine.array([1])
    reference = weakref.ref(t)
    assert reference() is t
    del t
    assert reference() is None


def test_the_import_is_quick_and_does_not_need_numpy():
    code = (
        "import time; begin = time.perf_counter(); import hornbill._hornbill, sys;"
        "assert 'numpy' not in sys.modules; print(time.perf_counter() - begin);"
        "t = hornbill._hornbill.array([1, 2]) + 1; assert t.tolist() == [2, 3];"
        "assert 'numpy' not in sys.modules"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert float(result.stdout) < 0.5


def test_the_process_ends_well_with_borrowed_memory_alive():
    code = (
        "import numpy, hornbill._hornbill as engine, builtins;"
        "builtins.kept = [engine.asarray(numpy.ones(5)), engine.from_dlpack(numpy.ones(3))];"
        "builtins.kept.append(builtins.kept)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0 and result.stderr == ""
