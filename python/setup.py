"""Builds the package: the engine with Swift, then the extension, both into one wheel.

HORNBILL_LIBRARY names a libhornbill.so that is built already, in place of the Swift build.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build import build
from setuptools.command.build_ext import build_ext

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HEADER = ROOT / "include" / "hornbill.h"
SOURCES = sorted(path.relative_to(HERE).as_posix() for path in (HERE / "src").glob("*.c"))
# The first Python of the stable ABI that the extension uses.
ABI = (3, 11)


def constant(name: str) -> str:
    """A constant of the C header."""
    if not HEADER.exists():
        raise SystemExit(
            f"hornbill: {HEADER} is missing: build from a checkout of the whole repository, "
            "with `pip install ./python`"
        )
    found = re.search(rf'^#define {name} "?([^"\s]+)"?$', HEADER.read_text(), re.MULTILINE)
    if found is None:
        raise SystemExit(f"hornbill: {HEADER} does not define {name}")
    return found[1]


@functools.cache
def built_engine() -> Path:
    """The path of libhornbill.so, built if need be."""
    if given := os.environ.get("HORNBILL_LIBRARY"):
        library = Path(given).resolve()
        if not library.is_file():
            raise SystemExit(f"hornbill: HORNBILL_LIBRARY names no file: {given}")
        return library
    if shutil.which("swift") is None:
        raise SystemExit(
            "hornbill: no swift on the PATH: install Swift (https://www.swift.org/install), or "
            "name a libhornbill.so that is built already in HORNBILL_LIBRARY"
        )
    script = ROOT / "Sources" / "HornbillC" / "Linking" / "flags"
    flags = subprocess.run(["sh", script], check=True, capture_output=True, text=True).stdout
    command = ["swift", "build", "-c", "release", "--product", "hornbill", *flags.split()]
    print(f"hornbill: {' '.join(command)}", file=sys.stderr, flush=True)
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        hint = "" if has_header("dnnl.h") else ": install oneDNN (Debian: apt install libdnnl-dev)"
        raise SystemExit(f"hornbill: the Swift build failed, with the messages above{hint}")
    return ROOT / ".build" / "release" / "libhornbill.so"


def has_header(name: str) -> bool:
    """Whether C compilers find a header."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("clang") or "cc"
    command = [*compiler.split(), "-E", "-x", "c", "-", "-o", os.devnull]
    source = f"#include <{name}>\n"
    run = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return run.returncode == 0


class Build(build):
    """Begins with an empty folder, so that files that are gone do not come back."""

    def run(self) -> None:
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class BuildExtension(build_ext):
    """Builds the engine first, and puts it where the extension finds it: next to it."""

    # The name under which the loader looks for it.
    soname = f"libhornbill.so.{constant('HBL_ABI_VERSION')}"

    def run(self) -> None:
        # setuptools clears the option while it builds.
        self.is_development = bool(self.inplace)
        super().run()

    def build_extension(self, ext: Extension) -> None:
        copy = self.copy_engine(Path(self.get_ext_fullpath(ext.name)).parent)
        ext.extra_objects = [str(copy)]
        if self.is_development:
            ext.extra_compile_args.append("-Werror")
        super().build_extension(ext)

    def copy_engine(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / self.soname
        # A new file: the old one may be in use.
        copy.unlink(missing_ok=True)
        return Path(shutil.copy(built_engine(), copy))

    def copy_extensions_to_source(self) -> None:
        super().copy_extensions_to_source()
        self.copy_engine(HERE / "hornbill")

    def get_outputs(self) -> list[str]:
        folders = [Path(self.get_ext_fullpath(ext.name)).parent for ext in self.extensions]
        return [*super().get_outputs(), *(str(folder / self.soname) for folder in folders)]


setup(
    version=constant("HBL_VERSION"),
    cmdclass={"build": Build, "build_ext": BuildExtension},
    options={"bdist_wheel": {"py_limited_api": f"cp{ABI[0]}{ABI[1]}"}},
    ext_modules=[
        Extension(
            "hornbill._hornbill",
            SOURCES,
            include_dirs=[os.path.relpath(HEADER.parent, HERE)],
            define_macros=[("Py_LIMITED_API", f"0x{ABI[0]:02X}{ABI[1]:02X}0000")],
            depends=["src/extension.h", os.path.relpath(HEADER, HERE)],
            py_limited_api=True,
            extra_compile_args=["-std=c11", "-O2", "-Wall", "-Wextra", "-fvisibility=hidden"],
            extra_link_args=["-Wl,-rpath,$ORIGIN"],
        )
    ],
)
