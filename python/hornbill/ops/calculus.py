"""Functions that take functions, as in `keras.ops`: gradients of one's own, scans, loops over axes."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from hornbill import _hornbill, _trees
from hornbill._hornbill import Tensor
from hornbill._operation import dispatched
from hornbill.numpy._call import call
from hornbill.ops import _types

__all__ = ["associative_scan", "custom_gradient", "vectorize"]


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function with a gradient of its own.

    Args:
        f: gives its result, or a tuple of results, and a function that is called with the gradient of
            each and gives the gradient of each array among the arguments: one, or a tuple of them.

    Returns:
        A function that gives the results. Where it is differentiated, by `hornbill.grad` for example,
        the gradients are those that `f` says.
    """

    @functools.wraps(f)
    def function(*args: Any, **kwargs: Any) -> Any:
        result, gradient = f(*args, **kwargs)
        inputs: list[Any] = []
        values: list[Any] = []
        _trees.flatten((args, kwargs), inputs)
        look = _trees.flatten(result, values)
        if not any(type(x) is Tensor and x.is_symbolic for x in (*inputs, *values)):
            return result

        def gradients(*upstream: Tensor) -> list[Any]:
            found = gradient(*upstream)
            return list(found) if isinstance(found, (tuple, list)) else [found]

        named = _hornbill.custom_gradient(values, inputs, gradients)
        return _trees.rebuild(look, iter(named))

    return function


def associative_scan(
    f: Callable[[Any, Any], Any], elems: Any, reverse: bool = False, axis: int = 0
) -> Any:
    """Combines elements along an axis with all before them, in an order that needs few steps.

    Args:
        f: combines two arrays, or nested tuples, lists and dicts of arrays, in a way for which
            parentheses do not matter.
        elems: the elements: such arrays, with one length along the axis.
        reverse: whether to combine with all behind them.
        axis: the axis.
    """
    leaves: list[Any] = []
    look = _trees.flatten(elems, leaves)
    arrays = [_types.convert(leaf) for leaf in leaves]
    if not arrays:
        raise ValueError("associative_scan: expected arrays in `elems`")
    lengths = {array.shape[axis] for array in arrays}
    if len(lengths) != 1:
        raise ValueError(
            "Array inputs to associative_scan must have the same first dimension. "
            f"(saw: {[tuple(array.shape) for array in arrays]})"
        )
    if reverse:
        arrays = [call("flip", array, axis=axis) for array in arrays]

    def combined(first: list[Tensor], second: list[Tensor]) -> list[Tensor]:
        found: list[Any] = []
        _trees.flatten(
            f(_trees.rebuild(look, iter(first)), _trees.rebuild(look, iter(second))), found
        )
        return found

    def part(
        some: list[Tensor], start: int | None, stop: int | None, step: int = 1
    ) -> list[Tensor]:
        return [x[(slice(None),) * (axis % x.ndim) + (slice(start, stop, step),)] for x in some]

    def scanned(some: list[Tensor]) -> list[Tensor]:
        count = some[0].shape[axis]
        if count < 2:
            return some
        odd = scanned(combined(part(some, 0, count - 1, 2), part(some, 1, None, 2)))
        rest = part(some, 2, None, 2)
        even = combined(part(odd, 0, -1) if count % 2 == 0 else odd, rest) if count > 2 else []
        first = part(some, 0, 1)
        even = (
            [call("concatenate", a, b, axis=axis) for a, b in zip(first, even, strict=True)]
            if even
            else first
        )
        return [_interleaved(a, b, axis) for a, b in zip(even, odd, strict=True)]

    result = scanned(arrays)
    if reverse:
        result = [call("flip", array, axis=axis) for array in result]
    return _trees.rebuild(look, iter(result))


