"""Times functions on arrays with Hornbill and with NumPy, in one process and in turns, and checks the targets.

The best of all rounds counts: other programs can only make a measurement slower. What seems slower than NumPy is
measured again before it is called so. Prints a table, the geometric means and the losers; fails if a target is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import pathlib
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy
import roofline
from array_operations import ALL, OPERATIONS, Operation
from targets import Check

import hornbill.numpy

SIZES = (10, 1_000, 100_000, 10_000_000)
LARGE = 100_000
# How long one round of one engine takes at least, and how long all rounds of a case take at most, in seconds.
ROUND, CASE = 2e-4, 1.0
# What is at most this share slower than NumPy counts as equal: the clock and the other programs are not exact.
MARGIN = 0.03
# The clock that measures: of the wall, unless told otherwise.
CLOCK = [time.perf_counter]


@dataclass
class Timing:
    """The seconds of one call with either engine."""

    operation: Operation
    dtype: str
    size: int
    ours: float
    numpy: float
    # Whether Hornbill ran it as a compiled function.
    is_traced: bool = False

    @property
    def ratio(self) -> float:
        return self.numpy / self.ours

    def merge(self, other: Timing) -> Timing:
        ours, theirs = min(self.ours, other.ours), min(self.numpy, other.numpy)
        return Timing(self.operation, self.dtype, self.size, ours, theirs, self.is_traced)

    @property
    def name(self) -> str:
        return f"{self.operation.name}{', traced' if self.is_traced else ''}"


def operands(size: int, dtype: str) -> dict[str, numpy.ndarray]:
    """The arrays that `array_operations` names."""
    random = numpy.random.default_rng(size)
    columns = max(5, int(math.sqrt(1.6 * size)) // 5 * 5)
    while size % columns:
        columns -= 1
    if dtype.startswith("float"):
        a, b = (random.normal(0, 10, size).astype(dtype) for _ in range(2))
        p = random.uniform(0.5, 50, size).astype(dtype)
        u = random.uniform(-1, 1, size).astype(dtype)
    else:
        low, high = (0, 256) if dtype == "uint8" else (-1000, 1000)
        a, b = (random.integers(low, high, size, dtype=dtype) for _ in range(2))
        p = random.integers(1, 50, size, dtype=dtype)
        u = random.integers(0 if dtype == "uint8" else -1, 2, size, dtype=dtype)
    return {
        "a": a,
        "b": b,
        "p": p,
        "u": u,
        "A": a.reshape(-1, columns),
        "P": p.reshape(-1, columns),
        "row": b[:columns].copy(),
        "column": b[: size // columns].copy().reshape(-1, 1),
        "q": numpy.sort(a),
        "k": random.random(size) < 0.3,
        "i": random.integers(0, size, size),
        "w": a.copy(),
    }


def environments(size: int, dtype: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What expressions read: Hornbill's and NumPy's."""
    arrays = operands(size, dtype)
    made = []
    for module in (hornbill.numpy, numpy):
        own = {name: module.array(value) for name, value in arrays.items()}
        made.append({**own, "np": module, "n": size, "g": module.random.default_rng(1)})
    return made[0], made[1]


def compiled(code: str, environment: dict[str, Any]) -> Callable[[int], float]:
    """A function that runs the code so many times and says how many seconds one took."""
    # Names are local to the loop, as in a program's function.
    names = sorted(set(re.findall(r"[A-Za-z_]\w*", code)) & set(environment))
    scope: dict[str, Any] = {"clock": CLOCK[0]}
    exec(
        f"def run(times, {', '.join(names)}):\n"
        "    start = clock()\n"
        "    for _ in range(times):\n"
        f"        {code}\n"
        "    return (clock() - start) / times\n",
        scope,
    )
    values = [environment[name] for name in names]
    return lambda times: scope["run"](times, *values)


def traced(code: str, environment: dict[str, Any]) -> Callable[[int], float]:
    """The same for Hornbill's compiled function of the arrays that the code reads, which runs as one loop."""
    names = sorted((set(re.findall(r"[A-Za-z_]\w*", code)) & set(environment)) - {"np"})
    function = eval(f"lambda {', '.join(names)}: {code}", {"np": environment["np"]})
    return compiled(f"traced({', '.join(names)})", {**environment, "traced": hornbill.function(function)})


