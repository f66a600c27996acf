"""Settings of the package: number types, numerical slack, messages."""

from __future__ import annotations

from typing import Any

from hornbill import _messages

_FLOATS = ("bfloat16", "float16", "float32", "float64")

_settings: dict[str, Any] = {
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
    "dtype_policy": None,
    "traceback_filtering": True,
    "max_epochs": None,
    "max_steps_per_epoch": None,
}


def backend() -> str:
    """The name of the engine that computes."""
    return "hornbill"


def set_backend(backend: str) -> None:
    """There is one engine: asking for another is an error."""
    if backend != "hornbill":
        raise ValueError(f"Unknown backend: expected 'hornbill'. Received: backend={backend}")


def floatx() -> str:
    """The float type that layers use when they are not told another."""
    return _settings["floatx"]


def set_floatx(value: str) -> None:
    """Sets the float type that layers use: float16, bfloat16, float32 or float64."""
    if value not in _FLOATS:
        raise ValueError(
            f"Unknown `floatx` value: {value}. Expected one of {{{', '.join(map(repr, _FLOATS))}}}"
        )
    _settings["floatx"] = value


def epsilon() -> float:
    """The small number that keeps divisions and logarithms finite."""
    return _settings["epsilon"]


def set_epsilon(value: float) -> None:
    """Sets the small number that keeps divisions and logarithms finite."""
    _settings["epsilon"] = value


def image_data_format() -> str:
    """`"channels_last"` or `"channels_first"`."""
    return _settings["image_data_format"]


def set_image_data_format(data_format: str) -> None:
    """Sets where the channels of images stand by default."""
    value = str(data_format).lower()
    if value not in ("channels_last", "channels_first"):
        raise ValueError(
            "The `data_format` argument must be one of {'channels_last', 'channels_first'}. "
            f"Received: data_format={data_format}"
        )
    _settings["image_data_format"] = value


def dtype_policy() -> str:
    """The name of the number type that new layers get."""
    return _settings["dtype_policy"] or floatx()


def set_dtype_policy(policy: str) -> None:
    """Sets the number type that new layers get."""
    name = getattr(policy, "name", policy)
    if name not in _FLOATS:
        raise ValueError(
            f"Unknown dtype policy: expected one of {', '.join(_FLOATS)}. Received: {policy}"
        )
    _settings["dtype_policy"] = name


def enable_interactive_logging() -> None:
    """Messages go to standard output; this is so from the start."""
    _messages.interactive = True


def disable_interactive_logging() -> None:
    """Messages go to the logger named `hornbill` of the `logging` module."""
    _messages.interactive = False


def is_interactive_logging_enabled() -> bool:
    """Whether messages go to standard output."""
    return _messages.interactive


def enable_traceback_filtering() -> None:
    """Kept for programs that call it: the engine's frames are never in a traceback."""
    _settings["traceback_filtering"] = True


def disable_traceback_filtering() -> None:
    """Kept for programs that call it: the engine's frames are never in a traceback."""
    _settings["traceback_filtering"] = False


def is_traceback_filtering_enabled() -> bool:
    """What was last asked for."""
    return _settings["traceback_filtering"]


def max_epochs() -> int | None:
    """The most epochs any `fit` runs, `None` for no limit."""
    return _settings["max_epochs"]


def set_max_epochs(max_epochs: int | None) -> None:
    """Limits the epochs of every `fit`, for a quick trial of a program."""
    _settings["max_epochs"] = max_epochs


def max_steps_per_epoch() -> int | None:
    """The most batches any epoch runs, `None` for no limit."""
    return _settings["max_steps_per_epoch"]


def set_max_steps_per_epoch(max_steps_per_epoch: int | None) -> None:
    """Limits the batches of every epoch, for a quick trial of a program."""
    _settings["max_steps_per_epoch"] = max_steps_per_epoch
