"""`hornbill.function`, `grad` and `value_and_grad`: what is traced gives what runs at once."""

import gc
import threading
import time

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill
from hornbill import numpy as hnp
from hornbill import ops

X = np.linspace(-2, 2, 40, dtype="float32").reshape(8, 5)


def test_a_chain_of_operations_on_elements_is_one_loop():
    @hornbill.function
    def standardised(x, mean, std):
        return ((x - mean) / std).clip(0, 1)

    given = X, X.mean(0), X.std(0)
    np.testing.assert_allclose(
        standardised(*given).numpy(), ((X - given[1]) / given[2]).clip(0, 1), rtol=1e-6, atol=1e-7
    )
    text = standardised.description(*given)
    assert "program standardised: 1 steps" in text and text.count("fused(") == 1
    for mean in (0.5, np.float32(0.5)):
        assert "1 steps" in standardised.description(X, mean, 2)


CASES = {
    "operators": lambda x: (x + 1) * x - x / 2 + x**2 - (-x) % 3 + abs(x) // 1,
    "methods": lambda x: x.sum(axis=0) + x.mean() + x.max(axis=0) * x.T[0, 0],
    "numpy": lambda x: hnp.where(hnp.greater(x, 0), hnp.sqrt(hnp.abs(x)), hnp.exp(x)),
    "NumPy's own": lambda x: np.exp(x) + np.tanh(x),
    "ops": lambda x: ops.softmax(ops.relu(x) @ ops.transpose(x)),
    "indices": lambda x: x[1:, ::2] + x[0, 0] + x[[1, 2, 3, 4, 5, 6, 7]][:, :1],
    "in place": lambda x: _in_place(x),
    "loops": lambda x: ops.fori_loop(0, 3, lambda k, y: y * 2 + k, x),
    "scan": lambda x: ops.scan(lambda a, r: (a + r, a * r), ops.zeros(5), x)[1],
    "map": lambda x: ops.map(lambda r: ops.sum(r), x),
    "vectorized_map": lambda x: ops.vectorized_map(lambda r: r * 2, x),
    "cond": lambda x: ops.cond(ops.sum(x) > 1, lambda: x * 2, lambda: x - 1),
    "switch": lambda x: ops.switch(ops.argmax(x[0]), [lambda: x, lambda: x * 2, lambda: -x]),
    "while_loop": lambda x: ops.while_loop(
        lambda y: ops.sum(ops.abs(y)) < 500, lambda y: y * 2, [x], maximum_iterations=20
    )[0],
    "static while_loop": lambda x: ops.while_loop(
        lambda k, y: k < 3, lambda k, y: (k + 1, y * 2), (0, x)
    )[1],
    "associative_scan": lambda x: ops.associative_scan(lambda a, b: a * b, x),
    "vectorize": lambda x: ops.vectorize(lambda a: a * 2)(x),
    "slice_update": lambda x: ops.slice_update(x, (1, 2), x[:2, :2] * 10),
    "scatter_update": lambda x: ops.scatter_update(x, [[0], [2], [0]], x[:3] + 7),
    "scatter_update, added": lambda x: ops.scatter_update(x, [[0, 1], [0, 1]], x[0, :2], "add"),
    "linear algebra": lambda x: ops.solve(x.T @ x + ops.eye(5), ops.transpose(x)),
    "signals": lambda x: ops.stft(ops.reshape(x, (40,)), 8, 4, 8)[0],
    "special": lambda x: ops.erfc(x) + ops.i0(x) + ops.erfinv(x * 0.4),
}


def _in_place(x):
    y = x * 2
    y += 1
    y -= x
    y *= 3
    return y


@pytest.mark.parametrize("name", CASES)
def test_traced_it_gives_what_it_gives_at_once(name):
    expected = CASES[name](hnp.asarray(X))
    got = hornbill.function(CASES[name])(X)
    assert got.shape == expected.shape and got.dtype == expected.dtype
    np.testing.assert_allclose(got.numpy(), expected.numpy(), rtol=2e-5, atol=1e-5)


def test_arguments_and_results_may_be_nested():
    @hornbill.function
    def mixed(pair, table, *, scale, name):
        assert isinstance(name, str)
        total = pair[0] * scale + table["a"]["b"][0]
        return {"total": total, "parts": [pair[1], (total - 1,)], "name": name, "none": None}

    ones, twos = np.ones(3), np.full(3, 2.0)
    result = mixed((ones, twos), {"a": {"b": [twos]}}, scale=3, name="n")
    assert result["name"] == "n" and result["none"] is None
    assert result["total"].tolist() == [5, 5, 5]
    assert result["parts"][0].tolist() == [2, 2, 2] and result["parts"][1][0].tolist() == [4, 4, 4]