def _interleaved(even: Tensor, odd: Tensor, axis: int) -> Tensor:
    """The elements of two arrays in turn; the first has as many as the second, or one more."""
    axis %= even.ndim
    count, pairs = even.shape[axis], odd.shape[axis]
    head = even[(slice(None),) * axis + (slice(0, pairs),)]
    both = call("stack", head, odd, axis=axis + 1)
    shape = list(odd.shape)
    shape[axis] = 2 * pairs
    both = call("reshape", both, shape=shape)
    if count == pairs:
        return both
    return call("concatenate", both, even[(slice(None),) * axis + (slice(pairs, None),)], axis=axis)


def vectorize(
    pyfunc: Callable[..., Any], *, excluded: Any = None, signature: str | None = None
) -> Callable[..., Any]:
    """A function that is called for each element of its arguments, which are broadcast.

    Args:
        pyfunc: a function of arrays.
        excluded: numbers and names of arguments that are handed on as they are.
        signature: which axes of its arguments and results `pyfunc` takes and gives, such as
            `"(n),(n)->()"`; without it, arrays without axes.
    """
    left_out = set(excluded or ())
    cores, results = _signature(signature) if signature is not None else (None, None)

    def function(*args: Any, **kwargs: Any) -> Any:
        places = [place for place in range(len(args)) if place not in left_out]
        names = [name for name in kwargs if name not in left_out]
        arrays = [_types.convert(args[place]) for place in places]
        arrays += [_types.convert(kwargs[name]) for name in names]
        ranks = cores if cores is not None else [0] * len(arrays)
        if len(ranks) != len(arrays):
            raise TypeError(
                f"wrong number of positional arguments: expected {len(ranks)}, got {len(arrays)}"
            )
        for array, rank in zip(arrays, ranks, strict=True):
            if array.ndim < rank:
                raise ValueError(
                    f"input with shape {tuple(array.shape)} does not have enough dimensions for "
                    f"signature {signature}"
                )
        outer = _broadcast([a.shape[: a.ndim - r] for a, r in zip(arrays, ranks, strict=True)])
        flat = []
        for array, rank in zip(arrays, ranks, strict=True):
            inner = list(array.shape[array.ndim - rank :])
            wide = call("broadcast_to", array, shape=[*outer, *inner])
            flat.append(call("reshape", wide, shape=[_product(outer), *inner]))
        if _product(outer) == 0:
            raise ValueError("vectorize: cannot call a function for arrays without elements")
        found = []
        for turn in range(_product(outer)):
            given = list(args)
            named = dict(kwargs)
            for number, array in enumerate(flat):
                if number < len(places):
                    given[places[number]] = array[turn]
                else:
                    named[names[number - len(places)]] = array[turn]
            found.append(pyfunc(*given, **named))
        if isinstance(found[0], tuple):
            return tuple(_joined([one[i] for one in found], outer) for i in range(len(found[0])))
        joined = _joined(found, outer)
        return (joined,) if results is not None and len(results) > 1 else joined

    functools.update_wrapper(function, pyfunc)
    return dispatched(function, loops=True)


def _joined(parts: list[Any], outer: list[int]) -> Tensor:
    stacked = call("stack", *(_types.convert(part) for part in parts))
    return call("reshape", stacked, shape=[*outer, *stacked.shape[1:]])


def _broadcast(shapes: list[Any]) -> list[int]:
    from hornbill.numpy import broadcast_shapes

    return [int(length) for length in broadcast_shapes(*shapes)]


def _product(lengths: list[int]) -> int:
    return functools.reduce(lambda a, b: a * b, lengths, 1)


def _signature(signature: str) -> tuple[list[int], list[int]]:
    """The numbers of axes of the arguments and of the results."""
    core = r"\((?:\w+(?:,\w+)*)?\)"
    compact = signature.replace(" ", "")
    if not re.fullmatch(rf"{core}(?:,{core})*->{core}(?:,{core})*", compact):
        raise ValueError(f"not a valid gufunc signature: {signature}")
    sides = [
        [len(names.split(",")) if names else 0 for names in re.findall(r"\(([^)]*)\)", side)]
        for side in compact.split("->")
    ]
    return sides[0], sides[1]
