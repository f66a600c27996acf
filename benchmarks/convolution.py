"""Convolutions and what goes with them: forward, gradient of the data, gradient of the kernel.

Prints, for each size, the rate of each pass in GFLOP/s, beside the fastest matrix product of the machine and, if
$HORNBILL_PEERS names an environment that has them, beside JAX and PyTorch on the same sizes. The best of several runs
counts: other programs can only make a measurement slower.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

import numpy

# Batch, height and width, channels, window, filters: the lesson's convnets, and some larger ones.
SIZES = [
    (128, 28, 1, 3, 32),
    (128, 13, 32, 3, 64),
    (64, 32, 3, 3, 64),
    (16, 56, 64, 3, 64),
    (16, 28, 128, 3, 128),
    (16, 28, 256, 1, 128),
    (1, 28, 32, 3, 64),
]
PASSES = ("forward", "data", "kernel")


def best(function: Callable[[], object], seconds: float) -> float:
    """The time of the fastest call."""
    function()
    fastest, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        start = time.perf_counter()
        function()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest


def operands(size: tuple[int, ...]) -> tuple[numpy.ndarray, ...]:
    batch, length, channels, window, filters = size
    random = numpy.random.default_rng(1)
    shapes = [(batch, length, length, channels), (window, window, channels, filters), (batch, length, length, filters)]
    return tuple(random.standard_normal(shape, dtype="float32") for shape in shapes)


def hornbill_passes(size: tuple[int, ...]) -> dict[str, Callable[[], object]]:
    from hornbill import _hornbill

    x, kernel, gradient = (_hornbill.asarray(a) for a in operands(size))
    call, same = _hornbill.call, {"padding": "same"}
    shapes = {"input_shape": list(x.shape)}, {"kernel_shape": list(kernel.shape)}
    return {
        "forward": lambda: call("conv", x, kernel, **same),
        "data": lambda: call("conv_input_gradient", gradient, kernel, **shapes[0], **same),
        "kernel": lambda: call("conv_kernel_gradient", x, gradient, **shapes[1], **same),
    }


def jax_passes(size: tuple[int, ...]) -> dict[str, Callable[[], object]]:
    import jax

    x, kernel, gradient = (jax.numpy.asarray(a) for a in operands(size))

    def conv(x: object, kernel: object) -> object:
        return jax.lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))

    forward = jax.jit(conv)
    data = jax.jit(lambda x, k, g: jax.vjp(lambda x: conv(x, k), x)[1](g)[0])
    weights = jax.jit(lambda x, k, g: jax.vjp(lambda k: conv(x, k), k)[1](g)[0])
    return {
        "forward": lambda: forward(x, kernel).block_until_ready(),
        "data": lambda: data(x, kernel, gradient).block_until_ready(),
        "kernel": lambda: weights(x, kernel, gradient).block_until_ready(),
    }


def torch_passes(size: tuple[int, ...]) -> dict[str, Callable[[], object]]:
    import torch

    x, kernel, gradient = (torch.from_numpy(a) for a in operands(size))
    # PyTorch's order of axes, in memory as it is here.
    x, gradient = x.permute(0, 3, 1, 2), gradient.permute(0, 3, 1, 2)
    kernel = kernel.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)
    pad = kernel.shape[2] // 2
    return {
        "forward": lambda: torch.nn.functional.conv2d(x, kernel, padding=pad),
        "data": lambda: torch.nn.grad.conv2d_input(x.shape, kernel, gradient, padding=pad),
        "kernel": lambda: torch.nn.grad.conv2d_weight(x, kernel.shape, gradient, padding=pad),
    }


ENGINES = {"hornbill": hornbill_passes, "jax": jax_passes, "torch": torch_passes}


def measure(engine: str, seconds: float) -> list[dict[str, float]]:
    return [{name: best(run, seconds) for name, run in ENGINES[engine](size).items()} for size in SIZES]


def peer(engine: str, seconds: float) -> list[dict[str, float]] | None:
    """What a process of the peers' environment measures; None without one."""
    folder = os.environ.get("HORNBILL_PEERS")
    if not folder:
        return None
    arguments = [os.path.join(folder, "bin", "python"), __file__, "--engine", engine, "--seconds", str(seconds)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{engine}: {done.stderr.strip().rpartition(chr(10))[2]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.rpartition("RESULT ")[2])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=0.3, help="how long each pass is measured (%(default)s)")
    parser.add_argument("--engine", choices=ENGINES, help="print the times of one engine as JSON")
    arguments = parser.parse_args()
    if arguments.engine:
        print("RESULT " + json.dumps(measure(arguments.engine, arguments.seconds)))
        return
    import roofline

    results = {"hornbill": measure("hornbill", arguments.seconds)}
    for engine in ("jax", "torch"):
        found = peer(engine, arguments.seconds)
        if found is not None:
            results[engine] = found
    print(f"fastest matrix product: {roofline.peak() / 1e9:.0f} GFLOP/s")
    print(
        "batch×size², channels→filters, window".ljust(40)
        + "".join(f"{e} {p}".rjust(18) for e in results for p in PASSES)
    )
    for row, (batch, length, channels, window, filters) in enumerate(SIZES):
        flops = 2 * batch * length**2 * channels * filters * window**2
        rates = [flops / times[row][name] / 1e9 for times in results.values() for name in PASSES]
        label = f"{batch}×{length}², {channels}→{filters}, {window}×{window}"
        print(label.ljust(40) + "".join(f"{rate:.0f}".rjust(18) for rate in rates))


if __name__ == "__main__":
    main()
