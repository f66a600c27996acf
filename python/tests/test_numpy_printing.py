"""What the lesson prints, and the options of printing."""

import sys

import numpy
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill.numpy as np

LESSON = """
print(repr(np.array([1, 2, 3, 4]) + np.array([5, 6, 7, 8])))
A = np.array(range(12)).reshape(4, 3)
print('A:\\n', A, '\\n')
B = np.array([1, 2, 3])
print('B:', B, '\\n')
A += B
print('Updated A:\\n', A)
print(np.dot(B, B))
A = np.array(range(12)).reshape(4, 3)
print(repr(np.dot(A, B)))
vector = np.arange(790)
print(np.shape(vector), np.reshape(vector, (1, 790)).shape)
img = np.zeros((790, 4, 4, 3))
print(img.ndim, img.shape, img.dtype, img.reshape(790, -1).T.shape)
"""


def test_the_lesson_prints_what_it_prints_with_numpy(capsys):
    exec(LESSON, {"np": numpy})
    expected = capsys.readouterr().out
    exec(LESSON, {"np": np})
    assert capsys.readouterr().out == expected
    assert "array([ 8, 26, 44, 62])" in expected


VALUES = {
    "floats": [1 / 3, -2.5, 1e10, 1e-10],
    "small": [1e-10, 1.0],
    "matrix": [[1.0, 0.123456789], [100.0, -7.25]],
    "integers": [1, -100, 7],
    "bool": [[True, False]],
    "special": [float("nan"), float("inf"), -0.0],
    "long": list(range(2000)),
    "wide": [[0.1234567 * k for k in range(30)]] * 2,
}
OPTIONS = [
    {},
    {"precision": 3},
    {"suppress": True},
    {"precision": 2, "suppress": True, "linewidth": 40},
    {"threshold": sys.maxsize},
    {"threshold": 5, "edgeitems": 1},
    {"floatmode": "fixed", "precision": 4},
    {"sign": "+"},
    {"nanstr": "none", "infstr": "endless"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_options_change_the_text_as_in_numpy(options):
    with np.printoptions(**options), numpy.printoptions(**options):
        for values in VALUES.values():
            x, y = np.array(values), numpy.array(values)
            assert str(x) == str(y)
            assert repr(x) == repr(y)
            assert np.array_str(x) == numpy.array_str(y)
            assert np.array_repr(x) == numpy.array_repr(y)
    assert repr(np.array([1 / 3])) == repr(numpy.array([1 / 3]))


def test_options_are_set_and_given_back():
    before = np.get_printoptions()
    assert before["precision"] == 8 and before["threshold"] == 1000
    np.set_printoptions(precision=2)
    try:
        assert str(np.array([1 / 3])) == "[0.33]"
        assert np.get_printoptions()["precision"] == 2
    finally:
        np.set_printoptions(**before)
    assert np.get_printoptions() == before
    for wrong in ({"precision": -1}, {"threshold": float("nan")}, {"sign": "x"}):
        with pytest.raises(ValueError):
            np.set_printoptions(**wrong)
    with pytest.raises(TypeError):
        np.set_printoptions(nonsense=1)


@pytest.mark.parametrize("name", VALUES)
def test_array2string(name):
    x, y = np.array(VALUES[name]), numpy.array(VALUES[name])
    for options in (
        {},
        {"separator": ", "},
        {"separator": "|"},
        {"precision": 2},
        {"max_line_width": 30},
        {"prefix": "value: ", "suffix": ";"},
        {"threshold": 5},
    ):
        assert np.array2string(x, **options) == numpy.array2string(y, **options), options


@pytest.mark.parametrize("value", [True, 3, -1.5, 2 + 1j])
def test_a_single_element_is_its_own_summary(value):
    options = {"threshold": 0, "edgeitems": 0}
    with numpy.printoptions(**options):
        expected = repr(numpy.array(value)), str(numpy.array(value))
    with np.printoptions(**options):
        assert (repr(np.array(value)), str(np.array(value))) == expected