def test_it_is_traced_once_for_shapes_dtypes_and_other_values():
    traces = []

    @hornbill.function
    def function(x, factor=1):
        traces.append((x.shape, x.dtype.name, factor))
        return x * factor

    for _ in range(3):
        function(np.ones(3))
        function(np.zeros(3))
        function(np.ones((2, 3)))
        function(np.ones(3, "float32"))
        function(np.ones(3), 2)
        function(np.ones(3), 2.0)
    assert len(traces) == 5
    assert np.isneginf((1 / function(np.ones(1), -0.0)).numpy()) and not np.isneginf(
        (1 / function(np.ones(1), 0.0)).numpy()
    )


def test_results_may_look_different_for_different_shapes():
    function = hornbill.function(lambda x: [x] * len(x))
    assert [len(function(np.ones(n))) for n in (1, 3, 1, 40, 3)] == [1, 3, 1, 40, 3]


def test_plain_calls_in_turns_keep_their_results_apart():
    @hornbill.function
    def f(x, *others):
        if x.ndim == 2:
            return {"sum": x + sum(others), "double": (2 * x,)}
        return (x * 3).clip(-1, 1) - sum(others)

    flat, square = hnp.asarray(X.ravel()), hnp.asarray(X)
    for _ in range(3):
        np.testing.assert_array_equal(f(flat).numpy(), (X.ravel() * 3).clip(-1, 1))
        np.testing.assert_array_equal(
            f(flat, flat).numpy(), (X.ravel() * 3).clip(-1, 1) - X.ravel()
        )
        result = f(square, square)
        np.testing.assert_array_equal(result["sum"].numpy(), X + X)
        np.testing.assert_array_equal(result["double"][0].numpy(), 2 * X)
        np.testing.assert_array_equal(f(flat[::2]).numpy(), (X.ravel()[::2] * 3).clip(-1, 1))
        np.testing.assert_array_equal(f(X.ravel()).numpy(), (X.ravel() * 3).clip(-1, 1))
    many = hornbill.function(lambda x: [x + i for i in range(20)])
    for _ in range(3):
        assert [float(y[0]) for y in many(flat)] == [X[0, 0] + i for i in range(20)]


def test_functions_in_functions_and_methods_become_one_program():
    class Model:
        factor = 3

        @hornbill.function
        def scaled(self, x):
            return x * self.factor

    inner = hornbill.function(lambda x: x + 1)
    model = Model()
    outer = hornbill.function(lambda x: inner(model.scaled(x)) * inner(x))
    assert outer(np.ones(2)).tolist() == [8, 8]
    assert "1 steps" in outer.description(np.ones(2))
    # Values that are not traced themselves take part as constants.
    assert hornbill.function(lambda x: x + inner(np.ones(2)))(np.ones(2)).tolist() == [3, 3]


def test_variables_are_read_and_written_when_the_program_runs():
    total = hornbill.Variable(np.zeros(2), "total")

    @hornbill.function
    def add(x):
        total.assign(total.value() + x)
        return total.value() * 10

    for turn in range(1, 4):
        assert add(np.ones(2)).tolist() == [10 * turn, 10 * turn]
    assert total.numpy().tolist() == [3, 3]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda x: 1 if x[0] > 0 else 2, RuntimeError),
        (lambda x: float(x[0]), RuntimeError),
        (lambda x: int(x[0]), RuntimeError),
        (lambda x: x.numpy(), RuntimeError),
        (lambda x: np.asarray(x), RuntimeError),
        (lambda x: np.array([x, x]), RuntimeError),
        (lambda x: x.tolist(), RuntimeError),
        (lambda x: x.item(0), RuntimeError),
        (lambda x: memoryview(x), BufferError),
        (lambda x: np.from_dlpack(x), BufferError),
        (lambda x: x.__setitem__(0, 1), RuntimeError),
        (lambda x: hash(x), TypeError),
        (lambda x: hnp.nonzero(x), NotImplementedError),
        (lambda x: hnp.asarray(X[0])[x > 0], (NotImplementedError, RuntimeError)),
        (lambda x: ops.fori_loop(0, ops.argmax(x), lambda k, y: y, x), NotImplementedError),
        (
            lambda x: ops.while_loop(lambda y: ops.sum(y) < 9, lambda y: y * 2, x),
            NotImplementedError,
        ),
        (lambda x: ops.cond(x[0] > 0, lambda: x, lambda: x[0]), ValueError),
        (lambda x: ops.cond(x[0] > 0, lambda: x, lambda: (x, x)), ValueError),
        (lambda x: ops.scatter_update(x, [[0]], [1.0], "max"), NotImplementedError),
        (lambda x: undefined + x, NameError),  # noqa: F821
    ],
)
def test_what_needs_elements_is_an_error_and_leaves_all_usable(act, error):
    def function(x):
        act(x)
        return x

    traced = hornbill.function(function)
    for _ in range(2):
        with pytest.raises(error):
            traced(np.ones(5, "float32"))
    assert hornbill.function(lambda x: x + 1)(np.ones(5)).tolist() == [2] * 5


