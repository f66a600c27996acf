"""Functions that the engine traces, differentiates and compiles.

    @hornbill.function
    def standardise(x, mean, std):
        return ((x - mean) / std).clip(-3, 3)

The first call for each combination of shapes and dtypes runs the function with symbolic tensors,
and compiles what it does with them; later calls run that. What else the function does, such as
printing, is done when it is traced only.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Sequence
from typing import Any

from hornbill import _hornbill, _trees
from hornbill._hornbill import Compiled, Program, Tensor


class _Body:
    """What the engine calls to trace a function. It knows nothing of programs, which own it."""

    def __init__(self, function: Callable[..., Any], look: Any) -> None:
        self._function = function
        self._look = look
        # What the results look like: the same for all shapes, or by shapes and dtypes.
        self._result: Any = None
        self._results: dict[Any, Any] = {}

    def run(self, *arrays: Tensor) -> list[Any]:
        """Calls the function with arrays in the places of its arguments' own."""
        arguments, keywords = _trees.rebuild(self._look, iter(arrays))
        leaves: list[Any] = []
        look = _trees.flatten(self._function(*arguments, **keywords), leaves)
        known = set(map(repr, self._results.values()))
        self._results[_specs(arrays)] = look
        self._result = look if known <= {repr(look)} else None
        return leaves

    def result(self, arrays: Sequence[Any], values: Any) -> Any:
        """What the function gave for such arrays, with these in the places of its results' own."""
        look = self._result
        if look is _trees.LEAF:
            return values[0]
        if look is None:
            look = self._results[_specs(_hornbill.asarray(array) for array in arrays)]
        return _trees.rebuild(look, iter(values))


class _Traced:
    """A function of the arrays in its arguments, for one look of the arguments."""

    def __init__(self, function: Callable[..., Any], look: Any, name: str) -> None:
        self.body = _Body(function, look)
        self.program = Program(name, self.body.run)

    def __call__(self, arrays: Sequence[Any]) -> Any:
        return self.body.result(arrays, self.program(*arrays))


def _is_plain(value: Any) -> bool:
    kind = type(value)
    return kind is Tensor or (kind.__name__ == "ndarray" and kind.__module__ == "numpy")


def _specs(arrays: Any) -> tuple[Any, ...]:
    return tuple((array.shape, array.dtype.name) for array in arrays)


class _Function(Compiled):
    """A function with the programs that were made of it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        if not callable(function):
            raise TypeError(f"function: expected a function, got {function!r}")
        self._traced: dict[Any, _Traced] = {}
        # Those of so many arrays and nothing else.
        self._plain: dict[int, _Traced] = {}
        functools.update_wrapper(self, function)
        self._name = getattr(function, "__name__", type(function).__name__)
        # What is traced: nothing that knows this object, which would never be freed.
        self._traceable = function

    def _find(self, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[Any, list[Any]]:
        arrays: list[Any] = []
        look = _trees.flatten((arguments, keywords), arrays)
        try:
            traced = self._traced.get(look)
        except TypeError:
            raise TypeError(
                f"{self._name}: expected arguments that are arrays, nested tuples, lists and dicts "
                f"of them, or hashable. Received: {look!r}"
            ) from None
        if traced is None:
            traced = self._traced.setdefault(look, _Traced(self._traceable, look, self._name))
        return traced, arrays

    def _call(self, *arguments: Any, **keywords: Any) -> Any:
        if not keywords and all(map(_is_plain, arguments)):
            # The short way: there is nothing to take apart.
            traced = self._plain.get(len(arguments))
            if traced is None:
                traced = self._find(arguments, keywords)[0]
                self._plain[len(arguments)] = traced
            self._remember(len(arguments), traced.program, traced.body, _trees.LEAF)
            return traced(arguments)
        traced, arrays = self._find(arguments, keywords)
        return traced(arrays)

    def description(self, *arguments: Any, **keywords: Any) -> str:
        """What runs for these arguments: the kernel calls, one a line. Their elements don't matter."""
        traced, arrays = self._find(arguments, keywords)
        return traced.program.description(*arrays)

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else types.MethodType(self, instance)

    def __repr__(self) -> str:
        return f"<hornbill.function {self._name}>"


def function(function: Callable[..., Any]) -> Any:
    """Compiles a function of tensors.

    The function is traced once for each combination of the shapes and dtypes of the arrays in its
    arguments, and for each value of the others: chains of operations of elements become one loop,
    and memory is planned. It may use `hornbill.numpy`, `hornbill.ops`, operators and methods of
    tensors, and other such functions. Running it releases the interpreter's lock.

    Arguments are arrays, nested tuples, lists and dicts of arrays, or hashable values, which are
    constants: a number makes a new program for each of its values. Results are built alike. Arrays
    that the function finds elsewhere are constants, too, as they are when it is traced.

    Returns:
        A function with the same arguments. Its method `description` takes them too, and says what
        runs. Conditions on elements and conversions to numbers are RuntimeErrors: use `where`,
        `ops.cond`, `ops.scan`.
    """
    return _Function(function)


def _value_and_rest(
    function: Callable[..., Any], name: str, has_aux: bool, *arguments: Any, **keywords: Any
) -> tuple[Tensor, Any]:
    """What a function gives: its value, which is checked, and the rest or `None`."""
    result = function(*arguments, **keywords)
    if has_aux and not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError(
            f"{name}: with has_aux, expected a tuple of the value and something else. "
            f"Received: {result!r}"
        )
    value, rest = result if has_aux else (result, None)
    if not _trees.is_array(value) and not isinstance(value, (int, float)):
        raise TypeError(
            "Gradient only defined for scalar-output functions. "
            f"Output was a value of type {type(value).__name__}: {value!r}"
        )
    value = _hornbill.asarray(value)
    if value.shape != ():
        raise TypeError(
            f"Gradient only defined for scalar-output functions. Output had shape: {value.shape}."
        )
    if value.dtype.kind != "f":
        raise TypeError(
            "grad requires real-valued outputs (output dtype that is a floating-point type), "
            f"but got {value.dtype.name}."
        )
    return value, rest


