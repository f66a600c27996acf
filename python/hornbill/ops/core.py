"""Conversions, slices, updates and control flow, as in `keras.ops`: they run at once."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Sequence
from typing import Any

from hornbill import _hornbill
from hornbill._dtypes import standardize_dtype
from hornbill._hornbill import Tensor
from hornbill._keras_tensor import KerasTensor
from hornbill._names import auto_name
from hornbill._operation import Operation
from hornbill.numpy._call import call
from hornbill.ops import _types


def convert_to_tensor(
    x: Any, dtype: Any = None, sparse: bool | None = None, ragged: bool | None = None
) -> Tensor:
    """A tensor of the values: Python's floats become `floatx`, its integers int32.

    Args:
        x: an array, a variable, a number or nested lists of numbers.
        dtype: the dtype; by default that of the values.
        sparse, ragged: kept for programs that give them; there are only dense tensors.
    """
    if dtype is not None:
        return _hornbill.asarray(x, standardize_dtype(dtype))
    return _types.convert(x)


def convert_to_numpy(x: Any) -> Any:
    """A NumPy array of the values."""
    import numpy

    return numpy.array(x.numpy() if hasattr(x, "numpy") else x)


def is_tensor(x: Any) -> bool:
    """Whether `x` is a tensor of Hornbill."""
    return isinstance(x, Tensor)


def cast(x: Any, dtype: Any) -> Tensor:
    """`x` with another element type."""
    return _hornbill.asarray(x, standardize_dtype(dtype))


def saturate_cast(x: Any, dtype: Any) -> Tensor:
    """`x` with another element type, limited to what that can hold."""
    from hornbill.numpy._types import iinfo

    found, name = _types.convert(x), standardize_dtype(dtype)
    if name == "bool":
        return call("astype", found, dtype=name)
    if "int" in name:
        limits = iinfo(name)
        mine = found.dtype.name
        low: int | float = limits.min
        high: int | float = limits.max
        if "int" in mine:
            low, high = max(low, iinfo(mine).min), min(high, iinfo(mine).max)
        elif mine != "bool":
            # A float that is not beyond the integer.
            low, high = float(low), float(high)
            if found.dtype.itemsize <= 4 and limits.bits > 23:
                high = float(limits.max + 1 - 2 ** (limits.bits - 24))
        found = call("clip", found, low, high) if mine != "bool" else found
    return call("astype", found, dtype=name)


def dtype(x: Any) -> str:
    """The name of the element type of `x`."""
    return standardize_dtype(x.dtype)


def shape(x: Any) -> tuple[int, ...]:
    """The shape of `x`."""
    return tuple(x.shape) if hasattr(x, "shape") else tuple(_hornbill.asarray(x).shape)


def stop_gradient(variable: Any) -> Tensor:
    """`variable`, through which no gradient flows."""
    return call("stop_gradient", _types.convert(variable))


def slice(inputs: Any, start_indices: Sequence[int], shape: Sequence[int]) -> Tensor:
    """`shape[i]` elements from `start_indices[i]` along each axis."""
    x = _types.convert(inputs)
    return x[_window(x, start_indices, shape)]


def slice_update(inputs: Any, start_indices: Sequence[int], updates: Any) -> Tensor:
    """A copy of `inputs` with `updates` written at a place."""
    x = _types.convert(inputs)
    values = call("astype", _types.convert(updates), dtype=x.dtype.name)
    window = _window(x, start_indices, values.shape)
    if x.is_symbolic or values.is_symbolic:
        # What cannot be written to is put together: from the values with zeros around them.
        around = [
            [part.start, length - part.stop] for part, length in zip(window, x.shape, strict=True)
        ]
        inside = call("ones", shape=list(values.shape), dtype="bool")
        return call("where", _surrounded(inside, around), _surrounded(values, around), x)
    x = call("copy", x)
    x[window] = values
    return x


def _surrounded(x: Tensor, widths: list[list[int]]) -> Tensor:
    from hornbill.numpy import pad

    return pad(x, widths) if x.ndim else x


def _window(x: Tensor, starts: Any, shape: Any) -> tuple[builtins.slice, ...]:
    places = []
    for length, start, size in zip(x.shape, starts, shape, strict=True):
        # The window is moved back where it would leave the array.
        begin = min(max(int(start), 0), max(length - int(size), 0))
        places.append(builtins.slice(begin, begin + int(size)))
    return tuple(places)


def scatter(indices: Any, values: Any, shape: Any) -> Tensor:
    """Zeros with values added at positions, one row of `indices` for each."""
    found = _types.convert(values)
    zeros = call("zeros", shape=[int(length) for length in shape], dtype=found.dtype.name)
    return scatter_update(zeros, indices, found, "add")


def scatter_update(inputs: Any, indices: Any, updates: Any, reduction: str | None = None) -> Tensor:
    """A copy of `inputs` with `updates` at positions.

    Args:
        inputs: an array.
        indices: positions: the last axis holds one for each of the first axes of `inputs`.
        updates: what goes there.
        reduction: `None` writes; `"add"`, `"mul"`, `"max"` and `"min"` combine.
    """
    import math

    x = _types.convert(inputs)
    places = call("astype", _types.convert(indices), dtype="int64")
    values = call("astype", _types.convert(updates), dtype=x.dtype.name)
    depth = places.shape[-1]
    count = math.prod(places.shape[:-1])
    rest = list(x.shape[depth:])
    places = call("reshape", places, shape=[count, depth])
    values = call("reshape", values, shape=[count, *rest])
    names = {"add": "add", "mul": "multiply", "max": "maximum", "min": "minimum"}
    if reduction is not None and reduction not in names:
        raise ValueError(
            f"Unsupported reduction: expected one of {', '.join(names)} or None. Got {reduction!r}"
        )
    if x.is_symbolic or places.is_symbolic or values.is_symbolic:
        return _scattered(x, places, values, reduction)
    x = call("copy", x)
    if reduction is None:
        x[tuple(places[:, axis] for axis in range(depth))] = values
        return x
    # One after the other: positions may be there twice.
    for row, value in zip(places.tolist(), values, strict=True):
        x[tuple(row)] = call(names[reduction], x[tuple(row)], value)
    return x


def _scattered(x: Tensor, places: Tensor, values: Tensor, reduction: str | None) -> Tensor:
    """The same of symbolic tensors, from sums over the values that go to each position."""
    import math

    if reduction not in (None, "add"):
        raise NotImplementedError(
            f"scatter_update with reduction={reduction!r} cannot be traced: only None and 'add' can."
        )
    depth = places.shape[-1]
    shape, rest = list(x.shape), list(x.shape[depth:])
    length = math.prod(shape[:depth])
    steps = [math.prod(shape[axis + 1 : depth]) for axis in range(depth)]
    limits = _hornbill.asarray(shape[:depth], "int64")
    inside = call("where", call("less", places, 0), places + limits, places)
    flat = call("sum", inside * _hornbill.asarray(steps, "int64"), axis=1)
    if reduction is None:
        # Of several that go to one position, the last one stays.
        numbers = call("arange", stop=len(values), dtype="int64")
        same = call("equal", call("expand_dims", flat, axis=1), flat)
        later = call("less", call("expand_dims", numbers, axis=1), numbers)
        is_last = call("logical_not", call("any", call("logical_and", same, later), axis=1))
        wide = call("reshape", is_last, shape=[len(values), *([1] * len(rest))])
        values = call("where", wide, values, call("zeros", shape=[], dtype=x.dtype.name))
    rows = call("reshape", x, shape=[length, *rest])
    sums = call("scatter_sum", values, flat, axis=0, length=length)
    if reduction is None:
        hits = call(
            "scatter_sum", call("ones", shape=[len(values)], dtype="int64"), flat, length=length
        )
        is_hit = call("reshape", call("greater", hits, 0), shape=[length, *([1] * len(rest))])
        found = call("where", is_hit, sums, rows)
    else:
        found = rows + sums
    return call("reshape", call("astype", found, dtype=x.dtype.name), shape=shape)


def unstack(x: Any, num: int | None = None, axis: int = 0) -> list[Tensor]:
    """Views of the array at each position along an axis."""
    from hornbill import numpy

    return list(numpy.unstack(_types.convert(x), axis=axis))


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """What one of two functions gives: the first if `pred` holds.

    Where `pred` is symbolic, both functions are traced, and each element of what they give is chosen
    when the program runs: they must give the same structure, shapes and dtypes.
    """
    if isinstance(pred, KerasTensor):
        return _Cond().symbolic_call(pred, true_fn, false_fn)
    if not _is_symbolic(pred):
        return true_fn() if bool(pred) else false_fn()
    return _chosen(call("astype", pred, dtype="bool"), true_fn(), false_fn(), "cond")


class _Cond(Operation):
    """`cond` of a symbolic tensor of Keras."""

    def __init__(self) -> None:
        super().__init__(auto_name("cond"))

    def call(self, pred: Any, true_fn: Any, false_fn: Any) -> Any:
        return cond(pred, true_fn, false_fn)

    def compute_output_spec(self, pred: Any, true_fn: Any, false_fn: Any) -> Any:
        def common(a: Any, b: Any) -> Any:
            if tuple(a.shape) != tuple(b.shape):
                raise ValueError(
                    "`true_fn` and `false_fn` should return outputs of the same kind (struct, dtype "
                    f"and shape). Got {a} and {b} instead."
                )
            return KerasTensor(a.shape, standardize_dtype(a.dtype))

        return _zipped(common, true_fn(), false_fn(), "cond")


def _is_symbolic(x: Any) -> bool:
    return type(x) is Tensor and x.is_symbolic


def _chosen(pred: Tensor, first: Any, second: Any, name: str) -> Any:
    if tuple(pred.shape) not in ((), (1,)):
        raise ValueError(f"{name}: expected a single condition, got one of shape {pred.shape}")
    pred = call("reshape", pred, shape=[])

    def choose(a: Any, b: Any) -> Any:
        a, b = _types.convert(a), _types.convert(b)
        if tuple(a.shape) != tuple(b.shape) or a.dtype != b.dtype:
            raise ValueError(
                f"{name}: expected branches of one shape and dtype. Received: {a.dtype.name}"
                f"{tuple(a.shape)} and {b.dtype.name}{tuple(b.shape)}"
            )
        return call("where", pred, a, b)

    return _zipped(choose, first, second, name)


def _zipped(function: Callable[[Any, Any], Any], first: Any, second: Any, name: str) -> Any:
    """A function of the leaves of two trees that look alike."""
    if first is None and second is None:
        return None
    if isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
        return {key: _zipped(function, first[key], second[key], name) for key in first}
    if (
        isinstance(first, (tuple, list))
        and type(first) is type(second)
        and len(first) == len(second)
    ):
        parts = [_zipped(function, a, b, name) for a, b in zip(first, second, strict=True)]
        return type(first)(*parts) if hasattr(first, "_fields") else type(first)(parts)
    if isinstance(first, (dict, tuple, list)) or isinstance(second, (dict, tuple, list)):
        raise ValueError(f"{name}: expected one structure, got {first!r} and {second!r}")
    return function(first, second)


def switch(index: Any, branches: Sequence[Callable[..., Any]], *operands: Any) -> Any:
    """What the function with that number gives; the first or last one beyond the ends.

    Where `index` is symbolic, all functions are traced, as by `cond`.
    """
    if not _is_symbolic(index):
        return branches[min(max(int(index), 0), len(branches) - 1)](*operands)
    result = branches[0](*operands)
    for number, branch in enumerate(branches[1:], 1):
        is_here = call("greater_equal", index, number)
        result = _chosen(is_here, branch(*operands), result, "switch")
    return result


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: int | None = None,
) -> Any:
    """Calls `body` with what it last gave, as long as `cond` of that holds.

    Where `cond` gives a symbolic condition, as many turns are traced as there may be, and those are
    kept that happen when the program runs: `maximum_iterations` must say how many there may be.
    """
    is_sequence = isinstance(loop_vars, (tuple, list))
    given = tuple(loop_vars) if is_sequence else (loop_vars,)
    values = _rebuilt(given, _types.convert)
    goes_on = None
    turn = 0
    while maximum_iterations is None or turn < maximum_iterations:
        condition = cond(*values)
        if _is_symbolic(condition):
            if maximum_iterations is None:
                raise NotImplementedError(
                    "while_loop: the condition is symbolic, so that the number of turns is not known "
                    "while the function is traced. Give `maximum_iterations`, or use `fori_loop` or "
                    "`scan`."
                )
            condition = call("astype", condition, dtype="bool")
            goes_on = condition if goes_on is None else call("logical_and", goes_on, condition)
        elif not bool(condition):
            break
        result = body(*values)
        result = tuple(result) if isinstance(result, (tuple, list)) else (result,)
        result = _rebuilt(result, _types.convert)
        values = result if goes_on is None else _chosen(goes_on, result, values, "while_loop")
        turn += 1
    return type(loop_vars)(values) if is_sequence else values[0]


def fori_loop(lower: int, upper: int, body_fun: Callable[[int, Any], Any], init_val: Any) -> Any:
    """Calls `body_fun` with each number and what it last gave."""
    if _is_symbolic(lower) or _is_symbolic(upper):
        raise NotImplementedError(
            "fori_loop: the bounds are symbolic, so that the number of turns is not known while the "
            "function is traced. Use `while_loop` with `maximum_iterations`."
        )
    value = _rebuilt(init_val, _types.convert)
    for number in range(int(lower), int(upper)):
        value = _rebuilt(body_fun(number, value), _types.convert)
    return value


def map(f: Callable[[Any], Any], xs: Any) -> Any:
    """What `f` gives for each part along the first axis, stacked. `xs` may be nested."""

    def step(carry: Any, x: Any) -> tuple[Any, Any]:
        return carry, f(x)

    return scan(step, None, xs)[1]


def vectorized_map(function: Callable[[Any], Any], elements: Any) -> Any:
    """The same as `map`."""
    return map(function, elements)


def scan(
    f: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    xs: Any = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: Any = 1,
) -> tuple[Any, Any]:
    """Calls `f` with what it carries and each part of `xs` along the first axis.

    Returns:
        What was carried last, and what `f` gave besides, stacked.
    """
    leaves = _leaves(xs)
    count = len(leaves[0]) if leaves else length
    if count is None:
        raise ValueError("scan: expected `xs` or `length`")
    results: list[Any] = []
    carry = init
    order = range(int(count))
    for place in reversed(order) if reverse else order:
        carry, result = f(carry, _rebuilt(xs, operator.itemgetter(place)))
        results.append(result)
    if reverse:
        results.reverse()
    if not results or results[0] is None:
        return carry, None
    return carry, _stacked(results)


def _leaves(tree: Any) -> list[Tensor]:
    if tree is None:
        return []
    if isinstance(tree, dict):
        return [leaf for value in tree.values() for leaf in _leaves(value)]
    if isinstance(tree, (tuple, list)):
        return [leaf for value in tree for leaf in _leaves(value)]
    return [_types.convert(tree)]


def _rebuilt(tree: Any, function: Callable[[Any], Any]) -> Any:
    if tree is None:
        return None
    if isinstance(tree, dict):
        return {name: _rebuilt(value, function) for name, value in tree.items()}
    if isinstance(tree, (tuple, list)):
        return type(tree)(_rebuilt(value, function) for value in tree)
    return function(_types.convert(tree))


def _stacked(results: list[Any]) -> Any:
    first = results[0]
    if isinstance(first, dict):
        return {name: _stacked([result[name] for result in results]) for name in first}
    if isinstance(first, (tuple, list)):
        return type(first)(_stacked(list(parts)) for parts in zip(*results, strict=True))
    return call("stack", *(_types.convert(result) for result in results))
