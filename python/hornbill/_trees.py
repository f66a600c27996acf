"""Nested tuples, lists and dicts of tensors, taken apart and put together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any

from hornbill._hornbill import Tensor


class Leaf:
    """The place of an array in a tree."""

    def __repr__(self) -> str:
        return "*"


LEAF = Leaf()


class Static:
    """Something else than an array: it is equal to another of its type that is written alike."""

    __slots__ = ("key", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        # 0.0 and -0.0, 1 and True are equal, and differ in what is computed from them.
        self.key: Hashable = (
            (type(value), repr(value))
            if isinstance(value, (float, complex))
            else (type(value), value)
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Static) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return repr(self.value)


def is_array(value: Any) -> bool:
    """Whether a value holds an array of any kind."""
    return type(value) is Tensor or (hasattr(value, "__array__") and not isinstance(value, type))


def flatten(tree: Any, leaves: list[Any]) -> Any:
    """What a tree looks like: hashable if all is that is no array. Its arrays go to `leaves`."""
    if is_array(tree):
        leaves.append(tree)
        return LEAF
    kind = type(tree)
    if kind in (tuple, list) or (isinstance(tree, tuple) and hasattr(tree, "_fields")):
        return (kind, *[flatten(one, leaves) for one in tree])
    if kind is dict:
        return (dict, tuple(tree), *[flatten(one, leaves) for one in tree.values()])
    return Static(tree)


def rebuild(look: Any, leaves: Iterator[Any]) -> Any:
    """The tree that looks so, with these arrays in their order."""
    if look is LEAF:
        return next(leaves)
    if isinstance(look, Static):
        return look.value
    kind = look[0]
    if kind is dict:
        return {name: rebuild(one, leaves) for name, one in zip(look[1], look[2:], strict=True)}
    parts = [rebuild(one, leaves) for one in look[1:]]
    return kind(*parts) if hasattr(kind, "_fields") else kind(parts)


def map_leaves(function: Callable[..., Any], tree: Any, *others: Any) -> Any:
    """The tree with what a function gives for each array, and for those at its place in others."""
    leaves: list[Any] = []
    look = flatten(tree, leaves)
    columns = [leaves]
    for other in others:
        columns.append([])
        if flatten(other, columns[-1]) != look:
            raise ValueError(f"expected trees of one structure, got {tree!r} and {other!r}")
    return rebuild(look, iter([function(*row) for row in zip(*columns, strict=True)]))
