"""`keras.ops` beside the elementary: names, signatures, values and symbolic results of real Keras."""

import importlib.util
import inspect
import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill as keras
from hornbill import ops

_FIXTURES = Path(__file__).with_name("fixtures")
_spec = importlib.util.spec_from_file_location("ops_math_fixture", _FIXTURES / "ops_math.py")
fixture = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fixture)
EXPECTED = json.loads((_FIXTURES / "ops_math.json").read_text())
NAMES = json.loads((_FIXTURES / "ops_names.json").read_text())


def signature(function):
    """The parameters with their defaults."""
    found = inspect.signature(function)
    bare = [p.replace(annotation=inspect.Parameter.empty) for p in found.parameters.values()]
    return str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty))


@pytest.mark.parametrize("name", sorted(NAMES["ops"]))
def test_every_function_of_keras_is_there_with_its_signature(name):
    assert name in ops.__all__
    assert signature(getattr(ops, name)) == NAMES["ops"][name]


@pytest.mark.parametrize("module", ["numpy", "nn", "linalg"])
def test_the_modules_have_the_functions_of_keras_modules(module):
    part = getattr(ops, module)
    names = set(NAMES[module])
    assert names <= set(part.__all__)
    assert all(getattr(part, name) is getattr(ops, name) for name in names)


def compare(got, expected):
    if isinstance(expected, list):
        assert len(got) == len(expected)
        for one, other in zip(got, expected, strict=True):
            compare(one, other)
    elif isinstance(expected, dict) and "values" in expected:
        assert got["dtype"] == expected["dtype"] and got["shape"] == expected["shape"]
        np.testing.assert_allclose(got["values"], expected["values"], rtol=1e-5, atol=2e-5)
    else:
        assert got == expected


@pytest.mark.parametrize("text", EXPECTED["values"])
def test_it_gives_what_keras_gives(text):
    result = eval(text, {"ops": ops, **fixture.arrays(ops)})
    compare(json.loads(json.dumps(fixture.described(result))), EXPECTED["values"][text])


def test_nothing_is_missing_from_the_fixture():
    assert set(EXPECTED["values"]) == set(fixture.expressions())


# ---- Symbolic tensors


@pytest.mark.parametrize("text", EXPECTED["symbols"])
def test_symbolic_tensors_get_the_shapes_and_dtypes_of_keras(text):
    result = eval(text, {"ops": ops, **fixture.symbols(keras.KerasTensor)})
    assert json.loads(json.dumps(fixture.described_symbol(result))) == EXPECTED["symbols"][text]


def test_calls_on_symbolic_tensors_are_remembered():
    x = keras.Input((3,), name="begin")
    y = ops.relu(x)
    z = ops.concatenate([y, x], axis=1)
    assert keras.backend.is_keras_tensor(z) and z.shape == (None, 6) and z.ndim == 2
    operation, index, place = z._keras_history
    node = operation._inbound_nodes[index]
    assert (place, node.arguments.args, node.arguments.kwargs) == (0, ([y, x],), {"axis": 1})
    assert node.input_tensors == [y, x] and node.output_tensors == [z]
    assert operation.output is z and operation.name.startswith("concatenate")
    assert [parent.operation for parent in node.parent_nodes] == [
        y._keras_history.operation,
        x._keras_history.operation,
    ]
    # What is remembered can be done again, with values.
    values = {id(y): ops.ones((2, 3)), id(x): ops.zeros((2, 3))}
    args, kwargs = node.arguments.fill_in(values)
    assert operation.call(*args, **kwargs).numpy().tolist() == [[1, 1, 1, 0, 0, 0]] * 2


def test_functions_that_take_functions_take_symbolic_tensors_too():
    x, pred = keras.KerasTensor((None, 3)), keras.KerasTensor((), "bool")
    assert ops.map(lambda row: ops.sum(row), x).shape == (None,)
    carry, rows = ops.scan(lambda a, row: (a + row, a * row), ops.zeros(3), x)
    assert carry.shape == (3,) and rows.shape == (None, 3)
    assert ops.associative_scan(lambda a, b: a + b, x).shape == (None, 3)
    assert ops.vectorize(lambda a: a * 2)(keras.KerasTensor((2, 2))).shape == (2, 2)
    chosen = ops.cond(pred, lambda: x * 2, lambda: x)
    assert chosen.shape == (None, 3) and chosen._keras_history.operation.name.startswith("cond")
    with pytest.raises(ValueError, match="same kind"):
        ops.cond(pred, lambda: x, lambda: x[0])


