"""How tensors are written: the engine writes them, with the options that are set here."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Iterator
from typing import Any

from hornbill import _hornbill
from hornbill.numpy._call import ArrayLike, tensor, to_text

# NumPy's options and their standard values. Of `formatter`, `legacy` and `override_repr` there are
# no others.
_STANDARD: dict[str, Any] = {
    "edgeitems": 3,
    "threshold": 1000,
    "floatmode": "maxprec",
    "precision": 8,
    "suppress": False,
    "linewidth": 75,
    "nanstr": "nan",
    "infstr": "inf",
    "sign": "-",
}
_FIXED = {"formatter": None, "legacy": False, "override_repr": None}
_options = dict(_STANDARD)
_LARGEST = 2**31 - 1


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    """The options that are given, in the form the engine takes."""
    options: dict[str, Any] = {}
    for name, value in given.items():
        if name in _FIXED:
            if value is not None and value != _FIXED[name]:
                raise NotImplementedError(f"{name}: not supported so far. Got {value!r}")
        elif name not in _STANDARD:
            raise TypeError(f"unknown print option: {name!r}")
        elif value is None:
            continue
        elif isinstance(_STANDARD[name], bool):
            options[name] = bool(value)
        elif isinstance(_STANDARD[name], str):
            options[name] = _text_option(name, value)
        else:
            options[name] = _number_option(name, value)
    return options


def _text_option(name: str, value: Any) -> str:
    allowed = {
        "floatmode": ("fixed", "unique", "maxprec", "maxprec_equal"),
        "sign": ("-", "+", " "),
    }.get(name, (value,))
    if value not in allowed or not isinstance(value, str):
        raise ValueError(f"{name} option must be one of {', '.join(map(repr, allowed))}")
    return value


def _number_option(name: str, value: Any) -> int:
    if isinstance(value, float) and name == "threshold":
        if value != value:
            raise ValueError("threshold must be non-NAN, try sys.maxsize for untruncated")
        value = min(int(min(value, _LARGEST)), _LARGEST)
    number = operator.index(value)
    if number < 0:
        raise ValueError(f"{name} must be >= 0")
    return min(number, _LARGEST)


def set_printoptions(
    precision: int | None = None,
    threshold: int | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    suppress: bool | None = None,
    **more: Any,
) -> None:
    """Sets how tensors are written.

    Args:
        precision: how many digits after the point, at most.
        threshold: from how many elements on only those at the edges are written.
        edgeitems: how many these are.
        linewidth: how many characters a line may have.
        suppress: whether small numbers are written without an exponent.

    Returns:
        `None`.

    Raises:
        TypeError: there is no such option.

    Source: `hornbill/numpy/_printing.py`.
    """
    given = {
        "precision": precision,
        "threshold": threshold,
        "edgeitems": edgeitems,
        "linewidth": linewidth,
        "suppress": suppress,
    }
    _options.update(_checked(given | more))
    _hornbill.set_print_options(to_text(_options))


def get_printoptions() -> dict[str, Any]:
    """How tensors are written.

    Returns:
        A dictionary of the options by their names.

    Raises: nothing.

    Source: `hornbill/numpy/_printing.py`.
    """
    return {**_options, **_FIXED}


@contextlib.contextmanager
def printoptions(**given: Any) -> Iterator[dict[str, Any]]:
    """Sets how tensors are written, for the statements of a `with` block.

    Returns:
        A context manager.

    Raises:
        TypeError: there is no such option.

    Source: `hornbill/numpy/_printing.py`.
    """
    before = dict(_options)
    set_printoptions(**given)
    try:
        yield get_printoptions()
    finally:
        set_printoptions(**before)


def array2string(
    a: ArrayLike,
    max_line_width: int | None = None,
    precision: int | None = None,
    suppress_small: bool | None = None,
    separator: str = " ",
    prefix: str = "",
    *,
    threshold: int | None = None,
    edgeitems: int | None = None,
    suffix: str = "",
    **more: Any,
) -> str:
    """The text of an array, as `str` gives it.

    Args:
        a: an array.
        max_line_width, precision, suppress_small, threshold, edgeitems: as in `set_printoptions`.
        separator: what is between elements.
        prefix, suffix: what the text will be put between: lines are indented and cut for it.

    Returns:
        A text.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_printing.py`.
    """
    given = {
        "linewidth": max_line_width,
        "precision": precision,
        "suppress": suppress_small,
        "threshold": threshold,
        "edgeitems": edgeitems,
    }
    options = {**_options, **_checked(given | more), "style": "str", "separator": separator}
    # The engine writes what is around the elements, too.
    text = _hornbill.format(
        tensor(a), to_text(options | {"prefix": " " * len(prefix), "suffix": " " * len(suffix)})
    )
    return text[len(prefix) : len(text) - len(suffix)]


def array_str(
    a: ArrayLike,
    max_line_width: int | None = None,
    precision: int | None = None,
    suppress_small: bool | None = None,
) -> str:
    """The text of an array, as `str` gives it.

    Returns:
        A text.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_printing.py`.
    """
    given = {"linewidth": max_line_width, "precision": precision, "suppress": suppress_small}
    options = {**_options, **_checked(given), "style": "str"}
    return _hornbill.format(tensor(a), to_text(options))


def array_repr(
    arr: ArrayLike,
    max_line_width: int | None = None,
    precision: int | None = None,
    suppress_small: bool | None = None,
) -> str:
    """The text of an array, as `repr` gives it.

    Returns:
        A text.

    Raises:
        TypeError: it is no array of numbers.

    Source: `hornbill/numpy/_printing.py`.
    """
    given = {"linewidth": max_line_width, "precision": precision, "suppress": suppress_small}
    options = {**_options, **_checked(given), "style": "repr"}
    return _hornbill.format(tensor(arr), to_text(options))
