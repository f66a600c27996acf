"""Each element once, and arrays as sets."""

from __future__ import annotations

from typing import Any, NamedTuple

from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, axes, call, quick


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

    Returns:
        A tensor of one axis of the dtype of `x`, and three of int64.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `unique_all`.
    """
    return UniqueAllResult(*call("unique_all", x))


def unique_counts(x: ArrayLike, /) -> UniqueCountsResult:
    """Each element once, in order, with how often it is there. NaN is different from NaN.

    Returns:
        A tensor of one axis of the dtype of `x`, and one of int64.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `unique_counts`.
    """
    return UniqueCountsResult(*call("unique_counts", x))


def unique_inverse(x: ArrayLike, /) -> UniqueInverseResult:
    """Each element once, in order, with the place of each element. NaN is different from NaN.

    Returns:
        A tensor of one axis of the dtype of `x`, and one of int64 of the shape of `x`.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `unique_inverse`.
    """
    return UniqueInverseResult(*call("unique_inverse", x))


def unique_values(x: ArrayLike, /) -> Tensor:
    """Each element once, in order. NaN is different from NaN.

    Returns:
        A tensor of one axis of the dtype of `x`.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `unique_values`.
    """
    return call("unique_values", x)


@quick
def unique(
    ar: ArrayLike,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: int | None = None,
    *,
    equal_nan: bool = True,
) -> Any:
    """Each element, or each slice along an axis, once, in order.

    Args:
        ar: an array; its elements are taken flat without an axis.
        return_index: whether to return the position of the first of each.
        return_inverse: whether to return where each element went.
        return_counts: whether to return how often each is there.
        axis: the axis of the slices to compare.
        equal_nan: whether NaN is there only once.

    Returns:
        The elements, or a tuple of them and what was asked for.

    Raises:
        AxisError: there is no such axis.

    Source: the engine's functions `unique_values`, `unique_counts` and `unique_all`.
    """
    if axis is None and not (return_index or return_inverse):
        if return_counts:
            return tuple(call("unique_counts", ar, equal_nan=bool(equal_nan)))
        return call("unique_values", ar, equal_nan=bool(equal_nan))
    result = call("unique_all", ar, axis=axes(axis), equal_nan=bool(equal_nan))
    wanted = [True, return_index, return_inverse, return_counts]
    chosen = tuple(part for part, is_wanted in zip(result, wanted, strict=True) if is_wanted)
    return chosen if len(chosen) > 1 else chosen[0]


def isin(
    element: ArrayLike, test_elements: ArrayLike, assume_unique: bool = False, invert: bool = False
) -> Tensor:
    """Whether an element is one of some others.

    Returns:
        A tensor of bool of the shape of `element`.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `isin`.
    """
    return call("isin", element, test_elements, invert=bool(invert))


def intersect1d(
    ar1: ArrayLike, ar2: ArrayLike, assume_unique: bool = False, return_indices: bool = False
) -> Any:
    """What two arrays have in common, in order, and on request where it is first in each.

    Returns:
        A tensor of one axis, or a tuple of it and two tensors of int64.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `intersect1d`.
    """
    result = call("intersect1d", ar1, ar2)
    return result if return_indices else result[0]


def union1d(ar1: ArrayLike, ar2: ArrayLike) -> Tensor:
    """What is in one of two arrays, in order.

    Returns:
        A tensor of one axis, of the dtype that both promote to.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `union1d`.
    """
    return call("union1d", ar1, ar2)


def setdiff1d(ar1: ArrayLike, ar2: ArrayLike, assume_unique: bool = False) -> Tensor:
    """What is in the first of two arrays only, in order.

    Returns:
        A tensor of one axis, of the dtype of the first.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `setdiff1d`.
    """
    return call("setdiff1d", ar1, ar2)


def setxor1d(ar1: ArrayLike, ar2: ArrayLike, assume_unique: bool = False) -> Tensor:
    """What is in exactly one of two arrays, in order.

    Returns:
        A tensor of one axis, of the dtype that both promote to.

    Raises:
        TypeError: the values are not numbers.

    Source: the engine's function `setxor1d`.
    """
    return call("setxor1d", ar1, ar2)
