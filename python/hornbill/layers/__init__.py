"""Layers, one file for each. Names, arguments and defaults are Keras'."""

from typing import Any

from hornbill import _warm_up
from hornbill._objects import Namespace
from hornbill.layers.activation import Activation
from hornbill.layers.dense import Dense
from hornbill.layers.dropout import Dropout
from hornbill.layers.flatten import Flatten
from hornbill.layers.input_layer import Input, InputLayer
from hornbill.layers.layer import Layer
from hornbill.layers.reshape import Reshape

_warm_up.begin()

_namespace = Namespace(Layer, [Activation, Dense, Dropout, Flatten, InputLayer, Reshape])
get = _namespace.get
serialize = _namespace.serialize


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a layer or a model from its `{"class_name", "config"}` dict."""
    if isinstance(config, dict) and config.get("class_name") == "Sequential":
        from hornbill.models import Sequential

        return Sequential.from_config(config.get("config") or {}, custom_objects)
    return _namespace.deserialize(config, custom_objects)


__all__ = [
    "Activation",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "InputLayer",
    "Layer",
    "Reshape",
    "deserialize",
    "get",
    "serialize",
]
