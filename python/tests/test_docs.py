"""The documentation runs, and every public function has some."""

from __future__ import annotations

import doctest
import inspect
import pathlib
import re
from typing import Any

import pytest

import hornbill.numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]


def examples(path: pathlib.Path) -> str:
    """The text between the fences."""
    return "\n".join(
        re.findall(r"^```python\n(.*?)^```", path.read_text(), re.DOTALL | re.MULTILINE)
    )


@pytest.mark.parametrize("name", ["python-tensors.md"])
def test_examples_give_what_the_page_says(name: str) -> None:
    path = ROOT / "docs" / name
    if not path.exists():
        pytest.skip("the package is tested without the repository")
    text = examples(path)
    test = doctest.DocTestParser().get_doctest(text, {}, name, str(path), 0)
    assert len(test.examples) > 50
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    report: list[str] = []
    runner.run(test, out=report.append)
    assert runner.failures == 0, "".join(report)


MODULES = [np, np.linalg, np.fft, np.random]
# Python's own, and classes that speak for themselves.
NOT_OURS = {"annotations", "exceptions"}


def public(module: Any) -> list[str]:
    return [name for name in dir(module) if not name.startswith("_") and name not in NOT_OURS]


def functions() -> list[tuple[str, Any]]:
    found = []
    for module in MODULES:
        for name in public(module):
            value = getattr(module, name)
            if not callable(value) or inspect.isclass(value) or isinstance(value, np.dtype):
                continue
            # What the modules use themselves is not theirs.
            home = getattr(inspect.unwrap(value), "__module__", "") or ""
            if home not in ("typing", "hornbill.numpy._call") and name not in ("Any", "call"):
                found.append((f"{module.__name__}.{name}", value))
    return found


@pytest.mark.parametrize(("name", "function"), functions(), ids=[name for name, _ in functions()])
def test_every_function_says_what_it_gives_and_refuses(name: str, function: Any) -> None:
    text = inspect.getdoc(function) or ""
    first = text.split("\n\n", 1)[0]
    assert first and first.rstrip()[-1] in ".:", f"{name}: no sentence to begin with: {first!r}"
    for section in ("Returns:", "Raises:", "Source:"):
        assert section in text, f"{name} does not say what it {section.lower()}"


def test_environment_variables_are_listed_in_one_place() -> None:
    page = ROOT / "docs" / "python-tensors.md"
    if not page.exists():
        pytest.skip("the package is tested without the repository")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", page.read_text(), re.MULTILINE))
    used = set()
    for folder in ["Sources", "python/hornbill", "python/src", "python/setup.py", "benchmarks"]:
        start = ROOT / folder
        for path in [start] if start.is_file() else start.rglob("*"):
            if path.suffix in (".swift", ".py", ".c"):
                read = r"(?:environ\.get\(|environ\[|getenv\()\s*\"(\w+)\""
                used |= set(re.findall(read, path.read_text()))
    # The system's own.
    used -= {"USERNAME", "CC"}
    assert used and used <= listed, used - listed
