"""Where a model begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill._keras_tensor import KerasTensor
from hornbill._operation import Node
from hornbill.layers.layer import Layer

Shape = Sequence[int | None]


class InputLayer(Layer):
    """Says the shape of a model's input.

    Args:
        shape: the shape of one sample.
        batch_size: the length of the batches, if it is fixed.
        dtype: the element type.
        batch_shape: the shape with the batch's length in front, in the place of the two.
        name: the name of the layer.
        **kwargs: Keras 2's `input_shape` and `batch_input_shape`.
    """

    def __init__(
        self,
        shape: Shape | None = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool | None = None,
        ragged: bool | None = None,
        batch_shape: Shape | None = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        for argument, value in (("sparse", sparse), ("ragged", ragged), ("optional", optional)):
            if value:
                raise NotImplementedError(f"InputLayer: `{argument}=True` is not supported.")
        if input_tensor is not None:
            raise NotImplementedError("InputLayer: `input_tensor` is not supported.")
        shape = shape if shape is not None else kwargs.pop("input_shape", None)
        batch_shape = batch_shape or kwargs.pop("batch_input_shape", None)
        if shape is not None and batch_shape is not None:
            raise ValueError(
                f"You cannot pass both `shape` and `batch_shape` at the same time. Received: "
                f"shape={shape}, batch_shape={batch_shape}"
            )
        if batch_shape is None:
            if shape is None:
                raise ValueError("You must pass a `shape` argument.")
            if isinstance(shape, int) or not hasattr(shape, "__iter__"):
                raise ValueError(
                    f"Cannot convert '{shape}' to a shape. Expected a tuple of integers."
                )
            batch_shape = (batch_size, *shape)
        given = {"batch_shape": batch_shape, "dtype": dtype, "name": name, **kwargs}
        self._create({key: value for key, value in given.items() if value is not None})
        self._inbound_nodes: list[Node] = []
        self._outbound_nodes: list[Node] = []
        self.output = KerasTensor(batch_shape, self._element_type(dtype), name=self.name)
        Node(self, outputs=self.output)

    @staticmethod
    def _element_type(dtype: Any) -> str:
        from hornbill._dtypes import standardize_dtype

        return standardize_dtype(dtype)


def Input(
    shape: Shape | None = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Shape | None = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor:
    """A symbolic tensor of the shape of a model's input, and the first entry of a `Sequential`."""
    return InputLayer(
        shape, batch_size, dtype, sparse, ragged, batch_shape, tensor, optional, name
    ).output