def is_busy() -> bool:
    """Whether threads of this process run while the program waits: those that wait for more work, as some do for a while.

    The system counts the time of threads that run on other cores a few milliseconds at a time."""
    before = time.process_time()
    time.sleep(1e-2)
    return time.process_time() - before > 2e-3


def settle() -> None:
    """Waits until no thread keeps a core busy, or for half a second."""
    for _ in range(50):
        if not is_busy():
            return


def leaves_busy_threads(run: Callable[[int], float]) -> bool:
    settle()
    run(1)
    return is_busy()


def measure(
    operation: Operation, dtype: str, size: int, both: tuple, seconds: float, is_traced: bool = False
) -> Timing | None:
    """Rounds in turns, as many as fit; None where Hornbill has no such function."""
    ours = (traced if is_traced else compiled)(operation.code, both[0])
    theirs = compiled(operation.code, both[1])
    try:
        first = ours(1)
    except Exception as error:  # noqa: BLE001 (whatever is wrong, the others are to be timed)
        print(f"{operation.name}, {dtype}: {type(error).__name__}: {error}", file=sys.stderr)
        return None
    both_once = (ours(1), theirs(1))
    times = [max(1, min(100_000, int(ROUND / max(1e-9, one)))) for one in both_once]
    # Where both use all cores, one's threads that wait would take cores from the other's.
    is_shared = size >= LARGE and leaves_busy_threads(theirs)
    best, started, rounds = [min(first, both_once[0]), both_once[1]], time.perf_counter(), 0
    while rounds < 3 or (time.perf_counter() - started < seconds and rounds < 60):
        for engine, run in enumerate((ours, theirs)):
            if is_shared:
                settle()
                if times[engine] > 1:
                    run(1)
            best[engine] = min(best[engine], run(times[engine]))
        rounds += 1
    return Timing(operation, dtype, size, best[0], best[1], is_traced)


def all_timings(
    operations: list[Operation], sizes: Iterable[int], dtypes: Iterable[str], seconds: float
) -> list[Timing]:
    found = []
    for size in sizes:
        for dtype in dtypes:
            both = environments(size, dtype)
            for operation in operations:
                if dtype not in operation.dtypes:
                    continue
                # Chains are timed as they are written, a function at a time, and compiled.
                for is_traced in (False, True) if operation.is_chain else (False,):
                    timing = measure(operation, dtype, size, both, seconds, is_traced)
                    if timing is None:
                        continue
                    for _ in range(2):
                        if size >= LARGE and timing.ratio < 1:
                            again = measure(operation, dtype, size, both, 2 * seconds, is_traced)
                            timing = timing.merge(again) if again else timing
                    found.append(timing)
                    print(line(timing), flush=True)
    return found


