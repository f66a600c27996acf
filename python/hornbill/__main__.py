"""Runs a program with Hornbill as its Keras: `python -m hornbill script.py [arguments]`."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType, TracebackType
from typing import Any

_USAGE = "python -m hornbill [-h] [--version] (script | - | -m module | -c code) [arguments]"


def main(arguments: Sequence[str]) -> None:
    """Runs what the command line says, as `python` would."""
    own, kind, target, rest = _divide(arguments)
    parser = argparse.ArgumentParser(
        prog="python -m hornbill",
        usage=_USAGE,
        description="Runs a Python program in which keras and tensorflow.keras are Hornbill.",
        epilog="script is a file, a directory or zip file with a __main__.py, or - for the "
        "standard input; everything behind it is the program's.",
    )
    parser.add_argument("-m", metavar="module", help="run a module of that name")
    parser.add_argument("-c", metavar="code", help="run a piece of program text")
    parser.add_argument("--version", action="store_true", help="print the versions and exit")
    options = parser.parse_args(own)
    if options.version:
        print(_versions())
        return
    if kind is None:
        parser.print_help(sys.stderr)
        sys.exit(2)
    if target is None:
        parser.error(f"argument {kind}: expected one argument")

    from hornbill._aliases import install_as_keras

    install_as_keras()
    sys.excepthook = _hook(sys.excepthook)
    run = {"-m": _run_module, "-c": _run_text, "script": _run_script}[kind]
    run(target, rest)


def _divide(arguments: Sequence[str]) -> tuple[list[str], str | None, str | None, list[str]]:
    """Our options, what to run, and the program's arguments."""
    for position, argument in enumerate(arguments):
        own, rest = list(arguments[:position]), list(arguments[position + 1 :])
        for option in ("-m", "-c"):
            if argument == option:
                return own, option, rest[0] if rest else None, rest[1:]
            if argument.startswith(option) and not argument.startswith("--"):
                return own, option, argument[2:], rest
        if argument == "-" or not argument.startswith("-"):
            return own, "script", argument, rest
    return list(arguments), None, None, []


def _versions() -> str:
    import hornbill
    from hornbill._aliases import KERAS_VERSION

    return f"Hornbill {hornbill.version()} (Keras {KERAS_VERSION})"


def _run_module(name: str, rest: list[str]) -> None:
    import runpy

    sys.argv = [name, *rest]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def _run_text(text: str, rest: list[str]) -> None:
    sys.argv = ["-c", *rest]
    sys.path[0] = ""
    _run_code(compile(text, "<string>", "exec", dont_inherit=True), None)


def _run_script(path: str, rest: list[str]) -> None:
    sys.argv = [path, *rest]
    if path == "-":
        sys.path[0] = ""
        _run_code(compile(sys.stdin.read(), "<stdin>", "exec", dont_inherit=True), None)
        return
    if os.path.isdir(path) or _is_zip(path):
        import runpy

        # Without the place that `python -m hornbill` was started from.
        del sys.path[0]
        runpy.run_path(path, run_name="__main__")
        return
    absolute = os.path.abspath(path)
    try:
        with io.open_code(absolute) as file:
            source = file.read()
    except OSError as error:
        reason = f"[Errno {error.errno}] {error.strerror}"
        sys.stderr.write(f"{sys.executable}: can't open file {absolute!r}: {reason}\n")
        sys.exit(2)
    sys.path[0] = os.path.dirname(os.path.realpath(path))
    _run_code(compile(source, absolute, "exec", dont_inherit=True), absolute)


def _is_zip(path: str) -> bool:
    import zipfile

    return os.path.isfile(path) and not path.endswith(".py") and zipfile.is_zipfile(path)


def _run_code(code: CodeType, file: str | None) -> None:
    """Runs code as the module `__main__`, which stays: threads and exit handlers may need it."""
    module = ModuleType("__main__")
    names: dict[str, Any] = vars(module)
    names["__builtins__"] = __builtins__
    names["__annotations__"] = {}
    if file is not None:
        from importlib.machinery import SourceFileLoader

        names.update(__file__=file, __cached__=None, __loader__=SourceFileLoader("__main__", file))
    # `python -i` looks at the present one.
    sys.modules["__main__"] = module
    exec(code, names)


def _hook(shown: Any) -> Any:
    """Shows exceptions without the frames that lead to the program."""
    ours = {_run_code.__code__.co_filename, "<frozen runpy>"}
    if runpy := sys.modules.get("runpy"):
        ours.add(runpy.__file__ or "")

    def excepthook(
        kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        while traceback is not None and traceback.tb_frame.f_code.co_filename in ours:
            traceback = traceback.tb_next
        shown(kind, error.with_traceback(traceback), traceback)

    return excepthook


if __name__ == "__main__":
    main(sys.argv[1:])
