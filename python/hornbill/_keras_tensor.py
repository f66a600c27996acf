"""Symbolic tensors of Keras: a shape, some lengths of which may be unknown, and a dtype."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

from hornbill._names import auto_name

Shape = tuple[int | None, ...]


class KerasHistory(NamedTuple):
    """Where a symbolic tensor comes from: a call of an operation, and which of its results it is."""

    operation: Any
    node_index: int
    tensor_index: int


class KerasTensor:
    """A placeholder for a tensor: it has a shape and a dtype, and no elements.

    Functions of `keras.ops`, operators and indices give further ones, of the shapes and dtypes that
    tensors would give, and remember how: `_keras_history` names the operation, which has a node for
    each of its calls.

    Args:
        shape: the lengths of the axes, `None` for those that are not known.
        dtype: the element type.
        sparse, ragged: kept for programs that give them; there are only dense tensors.
        record_history: whether what is computed from it remembers how.
        name: its name.
    """

    _keras_history: KerasHistory

    def __init__(
        self,
        shape: Sequence[int | None],
        dtype: Any = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        from hornbill._dtypes import standardize_dtype

        for argument in ("ragged_rank", "row_splits_dtype"):
            kwargs.pop(argument, None)
        if kwargs:
            raise TypeError(f"Unexpected keyword arguments: {', '.join(kwargs)}")
        if sparse and ragged:
            raise ValueError(
                "KerasTensor cannot have `sparse=True` and `ragged=True` at the same time."
            )
        self._shape = standardize_shape(shape)
        self._dtype = standardize_dtype(dtype)
        self._sparse, self._ragged = bool(sparse), bool(ragged)
        self.record_history = record_history
        self.name = name or auto_name(type(self).__name__)

    @property
    def shape(self) -> Shape:
        """The lengths of the axes, `None` for those that are not known."""
        return self._shape

    @property
    def dtype(self) -> str:
        """The name of the element type."""
        return self._dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self._shape)

    @property
    def sparse(self) -> bool:
        """Whether it stands for a sparse tensor."""
        return self._sparse

    @property
    def ragged(self) -> bool:
        """Whether it stands for a ragged tensor."""
        return self._ragged

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("shape", "dtype", "sparse", "ragged"):
            raise AttributeError(
                f"The `{name}` attribute of KerasTensor is immutable. One should create a new "
                "instance of KerasTensor for this."
            )
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return (
            f"<KerasTensor shape={self.shape}, dtype={self.dtype}, sparse={self.sparse}, "
            f"ragged={self.ragged}, name={self.name}>"
        )

    def reshape(self, newshape: Any) -> Any:
        """As `ops.reshape`."""
        return _call("reshape", self, newshape)

    def squeeze(self, axis: Any = None) -> Any:
        """As `ops.squeeze`."""
        return _call("squeeze", self, axis)

    # What has no elements cannot give them.

    def __array__(self, dtype: Any = None, copy: Any = None) -> NoReturn:
        raise _no_value("a NumPy array")

    def __int__(self) -> NoReturn:
        raise _no_value("an int")

    def __float__(self) -> NoReturn:
        raise _no_value("a float")

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> NoReturn:
        raise _not_a_layer("NumPy")

    def __array_function__(self, function: Any, *arguments: Any) -> NoReturn:
        raise _not_a_layer("NumPy")

    def __jax_array__(self) -> NoReturn:
        raise _not_a_layer("JAX")

    def __tf_tensor__(self, dtype: Any = None, name: Any = None) -> NoReturn:
        raise _not_a_layer("TensorFlow")

    def __iter__(self) -> NoReturn:
        raise NotImplementedError("Iterating over a symbolic KerasTensor is not supported.")

    def __bool__(self) -> NoReturn:
        raise TypeError("A symbolic KerasTensor cannot be used as a boolean.")

    def __len__(self) -> int:
        if not self._shape or self._shape[0] is None:
            raise TypeError("The length of a symbolic KerasTensor is not known.")
        return self._shape[0]

    def __getitem__(self, key: Any) -> Any:
        return _call("get_item", self, key)

    def __round__(self, ndigits: int | None = None) -> Any:
        return _call("round", self, ndigits or 0)

    def __neg__(self) -> Any:
        return _call("negative", self)

    def __abs__(self) -> Any:
        return _call("absolute", self)

    def __invert__(self) -> Any:
        return _call("logical_not", self)

    def __ne__(self, other: object) -> Any:
        return _call("not_equal", self, other)

    # `==` stays Python's: symbolic tensors are members of lists and keys of dicts.
    __hash__ = object.__hash__


def _call(name: str, *arguments: Any) -> Any:
    from hornbill import ops

    return getattr(ops, name)(*arguments)


_OPERATORS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "matmul": "matmul",
    "truediv": "true_divide",
    "floordiv": "floor_divide",
    "mod": "mod",
    "pow": "power",
    "and": "logical_and",
    "or": "logical_or",
    "xor": "logical_xor",
}
_COMPARISONS = {"lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal"}


def _add_operators() -> None:
    def method(name: str, is_reflected: bool) -> Any:
        if is_reflected:
            return lambda self, other: _call(name, other, self)
        return lambda self, other: _call(name, self, other)

    for operator, name in {**_OPERATORS, **_COMPARISONS}.items():
        setattr(KerasTensor, f"__{operator}__", method(name, False))
        if operator in _OPERATORS:
            setattr(KerasTensor, f"__r{operator}__", method(name, True))


_add_operators()


def _no_value(what: str) -> ValueError:
    return ValueError(
        "A KerasTensor is symbolic: it's a placeholder for a shape an a dtype. It doesn't have any "
        f"actual numerical value. You cannot convert it to {what}."
    )


def _not_a_layer(what: str) -> TypeError:
    return TypeError(
        f"A KerasTensor cannot be used as input to a {what} function. A KerasTensor is a symbolic "
        "placeholder for a shape and dtype. You can only use it as input to a Keras layer or a Keras "
        "operation (from the namespaces `keras.layers` and `keras.ops`)."
    )


def standardize_shape(shape: Any) -> Shape:
    """A tuple of lengths, `None` for those that are not known.

    Raises:
        ValueError: it is no sequence of such, or a length is negative.
    """
    import operator

    if shape is None or isinstance(shape, (str, int)) or not hasattr(shape, "__iter__"):
        raise ValueError(f"Undefined shapes are not supported. Received: shape={shape!r}")
    lengths: list[int | None] = []
    for length in shape:
        try:
            lengths.append(None if length is None else operator.index(length))
        except TypeError:
            raise ValueError(
                f"Cannot convert '{shape}' to a shape. Found invalid dimension '{length}' of type "
                f"'{type(length)}'."
            ) from None
        if (lengths[-1] or 0) < 0:
            raise ValueError(
                f"Cannot convert '{shape}' to a shape. Negative dimensions are not allowed."
            )
    return tuple(lengths)


def is_keras_tensor(x: Any) -> bool:
    """Whether `x` is a symbolic tensor.

    Raises:
        ValueError: it is no tensor at all.
    """
    from hornbill._trees import is_array

    if not isinstance(x, KerasTensor) and not is_array(x):
        raise ValueError(
            f"Unexpectedly found an instance of type `{type(x)}`. Expected a symbolic tensor "
            "instance."
        )
    return isinstance(x, KerasTensor) and hasattr(x, "_keras_history")


def has_symbolic(tree: Any) -> bool:
    """Whether there is a symbolic tensor among arguments, in tuples, lists and dicts too."""
    if isinstance(tree, (tuple, list)):
        return any(has_symbolic(one) for one in tree)
    if isinstance(tree, dict):
        return any(has_symbolic(one) for one in tree.values())
    return isinstance(tree, KerasTensor)


def symbolic_leaves(tree: Any) -> list[KerasTensor]:
    """The symbolic tensors in nested tuples, lists and dicts."""
    if isinstance(tree, (tuple, list)):
        return [leaf for one in tree for leaf in symbolic_leaves(one)]
    if isinstance(tree, dict):
        return [leaf for one in tree.values() for leaf in symbolic_leaves(one)]
    return [tree] if isinstance(tree, KerasTensor) else []
