"""Normalisations and activations of `keras.ops`: values are those of real Keras, recorded in
fixtures/ops_nn.json."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

from hornbill import ops

FIXTURES = Path(__file__).with_name("fixtures")
sys.path.insert(0, str(FIXTURES))
import ops_nn as fixture

EXPECTED = json.loads((FIXTURES / "ops_nn.json").read_text())


@pytest.mark.parametrize("text", fixture.expressions())
def test_it_gives_what_keras_gives(text):
    result = eval(text, {"ops": ops, **fixture.arrays(ops)})
    got, expected = fixture.described(result), EXPECTED[text]
    if not isinstance(expected, list):
        got, expected = [got], [expected]
    for one, other in zip(got, expected, strict=True):
        assert one["dtype"] == other["dtype"] and one["shape"] == other["shape"]
        slack = 2e-3 if one["dtype"] == "float16" else 2e-6
        np.testing.assert_allclose(one["values"], other["values"], rtol=slack, atol=slack)


def test_moments_are_not_synchronized():
    with pytest.raises(NotImplementedError):
        ops.moments(np.ones(2), [0], synchronized=True)
