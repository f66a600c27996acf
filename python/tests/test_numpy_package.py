"""The package as such: names, files, imports, what the Array API standard asks for."""

import inspect
import subprocess
import sys

import numpy
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill.numpy as np


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_importing_does_not_import_numpy():
    code = "import sys, hornbill.numpy as np; np.ones(3).sum(); print('numpy' in sys.modules)"
    assert run(code) == "False"


def test_each_public_name_is_there_and_documented():
    for name in dir(np):
        thing = getattr(np, name)
        if inspect.isfunction(thing):
            assert thing.__doc__ and thing.__doc__.strip(), name
    assert "sum" in dir(np) and "_call" not in dir(np)


def test_ndarray_is_the_tensor():
    assert np.ndarray is type(np.zeros(1))
    assert isinstance(np.zeros(1), np.ndarray)


def test_the_namespace_describes_itself():
    info = np.__array_namespace_info__()
    assert np.__array_api_version__ == "2024.12"
    assert info.capabilities()["boolean indexing"] is True
    assert info.devices() == ["cpu"] and info.default_device() == "cpu"
    assert info.default_dtypes()["real floating"] == np.float64
    assert set(info.dtypes(kind="bool")) == {"bool"}
    assert set(info.dtypes(kind=("signed integer", "bool"))) >= {"int8", "bool"}
    assert "float16" not in info.dtypes() and info.dtypes()["float32"] == np.float32
    with pytest.raises(ValueError, match="nonsense"):
        info.dtypes(kind="nonsense")
    assert np.zeros(1).__array_namespace__() is np


def test_files_go_there_and_back(tmp_path):
    x = np.arange(6, dtype="float32").reshape(2, 3)
    np.save(tmp_path / "x.npy", x)
    assert np.array_equal(np.load(tmp_path / "x.npy"), x)
    assert numpy.load(tmp_path / "x.npy").tolist() == x.tolist()
    for save in (np.savez, np.savez_compressed):
        save(tmp_path / "both.npz", x, labels=[1, 2])
        with np.load(tmp_path / "both.npz") as both:
            assert sorted(both.files) == ["arr_0", "labels"]
            assert np.array_equal(both["arr_0"], x) and both["labels"].tolist() == [1, 2]
    np.savetxt(tmp_path / "x.csv", x, delimiter=",")
    assert np.allclose(np.loadtxt(tmp_path / "x.csv", delimiter=","), x)
    assert np.allclose(np.genfromtxt(tmp_path / "x.csv", delimiter=","), x)
    x.tofile(tmp_path / "x.bin")
    assert np.array_equal(np.fromfile(tmp_path / "x.bin", "float32"), x.ravel())


def test_files_of_objects_are_refused(tmp_path):
    numpy.save(tmp_path / "o.npy", numpy.array([None]), allow_pickle=True)
    with pytest.raises(ValueError):
        np.load(tmp_path / "o.npy", allow_pickle=True)


def test_limits_of_dtypes_are_numpys():
    for name in ("float16", "float32", "float64"):
        mine, theirs = np.finfo(name), numpy.finfo(name)
        for limit in ("eps", "epsneg", "max", "min", "tiny", "smallest_subnormal", "bits"):
            assert float(getattr(mine, limit)) == float(getattr(theirs, limit)), (name, limit)
        assert mine.dtype == name
    for name in ("int8", "uint8", "int64", "uint64"):
        assert (np.iinfo(name).min, np.iinfo(name).max) == (
            numpy.iinfo(name).min,
            numpy.iinfo(name).max,
        )
    assert np.finfo(np.float32) == np.finfo("float32") != np.finfo("float64")
    with pytest.raises(AttributeError):
        np.finfo("float32").eps = 1
    assert np.iinfo(np.zeros(1, "int16")).bits == 16


def test_promotion_is_numpys():
    names = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()
    for a in names:
        for b in names:
            assert np.promote_types(a, b) == numpy.promote_types(a, b), (a, b)
            assert np.result_type(np.zeros(1, a), b) == numpy.promote_types(a, b)
            for rule in ("no", "safe", "same_kind", "unsafe"):
                assert np.can_cast(a, b, rule) == numpy.can_cast(a, b, rule), (a, b, rule)


def test_python_numbers_take_the_dtype_of_arrays():
    for name in ("uint8", "int32", "float32", "bool"):
        for value in (1, 1.5, True):
            mine, theirs = np.ones(2, name), numpy.ones(2, name)
            assert np.result_type(mine, value) == numpy.result_type(theirs, value)
            assert np.add(mine, value).dtype == numpy.add(theirs, value).dtype
