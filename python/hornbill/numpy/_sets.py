"""Each element once, and arrays as sets."""

from __future__ import annotations

from typing import Any, NamedTuple

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, call, is_float, tensor
from hornbill.numpy._searching import argsort, nonzero, searchsorted, sort


class UniqueAllResult(NamedTuple):
    """What `unique_all` gives."""

    values: Tensor
    indices: Tensor
    inverse_indices: Tensor
    counts: Tensor


class UniqueCountsResult(NamedTuple):
    """What `unique_counts` gives."""

    values: Tensor
    counts: Tensor


class UniqueInverseResult(NamedTuple):
    """What `unique_inverse` gives."""

    values: Tensor
    inverse_indices: Tensor


def unique_all(x: ArrayLike, /) -> UniqueAllResult:
    """Each element once, in order, with where it is first, where each element went, how often.

    NaN is different from NaN.
    """
    return _unique(tensor(x), equal_nan=False)


def _unique(x: Tensor, equal_nan: bool) -> UniqueAllResult:
    flat = call("reshape", x, shape=[-1])
    order = argsort(flat)
    ordered = call("take", flat, order)
    is_new = call("not_equal", ordered[1:], ordered[:-1])
    if equal_nan and is_float(flat):
        both = call("logical_and", call("isnan", ordered[1:]), call("isnan", ordered[:-1]))
        is_new = call("logical_and", is_new, call("logical_not", both))
    first = call("ones", shape=[min(flat.size, 1)], dtype="bool")
    is_new = call("concatenate", first, is_new, axis=0)
    starts = nonzero(is_new)[0]
    ends = call("concatenate", starts[1:], _hornbill.array([flat.size], "int64"), axis=0)
    counts = ends - starts if starts.size else starts
    numbers = call("cumulative_sum", is_new, axis=0) - 1
    inverse = call("take", numbers, argsort(order))
    return UniqueAllResult(
        call("take", ordered, starts),
        call("take", order, starts),
        call("reshape", inverse, shape=list(x.shape)),
        counts,
    )


def unique_counts(x: ArrayLike, /) -> UniqueCountsResult:
    """Each element once, in order, with how often it is there. NaN is different from NaN."""
    result = unique_all(x)
    return UniqueCountsResult(result.values, result.counts)


def unique_inverse(x: ArrayLike, /) -> UniqueInverseResult:
    """Each element once, in order, with the place of each element. NaN is different from NaN."""
    result = unique_all(x)
    return UniqueInverseResult(result.values, result.inverse_indices)


def unique_values(x: ArrayLike, /) -> Tensor:
    """Each element once, in order. NaN is different from NaN."""
    return unique_all(x).values


def unique(
    ar: ArrayLike,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    *,
    equal_nan: bool = True,
) -> Any:
    """Each element once, in order.

    Args:
        ar: an array; its elements are taken flat.
        return_index: whether to return the position of the first of each.
        return_inverse: whether to return where each element went.
        return_counts: whether to return how often each is there.
        axis: not supported so far.
        equal_nan: whether NaN is there only once.

    Returns:
        The elements, or a tuple of them and what was asked for.
    """
    if axis is not None:
        raise NotImplementedError("unique: `axis` is not supported so far")
    result = _unique(tensor(ar), equal_nan)
    wanted = [True, return_index, return_inverse, return_counts]
    chosen = tuple(part for part, is_wanted in zip(result, wanted, strict=True) if is_wanted)
    return chosen if len(chosen) > 1 else chosen[0]


def isin(
    element: ArrayLike, test_elements: ArrayLike, assume_unique: bool = False, invert: bool = False
) -> Tensor:
    """Whether an element is one of some others."""
    x = tensor(element)
    others = sort(call("reshape", test_elements, shape=[-1]))
    if not others.size:
        found = call("zeros", shape=list(x.shape), dtype="bool")
    else:
        place = searchsorted(others, x)
        found = call("equal", call("take", others, call("minimum", place, others.size - 1)), x)
    return call("logical_not", found) if invert else found


def intersect1d(ar1: ArrayLike, ar2: ArrayLike) -> Tensor:
    """What two arrays have in common, in order."""
    values = unique(ar1)
    return values[isin(values, ar2)]


def union1d(ar1: ArrayLike, ar2: ArrayLike) -> Tensor:
    """What is in one of two arrays, in order."""
    flat = [call("reshape", x, shape=[-1]) for x in (ar1, ar2)]
    return unique(call("concatenate", *flat, axis=0))


def setdiff1d(ar1: ArrayLike, ar2: ArrayLike, assume_unique: bool = False) -> Tensor:
    """What is in the first of two arrays only, in order."""
    values = unique(ar1)
    return values[isin(values, ar2, invert=True)]


def setxor1d(ar1: ArrayLike, ar2: ArrayLike, assume_unique: bool = False) -> Tensor:
    """What is in exactly one of two arrays, in order."""
    return union1d(setdiff1d(ar1, ar2), setdiff1d(ar2, ar1))
