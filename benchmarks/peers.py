"""The Python environment of the peers: Keras with JAX, TensorFlow and PyTorch, made when first needed."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ["keras>=3", "jax", "tensorflow-cpu", "numpy"]
# PyTorch without the libraries of graphics cards, which are several gigabytes.
TORCH = [["--retries", "0", "--index-url", "https://download.pytorch.org/whl/cpu", "torch"], ["torch"]]


def python() -> pathlib.Path:
    """The interpreter of $HORNBILL_PEERS, or of build/peers, which is made if it is not there."""
    given = os.environ.get("HORNBILL_PEERS")
    if given:
        interpreter = pathlib.Path(given) / "bin" / "python"
        if not interpreter.exists():
            sys.exit(f"benchmarks: HORNBILL_PEERS={given} is no virtual environment: {interpreter} is missing")
        return interpreter
    folder = ROOT / "build" / "peers"
    interpreter, done = folder / "bin" / "python", folder / "complete"
    if not done.exists():
        print(f"Installing Keras, JAX, TensorFlow and PyTorch in {folder} …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [interpreter, "-m", "pip", "install", "-q"]
        subprocess.run([*pip, *PACKAGES], check=True)
        if all(subprocess.run([*pip, *arguments]).returncode != 0 for arguments in TORCH):
            sys.exit("benchmarks: PyTorch could not be installed")
        done.touch()
    return interpreter
