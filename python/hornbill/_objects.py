"""What layers, losses, metrics, optimizers and initializers have in common.

Each of them is a Keras configuration that the engine has made an object of.
The Python class gathers the arguments; names, defaults, checks and
mathematics are the engine's, and so is the configuration that
`get_config` gives back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

T = TypeVar("T", bound="KerasObject")

# Members of configurations that Keras holds as tuples; JSON has only lists.
_TUPLES = frozenset(
    {
        "batch_input_shape",
        "batch_shape",
        "build_input_shape",
        "dilation_rate",
        "dims",
        "input_shape",
        "kernel_size",
        "noise_shape",
        "pool_size",
        "strides",
        "target_shape",
    }
)


class KerasObject:
    """An object that the engine makes from a Keras configuration.

    A class of the package calls `_create` at the end of its `__init__`. A
    class that a program defines itself in Python does not, and then has no
    handle of the engine.
    """

    # The package whose namespace holds the classes of this role, such as
    # "keras.layers"; it is the "module" of the serialised form.
    _role: ClassVar[str] = "keras"

    _handle: Any = None

    def _create(self, class_name: str, **config: Any) -> None:
        """Makes the engine's object."""
        self._handle = self._new_handle(class_name, to_json(config))

    def _new_handle(self, class_name: str, config: str) -> Any:
        raise NotImplementedError

    def _engine(self) -> Any:
        """The engine's object, or an error for classes that are Python's own."""
        if self._handle is None:
            raise NotImplementedError(
                f"{type(self).__name__} is defined in Python; the engine runs only its own "
                f"{self._role.rpartition('.')[2]} so far."
            )
        return self._handle

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal object, as a dict."""
        return from_json(self._engine().config())["config"]

    @classmethod
    def from_config(cls: type[T], config: dict[str, Any]) -> T:
        """Makes an object from what `get_config` gave."""
        return cls(**config)

    def _serialize(self) -> dict[str, Any]:
        cls = type(self)
        registered = registered_name(cls)
        if self._handle is not None and registered is None and is_own(cls):
            return from_json(self._handle.config())
        return {
            "module": None if registered else cls.__module__,
            "class_name": cls.__name__,
            "config": self.get_config(),
            "registered_name": registered or cls.__name__,
        }


def is_own(thing: Any) -> bool:
    """Whether a class or function belongs to the package."""
    module = getattr(thing, "__module__", None) or ""
    return module == "hornbill" or module.startswith("hornbill.")


def to_json(config: Mapping[str, Any]) -> str:
    """The JSON text of a configuration, with its nested objects serialised."""
    return json.dumps(config, default=_encode)


def _encode(value: Any) -> Any:
    if isinstance(value, KerasObject):
        return value._serialize()
    if isinstance(value, type) or hasattr(value, "names"):  # np.float32, np.dtype("float32")
        from hornbill._dtypes import standardize_dtype

        return standardize_dtype(value)
    if hasattr(value, "tolist"):  # arrays, tensors and their scalars
        return value.tolist()
    if hasattr(value, "numpy"):
        return value.numpy().tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if callable(value):
        if is_own(value) and getattr(value, "__name__", "<lambda>") != "<lambda>":
            return value.__name__
        raise NotImplementedError(
            f"A Python function cannot be part of a configuration so far: expected a name or an "
            f"object of Keras. Received: {value!r}"
        )
    raise TypeError(f"Unexpected value in a configuration: {value!r} (of type {type(value)})")


def from_json(text: str) -> dict[str, Any]:
    """The configuration that a JSON text holds, with Keras' tuples."""
    return json.loads(text, object_hook=_with_tuples)


def _with_tuples(members: dict[str, Any]) -> dict[str, Any]:
    for name in _TUPLES & members.keys():
        if isinstance(members[name], list):
            members[name] = tuple(members[name])
    return members


# Classes and functions that a program registered, by "package>name".
_registered: dict[str, Any] = {}


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[Any], Any]:
    """Decorates a class or function so that configurations can name it.

    Args:
        package: the first part of the registered name.
        name: the second part; by default the name of the class or function.
    """

    def register(thing: Any) -> Any:
        full = f"{package}>{name or thing.__name__}"
        if isinstance(thing, type) and not hasattr(thing, "get_config"):
            raise ValueError(
                "Cannot register a class that does not have a `get_config()` method. "
                f"Received: {thing}"
            )
        _registered[full] = thing
        return thing

    return register


def registered_name(thing: Any) -> str | None:
    """The name under which a class or function was registered."""
    for name, registered in _registered.items():
        if registered is thing:
            return name
    return None


def get_registered_object(name: str, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """The class or function with that name among the registered and the given ones."""
    if custom_objects and name in custom_objects:
        return custom_objects[name]
    if name in _registered:
        return _registered[name]
    for full, thing in _registered.items():
        if full.partition(">")[2] == name:
            return thing
    return None


def deserialize(
    config: Any,
    namespace: Mapping[str, Any],
    what: str,
    custom_objects: Mapping[str, Any] | None = None,
) -> Any:
    """Makes an object of a `{"class_name", "config"}` dict, or finds a function by its name.

    Args:
        config: the serialised form.
        namespace: the classes and functions that Keras knows by name.
        what: what is looked for, for the error message: "layer".
        custom_objects: further ones, by name.
    """
    if config is None:
        return None
    if isinstance(config, str):
        found = get_registered_object(config, custom_objects) or namespace.get(config)
        if found is None:
            raise ValueError(f"Could not interpret {what} identifier: {config}")
        return found
    if not isinstance(config, Mapping) or "class_name" not in config:
        raise ValueError(
            f"Improper config format for a {what}: expected a dict with 'class_name' and "
            f"'config'. Received: {config}"
        )
    names = [config.get("registered_name"), config["class_name"]]
    cls = None
    for name in filter(None, names):
        cls = get_registered_object(name, custom_objects)
        if cls is not None:
            break
    if cls is None:
        cls = namespace.get(config["class_name"])
    if cls is None:
        raise ValueError(f"Unknown {what}: '{config['class_name']}'. Received: config={config}")
    if not isinstance(cls, type):
        return cls
    return cls.from_config(dict(config.get("config") or {}))
