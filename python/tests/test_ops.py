"""`keras.ops`: values, shapes and dtypes are those of real Keras, recorded in fixtures/ops.json."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

from hornbill import ops

_FIXTURES = Path(__file__).with_name("fixtures")
_spec = importlib.util.spec_from_file_location("ops_fixture", _FIXTURES / "ops.py")
fixture = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fixture)
EXPECTED = json.loads((_FIXTURES / "ops.json").read_text())


def compare(got, expected):
    if isinstance(expected, list):
        assert len(got) == len(expected)
        for one, other in zip(got, expected, strict=True):
            compare(one, other)
    elif isinstance(expected, dict):
        assert got["dtype"] == expected["dtype"] and got["shape"] == expected["shape"]
        np.testing.assert_allclose(got["values"], expected["values"], rtol=2e-6, atol=1e-6)
    else:
        assert got == expected


@pytest.mark.parametrize("text", fixture.expressions())
def test_it_gives_what_keras_gives(text):
    result = eval(text, {"ops": ops, **fixture.arrays(ops)})
    compare(json.loads(json.dumps(fixture.described(result))), EXPECTED[text])


def test_tensors_are_told_from_arrays():
    assert ops.is_tensor(ops.zeros(2)) and not ops.is_tensor(np.zeros(2))
    back = ops.convert_to_numpy(ops.ones((2, 2)))
    assert type(back) is np.ndarray and back.dtype == "float32"


@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda: ops.binary_crossentropy(np.zeros(2), np.zeros(3)), "same shape"),
        (lambda: ops.sparse_categorical_crossentropy([0, 1], np.ones((3, 2))), "same shape"),
        (lambda: ops.normalize(np.ones(3), order=0), "order"),
        (lambda: ops.where(True, 1.0), "both"),
        (lambda: ops.top_k(np.ones(3), 4), "top_k"),
        (lambda: ops.scatter_update(np.ones(3), [[0]], [1.0], "nonsense"), "reduction"),
        (lambda: ops.pad(np.ones(3), 1, "edge", constant_values=1), "constant_values"),
        (lambda: ops.batch_normalization(np.ones((2, 3)), [1.0], [1.0], -1), "vector"),
        (lambda: ops.cast(1.0, "nonsense"), "dtype"),
    ],
)
def test_bad_arguments_are_refused(act, text):
    with pytest.raises(ValueError, match=text):
        act()


def test_a_missing_operation_says_so():
    with pytest.raises(AttributeError, match="keras.ops.nonsense is not part of Hornbill"):
        ops.nonsense  # noqa: B018
    assert "relu" in ops.__all__ and "call" not in ops.__all__