def test_operations_of_ones_own_infer_what_they_give():
    class Scaled(keras.Operation):
        def call(self, x, factor=2.0):
            return ops.sum(x, axis=-1) * factor, x[..., :2]

    operation = Scaled()
    total, part = operation(keras.KerasTensor((None, 7)), factor=3.0)
    assert (total.shape, part.shape, part.dtype) == ((None,), (None, 2), "float32")
    assert operation.output == [total, part] and operation.name == "scaled"
    assert operation(ops.ones((2, 3)))[0].numpy().tolist() == [6, 6]


def test_an_input_still_begins_a_sequential_model():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    assert model.output_shape == (None, 2)


@pytest.mark.parametrize(
    ("act", "error", "text"),
    [
        (lambda x: np.exp(x), TypeError, "NumPy function"),
        (lambda x: np.sum(x), TypeError, "NumPy function"),
        (lambda x: np.asarray(x), ValueError, "NumPy array"),
        (lambda x: keras.numpy.exp(x), ValueError, "placeholder"),
        (lambda x: 1 if x > 0 else 2, TypeError, "boolean"),
        (lambda x: float(x), ValueError, "float"),
        (lambda x: int(x), ValueError, "int"),
        (lambda x: list(x), NotImplementedError, "Iterating"),
        (lambda x: len(x), TypeError, "length"),
        (lambda x: setattr(x, "shape", (1,)), AttributeError, "immutable"),
        (lambda x: setattr(x, "dtype", "int32"), AttributeError, "immutable"),
        (lambda x: ops.matmul(x, np.ones((5, 5))), ValueError, r"\(None, 3\)"),
        (lambda x: keras.KerasTensor((-1,)), ValueError, "Negative"),
        (lambda x: keras.KerasTensor(None), ValueError, "Undefined"),
        (lambda x: keras.KerasTensor((1,), dtype="nonsense"), ValueError, "dtype"),
        (lambda x: keras.backend.is_keras_tensor("x"), ValueError, "str"),
        (lambda x: ops.convert_to_numpy(x), ValueError, "NumPy array"),
    ],
)
def test_symbolic_tensors_have_no_values(act, error, text):
    with pytest.raises(error, match=text):
        act(keras.KerasTensor((None, 3)))


@pytest.mark.parametrize(
    ("act", "error", "text"),
    [
        (lambda: ops.inv(np.zeros((2, 2))), np.linalg.LinAlgError, "ingular"),
        (lambda: ops.det(np.zeros((2, 3))), ValueError, "square"),
        (lambda: ops.cholesky(np.zeros(3)), ValueError, "rank"),
        (lambda: ops.qr(np.eye(2), mode="raw"), ValueError, "mode"),
        (lambda: ops.solve(np.eye(2), np.ones((2, 2, 2))), ValueError, "Incompatible"),
        (lambda: ops.fft(np.ones(3)), ValueError, "tuple of two"),
        (lambda: ops.fft((np.ones(3), np.ones(2))), ValueError, "same shape"),
        (lambda: ops.stft(np.ones(30), 8, 2, 4), ValueError, "fft_length"),
        (lambda: ops.stft(np.ones(30), 8, 2, 8, window="nonsense"), ValueError, "window"),
        (lambda: ops.stft(np.ones(30), 8, 2, 8, window=np.ones(3)), ValueError, "window"),
        (lambda: ops.view_as_complex(np.ones((2, 3))), ValueError, "size 2"),
        (lambda: ops.rearrange(np.ones((2, 3)), "a b -> a c"), ValueError, "names"),
        (lambda: ops.rearrange(np.ones((2, 3)), "(a b) c -> a b c", a=5), ValueError, "apart"),
        (lambda: ops.cdist(np.ones((2, 3)), np.ones((2, 4))), ValueError, "Last dimension"),
        (lambda: ops.ldexp(np.ones(2), np.ones(2)), TypeError, "integer"),
        (lambda: ops.vectorize(lambda a: a, signature="(n")(np.ones(2)), ValueError, "signature"),
        (lambda: ops.associative_scan(lambda a, b: a, []), ValueError, "elems"),
    ],
)
def test_bad_arguments_are_refused(act, error, text):
    with pytest.raises(error, match=text):
        act()