def short(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def line(timing: Timing) -> str:
    mark = " " if timing.ratio >= 1 else "<"
    return (
        f"{timing.name:<22}{timing.dtype:<9}{timing.size:>10}"
        f"{short(timing.ours):>12}{short(timing.numpy):>12}{timing.ratio:>8.2f} {mark}"
    )


def mean(ratios: Iterable[float]) -> float:
    """The geometric mean; NaN of nothing."""
    logs = [math.log(ratio) for ratio in ratios]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def products(seconds: float) -> list[Check]:
    """Products of matrices of 1024 rows and columns beside the machine's peak, in turns."""
    size = 1024
    random = numpy.random.default_rng(3)
    a, b = (hornbill.numpy.array(random.random((size, size), dtype="float32")) for _ in range(2))
    calls = {
        "matmul": lambda: a @ b,
        "einsum": lambda: hornbill.numpy.einsum("ij,jk->ik", a, b),
        "tensordot": lambda: hornbill.numpy.tensordot(a, b, 1),
    }
    multiply = roofline.onednn() or (lambda x, y, z: numpy.matmul(x, y, out=z))
    best, peak, until = dict.fromkeys(calls, 0.0), 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        peak = max(peak, roofline.rate(multiply, size, size, size, 0.1))
        for name, call in calls.items():
            for _ in range(10):
                start = time.perf_counter()
                call()
                best[name] = max(best[name], 2 * size**3 / (time.perf_counter() - start))
    print(f"\nProducts of {size} × {size}, float32: peak {peak / 1e9:.0f} GFLOP/s")
    return [Check(f"{name} {size}³, share of the peak", 100 * rate / peak, 95, "%") for name, rate in best.items()]


def checks(timings: list[Timing]) -> list[Check]:
    """The targets: for large arrays, and for the smallest ones, where calls take longer than the work.

    Compiled chains have targets of their own, and count for no other.
    """
    small = [timing.ratio for timing in timings if timing.size == min(SIZES) and not timing.is_traced]
    large = [timing for timing in timings if timing.size >= LARGE]
    eager = [timing for timing in large if not timing.is_traced]
    found = []
    if eager:
        found.append(Check("slowest beside NumPy", min(timing.ratio for timing in eager), 1.0))
        found.append(Check("geometric mean", mean(timing.ratio for timing in eager), 2.0))
    for name in sorted({timing.name for timing in large if timing.is_traced}):
        ratio = mean(timing.ratio for timing in large if timing.name == name)
        found.append(Check(f"{name}, geometric mean", ratio, 4.0))
    if small:
        found.append(Check(f"geometric mean of {min(SIZES)} elements", mean(small), 1.0))
    return found


def report(timings: list[Timing]) -> None:
    chains = [one for one in timings if one.operation.is_chain and one.size >= LARGE]
    timings = [one for one in timings if not one.is_traced]
    print("\nGeometric means of how many times as fast as NumPy:")
    for size in sorted({timing.size for timing in timings}):
        here = [timing for timing in timings if timing.size == size]
        by_dtype = ", ".join(
            f"{dtype} {mean(one.ratio for one in here if one.dtype == dtype):.2f}"
            for dtype in dict.fromkeys(one.dtype for one in here)
        )
        print(f"{size:>10} elements: {mean(one.ratio for one in here):.2f} ({by_dtype})")
    for name in sorted({one.operation.name for one in chains}):
        eager, traced = (
            mean(one.ratio for one in chains if one.operation.name == name and one.is_traced == is_traced)
            for is_traced in (False, True)
        )
        print(f"{name}, large arrays: {eager:.2f} as it is written, {traced:.2f} traced")
    losers = sorted((one for one in timings if one.size >= LARGE and one.ratio < 1), key=lambda one: one.ratio)
    print(f"\nSlower than NumPy on large arrays: {len(losers) or 'none'}")
    for one in losers:
        print(line(one))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds of each, and no products")
    parser.add_argument("--operations", default="", metavar="REGEX", help="those whose name matches")
    parser.add_argument("--sizes", type=lambda text: [int(float(one)) for one in text.split(",")], default=list(SIZES))
    parser.add_argument("--dtypes", type=lambda text: text.split(","), default=list(ALL))
    parser.add_argument(
        "--processor-time",
        action="store_true",
        help="measure the processor's time, which says more where other programs run: with OMP_NUM_THREADS=1",
    )
    parser.add_argument("--output", type=pathlib.Path, help="where to write all figures, as JSON")
    arguments = parser.parse_args()
    if arguments.processor_time:
        CLOCK[0] = time.process_time

    chosen = [one for one in OPERATIONS if re.search(arguments.operations, one.name)]
    print(f"{'operation':<22}{'dtype':<9}{'size':>10}{'hornbill':>12}{'numpy':>12}{'ratio':>8}")
    timings = all_timings(chosen, arguments.sizes, arguments.dtypes, 0.0 if arguments.quick else CASE)
    report(timings)
    found = checks(timings)
    if not arguments.quick and not arguments.operations:
        found += products(4.0)
    print()
    for check in found:
        print(check)
    if arguments.output:
        rows = [[one.name, one.dtype, one.size, one.ours, one.numpy] for one in timings]
        arguments.output.write_text(json.dumps(rows))
    return 0 if all(check.holds(MARGIN) for check in found) else 1


if __name__ == "__main__":
    with numpy.errstate(all="ignore"):
        sys.exit(main())