class _Gradient(_Function):
    """The value and the gradients of a function."""

    def __init__(
        self, function: Callable[..., Any], argnums: int | Sequence[int], has_aux: bool
    ) -> None:
        super().__init__(function)
        self._argnums = (argnums,) if isinstance(argnums, int) else tuple(argnums)
        self._is_one = isinstance(argnums, int)
        self._traceable = functools.partial(_value_and_rest, function, self._name, has_aux)
        self._programs: dict[Any, Program] = {}

    def _prepared(self, arguments: tuple[Any, ...]) -> tuple[list[Any], list[int]]:
        """The arguments, with tensors in the place of the numbers that are differentiated by."""
        given = list(arguments)
        numbers = []
        for number in self._argnums:
            if not -len(given) <= number < len(given):
                raise ValueError(
                    f"grad: argument {number} is differentiated by, but only {len(given)} "
                    "positional arguments were given"
                )
            place = number % len(given)
            given[place] = _with_tensors(given[place])
            numbers.append(place)
        return given, numbers

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        given, numbers = self._prepared(arguments)
        traced, arrays = self._find(tuple(given), keywords)
        places, looks = _places(given, numbers)
        # One argument may be asked for twice.
        positions = [place for some in places for place in some]
        key = (id(traced), tuple(positions))
        program = self._programs.get(key)
        if program is None:
            program = self._programs.setdefault(key, traced.program.gradient(positions))
        results = program(*arrays)
        value_count = len(results) - len(positions)
        value, rest = traced.body.result(arrays, results[:value_count])
        found = iter(results[value_count:])
        gradients = tuple(_trees.rebuild(look, found) for look in looks)
        return (value, rest), gradients[0] if self._is_one else gradients

    def description(self, *arguments: Any, **keywords: Any) -> str:
        """What runs for these arguments: the kernel calls, one a line."""
        given, numbers = self._prepared(arguments)
        traced, arrays = self._find(tuple(given), keywords)
        positions = [place for some in _places(given, numbers)[0] for place in some]
        return traced.program.gradient(positions).description(*arrays)


def _with_tensors(tree: Any) -> Any:
    """A tree with tensors in the place of numbers and arrays.

    Raises:
        TypeError: there is something else, or elements are integers.
    """
    if isinstance(tree, (tuple, list)):
        parts = [_with_tensors(one) for one in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else type(tree)(parts)
    if type(tree) is dict:
        return {name: _with_tensors(one) for name, one in tree.items()}
    if not _trees.is_array(tree) and not isinstance(tree, (int, float, complex)):
        raise TypeError(
            f"grad: expected arrays of floating-point numbers to differentiate by. Received: {tree!r}"
        )
    tensor = _hornbill.asarray(tree)
    if tensor.dtype.kind not in "fc":
        raise TypeError(
            "grad requires real- or complex-valued inputs (input dtype that is a floating-point or "
            f"complex type), but got {tensor.dtype.name}."
        )
    return tensor


def _places(arguments: list[Any], numbers: list[int]) -> tuple[list[range], list[Any]]:
    """Where in the flat list of arrays those of some arguments are, and what these look like."""
    starts, looks, leaves = [0], [], []
    for argument in arguments:
        looks.append(_trees.flatten(argument, leaves))
        starts.append(len(leaves))
    return (
        [range(starts[number], starts[number + 1]) for number in numbers],
        [looks[number] for number in numbers],
    )


def value_and_grad(
    fun: Callable[..., Any], argnums: int | Sequence[int] = 0, has_aux: bool = False
) -> Any:
    """A function that gives the value of `fun` and its gradient.

    Args:
        fun: a function of arrays, or nested tuples, lists and dicts of arrays, that gives a scalar.
            It is traced and compiled as by `function`.
        argnums: by which positional arguments to differentiate. A number gives one gradient, a
            sequence gives a tuple of them.
        has_aux: whether `fun` gives a pair, of the value and something that is handed on.

    Returns:
        A function with the arguments of `fun` that gives `(value, gradient)`, or
        `((value, rest), gradient)` with `has_aux`. Gradients are built like the arguments.
    """
    gradient = _Gradient(fun, argnums, has_aux)

    @functools.wraps(fun)
    def value_and_gradient(*arguments: Any, **keywords: Any) -> Any:
        (value, rest), found = gradient(*arguments, **keywords)
        return ((value, rest) if has_aux else value), found

    value_and_gradient.description = gradient.description  # type: ignore[attr-defined]
    return value_and_gradient


def grad(fun: Callable[..., Any], argnums: int | Sequence[int] = 0, has_aux: bool = False) -> Any:
    """A function that gives the gradient of `fun`.

    As `value_and_grad`, without the value: `gradient`, or `(gradient, rest)` with `has_aux`.
    """
    gradient = _Gradient(fun, argnums, has_aux)

    @functools.wraps(fun)
    def gradient_of(*arguments: Any, **keywords: Any) -> Any:
        (_, rest), found = gradient(*arguments, **keywords)
        return (found, rest) if has_aux else found

    gradient_of.description = gradient.description  # type: ignore[attr-defined]
    return gradient_of
