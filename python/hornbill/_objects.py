"""What layers, losses, metrics, optimizers and initializers have in common.

Each of them is a Keras configuration that the engine has made an object of. The Python class
gathers the arguments; names, defaults, checks and mathematics are the engine's, and so is the
configuration that `get_config` gives back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Self

# Members of configurations that Keras holds as tuples; JSON has only lists.
_TUPLES = frozenset(
    {
        "batch_input_shape",
        "batch_shape",
        "build_input_shape",
        "input_shape",
        "noise_shape",
        "target_shape",
    }
)


class KerasObject:
    """An object that the engine makes from a Keras configuration.

    A class of the package calls `_create` at the end of its `__init__`.
    """

    # What the objects are called in messages, and the module of the serialised form.
    _role: ClassVar[str] = "object"
    _module: ClassVar[str] = "keras"

    _handle: Any = None

    def _create(self, arguments: Mapping[str, Any]) -> None:
        """Makes the engine's object from the arguments of `__init__`."""
        class_name = _engine_class(type(self)).__name__
        self._handle = self._new_handle(class_name, to_json(arguments))

    @staticmethod
    def _new_handle(class_name: str, config: str | None) -> Any:
        raise NotImplementedError

    @classmethod
    def _wrap(cls, handle: Any) -> Self:
        """The Python object of an engine's object that exists already."""
        thing = cls.__new__(cls)
        thing._handle = handle
        return thing

    def _engine(self) -> Any:
        """The engine's object, or an error for classes that are Python's own."""
        if self._handle is None:
            raise NotImplementedError(
                f"{type(self).__name__} is defined in Python: the engine runs only its own kinds "
                f"of {self._role} so far. (Does `__init__` call `super().__init__()`?)"
            )
        return self._handle

    def __getattr__(self, name: str) -> Any:
        # A property that raised AttributeError comes here too: its own message is the better one.
        if isinstance(own := getattr(type(self), name, None), property) and own.fget:
            return own.fget(self)
        # The arguments an object was made with are its attributes, as in Keras: dense.units.
        handle = self.__dict__.get("_handle")
        if handle is not None and not name.startswith("_"):
            config = from_json(handle.config())["config"]
            if name in config:
                return config[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal object, as a dict."""
        return from_json(self._engine().config())["config"]

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self:
        """Makes an object from what `get_config` gave."""
        return cls(**config)

    def _serialize(self) -> dict[str, Any]:
        return from_json(self._engine().config())


def arguments(local: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an `__init__`, from its `locals()`: those that were given."""
    given = {name: value for name, value in local.items() if name not in ("self", "__class__")}
    given |= given.pop("kwargs", {})
    return {name: value for name, value in given.items() if value is not None}


def is_own(thing: Any) -> bool:
    """Whether a class or function belongs to the package."""
    module = getattr(thing, "__module__", None) or ""
    return module == "hornbill" or module.startswith("hornbill.")


def _engine_class(cls: type) -> type:
    """The class itself, or the one of the package that it derives from."""
    return next(base for base in cls.__mro__ if is_own(base))


def to_json(config: Mapping[str, Any]) -> str:
    """The JSON text of a configuration, with its nested objects serialised."""
    return json.dumps(config, default=_encode)


def _encode(value: Any) -> Any:
    if isinstance(value, KerasObject):
        return value._serialize()
    if isinstance(value, type) or (hasattr(value, "itemsize") and not hasattr(value, "shape")):
        return str(getattr(value, "__name__", value))  # a dtype
    if hasattr(value, "tolist"):  # arrays, tensors and their scalars
        return value.tolist()
    if hasattr(value, "name") and hasattr(value, "kind"):  # numpy.dtype
        return value.name
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if callable(value):
        if is_own(value) and getattr(value, "__name__", "<lambda>") != "<lambda>":
            return value.__name__
        raise NotImplementedError(
            "A Python function cannot be part of a model so far: expected a name or an object "
            f"of Keras. Received: {value!r}"
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


class Namespace:
    """`get`, `serialize` and `deserialize` of a module of classes.

    Args:
        base: the class that all have in common.
        classes: the classes, by whose names the engine's are known.
    """

    def __init__(self, base: type[KerasObject], classes: Iterable[type[KerasObject]]) -> None:
        self._base = base
        self._classes = {cls.__name__: cls for cls in classes}

    def make(self, class_name: str, config: Mapping[str, Any] | None = None) -> Any:
        """An object from a class or short name; the engine knows which names there are."""
        text = to_json(config) if config else None
        return self.wrap(self._base._new_handle(class_name, text))

    def wrap(self, handle: Any) -> Any:
        """The Python object of an engine's object."""
        class_name = from_json(handle.config())["class_name"]
        return self._classes.get(class_name, self._base)._wrap(handle)

    def deserialize(self, config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
        """Makes an object from its name or its `{"class_name", "config"}` dict."""
        if isinstance(config, str):
            return self._named(config, {}, custom_objects)
        if not isinstance(config, Mapping) or "class_name" not in config:
            raise ValueError(
                f"Could not interpret {self._base._role}: expected a name, or a dict with "
                f"'class_name' and 'config'. Received: {config!r}"
            )
        return self._named(config["class_name"], config.get("config") or {}, custom_objects)

    def _named(
        self, name: str, config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None
    ) -> Any:
        if custom_objects and name in custom_objects:
            return custom_objects[name].from_config(dict(config))
        return self.make(name, config)

    def get(self, identifier: Any) -> Any:
        """An object from a name, a configuration, a class or an object."""
        if identifier is None or isinstance(identifier, self._base):
            return identifier
        if isinstance(identifier, (str, Mapping)):
            return self.deserialize(identifier)
        if isinstance(identifier, type) and issubclass(identifier, self._base):
            return identifier()
        if callable(identifier):
            return identifier
        raise ValueError(f"Could not interpret {self._base._role} identifier: {identifier!r}")

    def serialize(self, thing: Any) -> Any:
        """The `{"class_name", "config"}` dict of an object, the name of a function."""
        if isinstance(thing, KerasObject):
            return thing._serialize()
        return getattr(thing, "__name__", thing)


class Serializable(KerasObject):
    """A configuration that the engine reads as a part of another: it has no object of its own."""

    _config: dict[str, Any]

    def _create(self, arguments: Mapping[str, Any]) -> None:
        self._config = dict(arguments)

    def __getattr__(self, name: str) -> Any:
        config = self.__dict__.get("_config", {})
        if name in config:
            return config[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def get_config(self) -> dict[str, Any]:
        return dict(self._config)

    def _serialize(self) -> dict[str, Any]:
        return {
            "module": self._module,
            "class_name": _engine_class(type(self)).__name__,
            "config": json.loads(to_json(self._config)),
            "registered_name": None,
        }


def find_serializable(role: str, classes: Mapping[str, type[Serializable]]) -> Callable[[Any], Any]:
    """The `get` of a module of `Serializable` classes, by class or short name."""

    def get(identifier: Any) -> Any:
        """An object from a name, a configuration, a class or an object."""
        config: dict[str, Any] = {}
        if isinstance(identifier, Mapping):
            config = identifier.get("config") or {}
            identifier = identifier.get("class_name")
        if isinstance(identifier, str):
            if identifier not in classes:
                raise ValueError(
                    f"Could not interpret {role} identifier: '{identifier}'. Expected one of "
                    f"{', '.join(classes)}"
                )
            return classes[identifier](**config)
        if isinstance(identifier, type):
            return identifier()
        return identifier

    return get