def test_a_symbolic_tensor_describes_itself():
    seen = []
    hornbill.function(
        lambda x: (seen.append((repr(x), str(x), f"{x}", len(x), x.is_symbolic)), x)[1]
    )(X)
    assert seen == [("<Tensor shape=(8, 5), dtype=float32, symbolic>",) * 3 + (8, True)]


def test_it_runs_without_the_lock_of_the_interpreter():
    function = hornbill.function(lambda x: hnp.sin(x) ** 3 + hnp.cos(x))
    x = np.ones(4_000_000)
    function(x)
    turns, done = 0, threading.Event()

    def run():
        for _ in range(5):
            function(x)
        done.set()

    thread = threading.Thread(target=run)
    thread.start()
    while not done.is_set():
        turns += 1
        time.sleep(0)
    thread.join()
    assert turns > 20


def test_many_threads_may_call_one_function():
    function = hornbill.function(lambda x: x * x + 1)
    arrays = [np.arange(n, dtype="float64") for n in (3, 1000, 50_000, 7)]
    wrong = []

    def run(x):
        for _ in range(50):
            if not np.array_equal(function(x).numpy(), x * x + 1):
                wrong.append(len(x))

    threads = [threading.Thread(target=run, args=(x,)) for x in arrays]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_functions_are_freed():
    import weakref

    def function(x):
        return x + 1

    alive = weakref.ref(function)
    hornbill.function(function)(np.ones(3))
    del function
    gc.collect()
    assert alive() is None


# ---- Gradients


def differences(function, x, step=1e-6):
    """The gradient of a function of a float64 array, by central differences."""
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        gradient[place] = (float(function(up)) - float(function(down))) / (2 * step)
    return gradient


LOSSES = {
    "elements": lambda x: hnp.sum(hnp.tanh(x) * hnp.exp(-x * x)),
    "products": lambda x: hnp.sum(hnp.square(x @ x.T)),
    "softmax": lambda x: hnp.sum(ops.log_softmax(x)[:, 0]),
    "reductions": lambda x: hnp.std(x) + hnp.max(x) * hnp.mean(x),
    "indices": lambda x: hnp.sum(x[::2, 1:] ** 3) + x[0, 0],
    "solve": lambda x: hnp.sum(ops.solve(x.T @ x + ops.eye(3, dtype="float64"), x.T)),
    "cond": lambda x: ops.cond(x[0, 0] > 0, lambda: hnp.sum(x**3), lambda: hnp.sum(x)),
    "scan": lambda x: hnp.sum(ops.scan(lambda a, r: (a * r, a), x[0], x)[0]),
    "erfc": lambda x: hnp.sum(ops.erfc(x) * ops.erfinv(x * 0.3)),
    "i0": lambda x: hnp.sum(ops.i0(x * 2)),
    "cdist": lambda x: hnp.sum(ops.cdist(x, x[:2] + 5)),
    "stft": lambda x: hnp.sum(ops.stft(ops.reshape(x, (12,)), 4, 2, 4)[0] ** 2),
    "scatter": lambda x: hnp.sum(ops.scatter_update(x, [[0], [1]], x[2:] * 2) ** 2),
    "fft": lambda x: hnp.sum(ops.fft((x, x * x))[1] ** 2),
    "slogdet": lambda x: ops.logdet(x.T @ x + ops.eye(3, dtype="float64")),
}
POINT = np.array([[0.3, -0.7, 1.1], [0.9, 0.2, -0.4], [-1.2, 0.6, 0.8], [0.1, -0.3, 0.5]])


@pytest.mark.parametrize("name", LOSSES)
def test_gradients_are_the_differences_of_values(name):
    function = LOSSES[name]
    value, gradient = hornbill.value_and_grad(function)(POINT)
    np.testing.assert_allclose(float(value), float(function(hnp.asarray(POINT))), rtol=1e-6)
    expected = differences(lambda x: function(hnp.asarray(x)), POINT)
    scale = max(1.0, np.abs(expected).max())
    tolerance = 2e-3 if name in ("stft", "fft") and gradient.dtype == "float32" else 2e-6
    np.testing.assert_allclose(gradient.numpy(), expected, rtol=tolerance, atol=tolerance * scale)


