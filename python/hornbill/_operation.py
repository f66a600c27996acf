"""Operations that remember their calls on symbolic tensors, and find out what these give."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from hornbill import _hornbill
from hornbill._keras_tensor import (
    KerasHistory,
    KerasTensor,
    Shape,
    has_symbolic,
    symbolic_leaves,
)
from hornbill._names import auto_name


class SymbolicArguments:
    """The arguments of a call, and the symbolic tensors among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.args, self.kwargs = args, kwargs
        self.keras_tensors = symbolic_leaves((args, kwargs))

    def fill_in(self, tensors: dict[int, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments with other values in the place of symbolic tensors, by their `id`."""
        args, kwargs = _filled((self.args, self.kwargs), lambda x: tensors.get(id(x), x))
        return args, kwargs


class Node:
    """A call of an operation: its arguments and its results.

    `arguments` holds what the operation was called with, `outputs` the symbolic tensors that it
    gave. An operation keeps the nodes of its calls in `_inbound_nodes`, and those of the calls that
    use its results in `_outbound_nodes`.
    """

    def __init__(
        self,
        operation: Any,
        call_args: tuple[Any, ...] = (),
        call_kwargs: dict[str, Any] | None = None,
        outputs: Any = None,
    ) -> None:
        self.operation = operation
        self.arguments = SymbolicArguments(*call_args, **(call_kwargs or {}))
        self.outputs = symbolic_leaves(outputs)
        has_history = all(x.record_history for x in self.arguments.keras_tensors)
        operation._inbound_nodes.append(self)
        for tensor in self.arguments.keras_tensors:
            if not hasattr(tensor, "_keras_history"):
                if has_history:
                    tensor._keras_history = KerasHistory(None, 0, 0)
            elif tensor._keras_history.operation is not None:
                tensor._keras_history.operation._outbound_nodes.append(self)
        if has_history:
            index = len(operation._inbound_nodes) - 1
            for place, tensor in enumerate(self.outputs):
                tensor._keras_history = KerasHistory(operation, index, place)
        self.is_input = not self.arguments.keras_tensors

    @property
    def input_tensors(self) -> list[KerasTensor]:
        """The symbolic tensors among the arguments."""
        return self.arguments.keras_tensors

    @property
    def output_tensors(self) -> list[KerasTensor]:
        """The results."""
        return self.outputs

    @property
    def parent_nodes(self) -> list[Node]:
        """The nodes whose results this one uses."""
        histories = [x._keras_history for x in self.input_tensors if hasattr(x, "_keras_history")]
        return [
            history.operation._inbound_nodes[history.node_index]
            for history in histories
            if history.operation is not None
        ]

    def __repr__(self) -> str:
        return f"<Node operation={self.operation.name}, id={id(self)}>"


class Operation:
    """A function of tensors with a name. Classes that derive from it define `call`.

    Called with symbolic tensors it gives symbolic tensors, of the shapes and dtypes that
    `compute_output_spec` finds, and remembers the call.

    Args:
        name: the name; by default that of the class, with a number.
    """

    def __init__(self, name: str | None = None) -> None:
        if name is not None and (not isinstance(name, str) or "/" in name):
            raise ValueError(
                "Argument `name` must be a string and cannot contain character `/`. "
                f"Received: name={name} (of type {type(name)})"
            )
        self.name = name or auto_name(type(self).__name__)
        self._inbound_nodes: list[Node] = []
        self._outbound_nodes: list[Node] = []

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if has_symbolic((args, kwargs)):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """What a call on symbolic tensors gives: it is remembered."""
        outputs = self.compute_output_spec(*args, **kwargs)
        Node(self, args, kwargs, outputs)
        return outputs

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the results."""
        raise NotImplementedError(f"{type(self).__name__}: expected a method `call`")

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Symbolic tensors of the results' shapes and dtypes."""
        return infer_output_spec(self.call, *args, **kwargs)

    def _only_node(self, attribute: str) -> Node:
        if len(self._inbound_nodes) != 1:
            times = "never" if not self._inbound_nodes else "more than once"
            raise AttributeError(
                f"The operation {self.name} has been called {times}: it has no defined {attribute}."
            )
        return self._inbound_nodes[0]

    @property
    def input(self) -> Any:
        """The symbolic tensor, or tensors, of the only call."""
        tensors = self._only_node("input").input_tensors
        return tensors[0] if len(tensors) == 1 else tensors

    @property
    def output(self) -> Any:
        """The result, or results, of the only call."""
        tensors = self._only_node("output").output_tensors
        return tensors[0] if len(tensors) == 1 else tensors

    def __repr__(self) -> str:
        return f"<Operation name={self.name}>"


class FunctionOperation(Operation):
    """A function of `keras.ops` as an operation: `function` is what it calls."""

    def __init__(self, function: Callable[..., Any], loops: bool = False) -> None:
        super().__init__(auto_name(function.__name__))
        self.function = function
        self._stand_ins = _FEW if loops else _MANY

    def call(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        return _inferred(self.function, args, kwargs, self._stand_ins)


def dispatched(function: Callable[..., Any], loops: bool = False) -> Callable[..., Any]:
    """The function, which takes symbolic tensors as well.

    Args:
        function: a function of tensors.
        loops: whether it takes as many turns as an axis is long.
    """

    @functools.wraps(function)
    def operation(*args: Any, **kwargs: Any) -> Any:
        for x in args:
            if isinstance(x, (KerasTensor, tuple, list, dict)) and has_symbolic(x):
                return FunctionOperation(function, loops).symbolic_call(*args, **kwargs)
        if kwargs and has_symbolic(kwargs):
            return FunctionOperation(function, loops).symbolic_call(*args, **kwargs)
        return function(*args, **kwargs)

    return operation


# ---- Shapes and dtypes

# In the place of lengths that are not known: divisible by most of what programs divide by.
_MANY = (55440, 110880)
# The same where it is counted to them.
_FEW = (12, 24)


def infer_output_spec(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The symbolic tensors that a function gives for such.

    The function is called with the engine's symbolic tensors, with two lengths in the place of those
    that are not known: lengths of the results that differ are not known either. Where these do not
    fit beside the lengths that are known, the unknown ones are taken to be one of those, or 1.
    """
    return _inferred(function, args, kwargs, _MANY)


def _inferred(function: Any, args: Any, kwargs: Any, stand_ins: tuple[int, int]) -> Any:
    inputs = symbolic_leaves((args, kwargs))
    if not any(None in x.shape for x in inputs):
        return _outputs([_called(function, args, kwargs, 1)])
    try:
        return _outputs([_called(function, args, kwargs, length) for length in stand_ins])
    except NotImplementedError:
        raise
    except (ValueError, IndexError, TypeError) as error:
        found = _fitting(function, args, kwargs, inputs)
        if not found:
            raise type(error)(_without(stand_ins, str(error))) from None
        return _outputs(found)


def _fitting(function: Any, args: Any, kwargs: Any, inputs: list[KerasTensor]) -> list[Any]:
    found = []
    lengths = {length for x in inputs for length in x.shape if length is not None}
    # Constants may be what an unknown length has to fit.
    for x in _arrays((args, kwargs)):
        lengths.update(x.shape)
    for length in sorted(lengths | {1}):
        try:
            found.append(_called(function, args, kwargs, length))
        except (ValueError, IndexError, TypeError):
            continue
    return found


def _arrays(tree: Any) -> list[Any]:
    if isinstance(tree, (tuple, list)):
        return [leaf for one in tree for leaf in _arrays(one)]
    if isinstance(tree, dict):
        return [leaf for one in tree.values() for leaf in _arrays(one)]
    return [tree] if hasattr(tree, "__array__") and not isinstance(tree, KerasTensor) else []


def _called(function: Any, args: Any, kwargs: Any, stand_in: int) -> Any:
    seen: dict[int, Any] = {}

    def tensor(x: Any) -> Any:
        if not isinstance(x, KerasTensor):
            return x
        if id(x) not in seen:
            shape = [stand_in if length is None else length for length in x.shape]
            seen[id(x)] = _hornbill.symbolic(shape, x.dtype)
        return seen[id(x)]

    filled_args, filled_kwargs = _filled((args, kwargs), tensor)
    return function(*filled_args, **filled_kwargs)


def _filled(tree: Any, leaf: Callable[[Any], Any]) -> Any:
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return type(tree)(*(_filled(one, leaf) for one in tree))
    if isinstance(tree, (tuple, list)):
        return type(tree)(_filled(one, leaf) for one in tree)
    if isinstance(tree, dict):
        return {name: _filled(one, leaf) for name, one in tree.items()}
    return leaf(tree)


def _outputs(results: list[Any]) -> Any:
    first = results[0]
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(_outputs(list(some)) for some in zip(*results, strict=True)))
    if isinstance(first, (tuple, list)):
        return type(first)(_outputs(list(some)) for some in zip(*results, strict=True))
    if isinstance(first, dict):
        return {name: _outputs([result[name] for result in results]) for name in first}
    if isinstance(first, int) and not isinstance(first, bool):  # a length
        return first if all(one == first for one in results) else None
    if not hasattr(first, "shape") or not hasattr(first, "dtype"):
        return first
    shape: Shape = tuple(
        lengths[0] if len(set(lengths)) == 1 else None
        for lengths in zip(*(tuple(one.shape) for one in results), strict=True)
    )
    return KerasTensor(shape, _hornbill.dtype(first.dtype).name)


def _without(stand_ins: tuple[int, int], message: str) -> str:
    for length in stand_ins:
        message = re.sub(rf"\b{length}\b", "None", message)
    return message
