"""Models. Names, arguments and defaults are Keras'."""

from collections.abc import Mapping
from typing import Any

from hornbill.models.model import Model, _no_files
from hornbill.models.sequential import Sequential

__all__ = ["Model", "Sequential", "clone_model", "load_model", "model_from_json", "save_model"]


def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> Model:
    """Makes the model that `model.to_json()` described, with new weights."""
    from hornbill._objects import from_json

    described = from_json(json_string)
    if described.get("class_name") != "Sequential":
        raise ValueError(
            "model_from_json: expected the description of a Sequential model. "
            f"Received: {described.get('class_name')}"
        )
    return Sequential.from_config(described["config"], custom_objects)


def clone_model(model: Model) -> Model:
    """A model of the same configuration, with new weights."""
    return type(model).from_config(model.get_config())


def save_model(model: Model, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
    """Not yet: files of models come with a later version."""
    raise _no_files("save_model")


def load_model(
    filepath: Any, custom_objects: Any = None, compile: bool = True, safe_mode: bool = True
) -> Model:
    """Not yet: files of models come with a later version."""
    raise _no_files("load_model")