def test_arguments_results_and_structures_of_gradients():
    def loss(parameters, x, factor=2.0):
        return hnp.sum((x @ parameters["w"] + parameters["b"][0]) ** 2) * factor, x[0]

    parameters = {"w": np.ones((5, 2)), "b": [np.zeros(2)]}
    (value, row), found = hornbill.value_and_grad(loss, has_aux=True)(parameters, X)
    assert found.keys() == parameters.keys() and found["w"].shape == (5, 2)
    assert isinstance(found["b"], list) and row.tolist() == X[0].tolist() and value.shape == ()
    gradient, row = hornbill.grad(loss, has_aux=True)(parameters, X)
    assert gradient["b"][0].tolist() == found["b"][0].tolist()

    product = hornbill.grad(lambda x, y: x * y, argnums=(0, 1))
    assert [float(g) for g in product(3.0, 5.0)] == [5, 3]
    assert float(hornbill.grad(lambda x, y: x * y, argnums=1)(3.0, 5.0)) == 3
    assert float(hornbill.grad(lambda x, y: x * y, argnums=-1)(3.0, 5.0)) == 3
    assert hornbill.grad(lambda x: 4.0)(2.0).tolist() == 0


def test_gradients_of_gradients_and_within_functions():
    cube = lambda x: x**3
    assert float(hornbill.grad(hornbill.grad(cube))(2.0)) == 12
    assert float(hornbill.grad(hornbill.grad(hornbill.grad(cube)))(2.0)) == 6
    step = hornbill.function(lambda w: w - 0.5 * hornbill.grad(lambda v: hnp.sum((v - 3) ** 2))(w))
    assert step(np.zeros(3)).tolist() == [3, 3, 3]
    assert "1 steps" in step.description(np.zeros(3))
    # What a function uses besides its argument is constant.
    assert float(hornbill.grad(lambda x: x * hornbill.grad(lambda y: x * y)(x))(3.0)) == 6
    assert float(hornbill.grad(lambda x: ops.stop_gradient(x) * x)(3.0)) == 3


def test_custom_gradients_are_used():
    @ops.custom_gradient
    def log1pexp(x):
        e = ops.exp(x)

        def gradient(*args, upstream=None):
            if upstream is None:
                (upstream,) = args
            return ops.multiply(upstream, 1.0 - 1.0 / ops.add(1, e))

        return ops.log(1 + e), gradient

    assert float(hornbill.grad(log1pexp)(100.0)) == 1.0
    assert float(log1pexp(0.0)) == pytest.approx(np.log(2))

    @ops.custom_gradient
    def pair(x, y):
        return (x * y, x + y), lambda a, b: (a * 10 + b, a * 100)

    def loss(x, y):
        first, second = pair(x, y)
        return first + 2 * second

    assert [float(g) for g in hornbill.grad(loss, (0, 1))(3.0, 5.0)] == [12, 100]
    traced = hornbill.function(lambda x, y: hornbill.grad(loss, (0, 1))(x, y))
    assert [float(g) for g in traced(np.float64(3), np.float64(5))] == [12, 100]
    assert "custom_gradient" not in traced.description(np.float64(3), np.float64(5))

    @ops.custom_gradient
    def wrong(x):
        return x, lambda g: (g, g)

    with pytest.raises(ValueError, match="1 results at most"):
        hornbill.grad(wrong)(1.0)

    @ops.custom_gradient
    def failing(x):
        return x, lambda g: 1 / 0

    with pytest.raises(ZeroDivisionError):
        hornbill.grad(failing)(1.0)


@pytest.mark.parametrize(
    ("act", "error", "text"),
    [
        (lambda: hornbill.grad(lambda x: x)(np.ones(3)), TypeError, r"shape: \(3,\)"),
        (lambda: hornbill.grad(lambda x: x)(np.ones(3, "int32")), TypeError, "int32"),
        (lambda: hornbill.grad(lambda x: x)(3), TypeError, "int64"),
        (lambda: hornbill.grad(lambda x: x > 0)(3.0), TypeError, "bool"),
        (lambda: hornbill.grad(lambda x: "text")(3.0), TypeError, "str"),
        (lambda: hornbill.grad(lambda x: x, argnums=1)(3.0), ValueError, "argument 1"),
        (lambda: hornbill.grad(lambda x: x)("text"), TypeError, "text"),
        (lambda: hornbill.grad(lambda x: x, has_aux=True)(3.0), TypeError, "has_aux"),
        (lambda: hornbill.function(3), TypeError, "function"),
        (lambda: hornbill.function(lambda x, y: x)(np.ones(2), {1, 2}), TypeError, "hashable"),
    ],
)
def test_mistakes_are_told(act, error, text):
    with pytest.raises(error, match=text):
        act()
