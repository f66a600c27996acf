"""Random numbers: shapes, dtypes, distributions, seeds."""

import numpy
import pytest

pytest.importorskip("hornbill._hornbill")

import hornbill.numpy as np

MANY = 40_000


def draws(source):
    return {
        "random": source.random((2, 3)),
        "normal": source.normal(size=(2, 3)),
        "integers": (getattr(source, "integers", None) or source.randint)(0, 100, (2, 3)),
        "choice": source.choice(10, 6),
        "permutation": source.permutation(10),
    }


@pytest.mark.parametrize("name", ["random", "normal", "integers", "choice", "permutation"])
def test_one_seed_gives_one_course_of_numbers(name):
    first, again = draws(np.random.default_rng(3))[name], draws(np.random.default_rng(3))[name]
    other = draws(np.random.default_rng(4))[name]
    assert first.tolist() == again.tolist() != other.tolist()
    np.random.seed(3)
    first = draws(np.random)[name]
    np.random.seed(3)
    assert first.tolist() == draws(np.random)[name].tolist() != draws(np.random)[name].tolist()


def test_a_generator_does_not_depend_on_the_global_course():
    np.random.seed(0)
    first = np.random.default_rng(1).random(3).tolist()
    np.random.random(100)
    assert np.random.default_rng(1).random(3).tolist() == first


def test_shapes_and_dtypes_are_numpys():
    for name, arguments in {
        "rand": (2, 3),
        "randn": (4,),
        "random": ((2, 2),),
        "randint": (0, 5, (3, 1)),
        "uniform": (0, 1, 4),
        "normal": (0, 1, (2, 2)),
        "standard_normal": (3,),
        "choice": (5, (2, 2)),
        "permutation": (4,),
        "exponential": (1.0, 3),
    }.items():
        got = getattr(np.random, name)(*arguments)
        expected = getattr(numpy.random, name)(*arguments)
        assert tuple(got.shape) == expected.shape and got.dtype == expected.dtype, name
    assert np.random.rand().shape == () and np.random.randint(3).shape == ()
    assert np.random.randint(0, 5, 3, dtype="uint8").dtype == "uint8"
    assert np.random.default_rng(0).random(3, dtype="float32").dtype == "float32"
    assert np.random.normal([0, 10, 20], 0.1).shape == (3,)


def test_distributions():
    rng = np.random.default_rng(0)
    x = rng.random(MANY).numpy()
    assert x.min() >= 0 and x.max() < 1 and abs(x.mean() - 0.5) < 0.01
    x = rng.uniform(-3, 5, MANY).numpy()
    assert x.min() >= -3 and x.max() < 5 and abs(x.mean() - 1) < 0.05
    x = rng.normal(2, 3, MANY).numpy()
    assert abs(x.mean() - 2) < 0.06 and abs(x.std() - 3) < 0.06
    x = rng.exponential(2, MANY).numpy()
    assert abs(x.mean() - 2) < 0.05 and x.min() >= 0
    counts = np.bincount(rng.integers(0, 7, MANY)).numpy()
    assert len(counts) == 7 and abs(counts - MANY / 7).max() < 400
    assert set(rng.integers(1, 3, 100, endpoint=True).tolist()) == {1, 2, 3}
    x = rng.binomial(10, 0.3, 5000).numpy()
    assert abs(x.mean() - 3) < 0.1 and x.max() <= 10


def test_choice_follows_its_probabilities_and_can_do_without_repeats():
    rng = np.random.default_rng(0)
    chosen = rng.choice([10, 20, 30], MANY, p=[0.2, 0.5, 0.3]).numpy()
    assert abs((chosen == 20).mean() - 0.5) < 0.01 and abs((chosen == 10).mean() - 0.2) < 0.01
    assert sorted(rng.choice(8, 8, replace=False).tolist()) == list(range(8))
    with pytest.raises(ValueError, match="non-zero"):
        rng.choice(4, 3, replace=False, p=[0.5, 0.5, 0, 0])
    assert 3 not in rng.choice(4, 2, replace=False, p=[0.4, 0.4, 0.2, 0.0]).tolist()
    assert rng.choice(np.arange(12).reshape(4, 3), 2).shape == (2, 3)


def test_permutations_keep_the_elements():
    rng = np.random.default_rng(0)
    assert sorted(rng.permutation(50).tolist()) == list(range(50))
    x = np.arange(12).reshape(6, 2)
    assert sorted(rng.permutation(x).tolist()) == x.tolist()
    y = x.copy()
    rng.shuffle(y)
    assert sorted(y.tolist()) == x.tolist() and y.tolist() != x.tolist()
    names = list("abcdef")
    rng.shuffle(names)
    assert sorted(names) == list("abcdef")
    rows = rng.permuted(x, axis=1)
    assert [sorted(row) for row in rows.tolist()] == x.tolist()


@pytest.mark.parametrize(
    "act",
    [
        lambda r: r.integers(5, 5),
        lambda r: r.integers(0),
        lambda r: r.integers(0, 300, dtype="uint8"),
        lambda r: r.normal(0, -1),
        lambda r: r.choice(3, 5, replace=False),
        lambda r: r.choice(3, p=[0.5, 0.6, 0.1]),
        lambda r: r.choice(3, p=[1.0]),
        lambda r: r.choice(0, 2),
        lambda r: r.random(-1),
    ],
)
def test_what_numpy_refuses_is_refused(act):
    for rng in (np.random.default_rng(0), numpy.random.default_rng(0)):
        with pytest.raises(ValueError):
            act(rng)


def test_a_negative_seed_is_an_error():
    with pytest.raises(ValueError):
        np.random.seed(-1)
    with pytest.raises(TypeError):
        np.random.default_rng("a")
