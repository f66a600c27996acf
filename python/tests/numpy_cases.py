"""Evaluates an expression with NumPy and with `hornbill.numpy`, and compares the results."""

import numpy

import hornbill.numpy as hnp

# The tolerance of floats, in units that each dtype has.
_TOLERANCE = {
    "float16": 2e-3,
    "float32": 4e-6,
    "float64": 1e-12,
    "complex64": 4e-6,
    "complex128": 1e-12,
}


def arrays():
    """Arrays of the usual shapes and dtypes, by the names that expressions use."""
    generator = numpy.random.default_rng(0)
    return {
        "i": numpy.array([3, -1, 4, 1, -5, 9]),
        "u": numpy.array([3, 0, 250, 7], "uint8"),
        "b": numpy.array([True, False, True, True]),
        "f": numpy.array([0.5, -1.25, 2.0, 3.75]),
        "f32": numpy.array([[0.5, -1.5, 2.25], [4.0, 0.25, -8.0]], "float32"),
        "n": numpy.array([1.0, numpy.nan, -numpy.inf, 0.0, numpy.inf]),
        "m": numpy.arange(12).reshape(3, 4),
        "r": generator.normal(size=(2, 3, 4)),
        "p": generator.uniform(0.1, 0.9, (3, 4)),
        "e": numpy.zeros((0, 3)),
        "c": numpy.array([1 + 2j, -0.5j, 3.0, -2.5 + 1.5j]),
        "c64": numpy.array([[1 + 2j, 0.5], [-1j, 4 - 3j]], "complex64"),
        "a": numpy.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]]),
    }


def check(text, dtypes=True):
    """Asserts that an expression gives the same values, shapes and dtypes with both."""
    with numpy.errstate(all="ignore"):
        expected = eval(text, {"np": numpy, **arrays()})
    tensors = {name: hnp.array(value) for name, value in arrays().items()}
    compare(eval(text, {"np": hnp, **tensors}), expected, text, dtypes)


def compare(got, expected, text="", dtypes=True):
    """Asserts that a result is NumPy's."""
    if isinstance(expected, (tuple, list)):
        assert len(got) == len(expected), text
        for one, other in zip(got, expected, strict=True):
            compare(one, other, text, dtypes)
        return
    if isinstance(expected, (numpy.ndarray, numpy.generic)):
        assert isinstance(got, hnp.ndarray), f"{text}: {type(got)}"
        assert tuple(got.shape) == expected.shape, f"{text}: {got.shape} {expected.shape}"
        if dtypes:
            assert got.dtype == expected.dtype, f"{text}: {got.dtype} {expected.dtype}"
        tolerance = _TOLERANCE.get(expected.dtype.name, 0)
        numpy.testing.assert_allclose(
            got.numpy(), expected, rtol=tolerance, atol=tolerance, err_msg=text
        )
        return
    assert type(got) is type(expected) and got == expected, f"{text}: {got!r} {expected!r}"


def raises_alike(text):
    """Asserts that an expression is refused by both, with related types of exceptions."""
    kinds = []
    tensors = {name: hnp.array(value) for name, value in arrays().items()}
    for module, names in ((numpy, arrays()), (hnp, tensors)):
        try:
            eval(text, {"np": module, **names})
        except Exception as error:
            kinds.append(error)
        else:
            raise AssertionError(f"{text} was not refused by {module.__name__}")
    expected, got = kinds
    bases = (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError)
    alike = [base for base in bases if isinstance(expected, base)]
    assert any(isinstance(got, base) for base in alike), f"{text}: {got!r}, NumPy: {expected!r}"
