"""Finds the classes of a package whose files hold one class each.

Who adds a layer adds a file: nothing else needs to know.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any


def export_all(package: str, path: Iterable[str]) -> dict[str, Any]:
    """Everything that the `__all__` of a package's modules and subpackages names."""
    names: dict[str, Any] = {}
    for module_info in sorted(pkgutil.iter_modules(path), key=lambda info: info.name):
        module = importlib.import_module(f"{package}.{module_info.name}")
        for name in getattr(module, "__all__", ()):
            names[name] = getattr(module, name)
    return names
