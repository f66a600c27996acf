"""What the package offers, in the words of the Array API standard."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import dtype
from hornbill.numpy._types import _KINDS, ALL, complex128, float64, int64

__array_api_version__ = "2024.12"

# The standard knows only these.
_STANDARD = tuple(one for one in ALL if one.name not in ("float16", "bfloat16"))


class ArrayNamespaceInfo:
    """What `__array_namespace_info__` gives."""

    def capabilities(self) -> dict[str, Any]:
        """Which optional parts of the standard there are."""
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}

    def default_device(self) -> str:
        """The device of new tensors."""
        return "cpu"

    def devices(self) -> list[str]:
        """All devices."""
        return ["cpu"]

    def default_dtypes(self, *, device: Any = None) -> dict[str, dtype]:
        """The dtypes of new tensors whose dtype is not given."""
        return {
            "real floating": float64,
            "complex floating": complex128,
            "integral": int64,
            "indexing": int64,
        }

    def dtypes(self, *, device: Any = None, kind: Any = None) -> dict[str, dtype]:
        """The dtypes of a kind, or of several; all of the standard's by default."""
        if kind is None:
            names: set[str] = {one.name for one in _STANDARD}
        else:
            kinds = kind if isinstance(kind, tuple) else (kind,)
            unknown = [one for one in kinds if one not in _KINDS]
            if unknown:
                raise ValueError(
                    f"dtypes: unknown kind: expected one of {', '.join(_KINDS)}. Got {unknown[0]!r}"
                )
            names = {name for one in kinds for name in _KINDS[one]}
        return {one.name: one for one in _STANDARD if one.name in names}


def __array_namespace_info__() -> ArrayNamespaceInfo:
    """What the package offers: capabilities, devices and dtypes."""
    return ArrayNamespaceInfo()
