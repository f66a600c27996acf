"""Times the lesson's workloads with Hornbill and with Keras on JAX, TensorFlow and PyTorch.

Every measurement is a process of its own; the engines take turns, and the best of all rounds counts. Prints a table
and the targets, writes everything as JSON, and fails if a target is missed by more than the margin.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys

import peers
import targets
import workload

HERE = pathlib.Path(__file__).resolve().parent
ENGINES = ["hornbill", "jax", "tensorflow", "torch"]


def measure(command: list, environment: dict[str, str]) -> dict | None:
    """What a program printed after RESULT, or None (and its words) if it failed."""
    done = subprocess.run(
        [str(part) for part in command], env={**os.environ, **environment}, capture_output=True, text=True
    )
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    print(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}", file=sys.stderr)
    return None


def best(rounds: list[dict]) -> dict:
    """The least of each figure."""
    return {key: min(one[key] for one in rounds) for key in rounds[0]}


def roofline(interpreter: os.PathLike | str) -> float:
    """The machine's peak now: measured between rounds, since a shared machine's changes."""
    done = subprocess.run([str(interpreter), str(HERE / "roofline.py")], check=True, capture_output=True, text=True)
    return float(done.stdout)


def table(results: dict, shares: dict[str, float], peak: float) -> str:
    """Milliseconds of a training step, and what else was measured, engine by engine."""
    columns = [name for name in ENGINES if any(name in row for row in results.values())]
    lines = [f"Roofline: {peak / 1e9:.0f} GFLOP/s (single precision, {os.cpu_count()} cores)", ""]
    head = "".join(f"{name:>12}" for name in columns)
    rows = [
        ("training step, ms", lambda one: one["step"] * 1e3, 3),
        ("predict one sample, ms", lambda one: one["predict"] * 1e3, 3),
        ("first fit over a later one, ms", lambda one: (one["first_fit"] - one["later_fit"]) * 1e3, 1),
        ("import, s", lambda one: one["import"], 3),
        ("peak memory, MB", lambda one: one["memory"] / 1e6, 0),
    ]
    for name, engines in results.items():
        lines.append(f"{targets.TITLES[name]:<32}{head}")
        for label, value, digits in rows:
            cells = "".join(
                f"{value(engines[column]):>12.{digits}f}" if column in engines else f"{'—':>12}" for column in columns
            )
            lines.append(f"  {label:<30}{cells}")
        if name in shares:
            lines.append(f"  {'share of the roofline, %':<30}{shares[name]:>12.1f}")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often every program runs (default: 3)")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--workloads", nargs="+", choices=list(workload.WORKLOADS), default=list(workload.WORKLOADS))
    parser.add_argument("--hornbill", default=sys.executable, help="the Python that has Hornbill (default: this one)")
    parser.add_argument("--margin", type=float, default=0.1, help="the share by which a target may be missed")
    parser.add_argument("--no-check", action="store_true", help="never fail because of a target")
    parser.add_argument("--output", type=pathlib.Path, default=HERE.parent / "bench-output" / "results.json")
    arguments = parser.parse_args()

    others = [name for name in arguments.engines if name != "hornbill"]
    peer = peers.python() if others else None
    runs: dict = {name: {} for name in arguments.workloads}
    peak, eager_rounds = 0.0, []
    for number in range(arguments.rounds):
        peak = max(peak, roofline(peer or arguments.hornbill))
        for name in arguments.workloads:
            for engine in arguments.engines:
                print(
                    f"\rround {number + 1} of {arguments.rounds}: {name}, {engine}          ", end="", file=sys.stderr
                )
                script, own = HERE / "workload.py", engine == "hornbill"
                command = [arguments.hornbill if own else peer, script, name, *(["hornbill"] if own else [])]
                quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "JAX_PLATFORMS": "cpu", "CUDA_VISIBLE_DEVICES": ""}
                found = measure(command, quiet if own else {**quiet, "KERAS_BACKEND": engine})
                if found:
                    runs[name].setdefault(engine, []).append(found)
        if "hornbill" in arguments.engines:
            eager_rounds += filter(None, [measure([arguments.hornbill, HERE / "eager.py"], {})])
    print("\r" + " " * 60 + "\r", end="", file=sys.stderr)

    results = {name: {engine: best(rounds) for engine, rounds in row.items()} for name, row in runs.items()}
    eager = {key: best([one[key] for one in eager_rounds]) for key in (eager_rounds[0] if eager_rounds else {})}
    shares = {
        name: 100 * workload.step_flops(name) / row["hornbill"]["step"] / peak
        for name, row in results.items()
        if "hornbill" in row
    }
    checks = targets.checks(results, shares, eager)
    print(table(results, shares, peak))
    for check in checks:
        print(check)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "machine": {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(), "peak": peak},
        "best": results,
        "runs": runs,
        "eager": eager,
        "roofline_share": shares,
        "checks": [{**vars(check), "holds": check.holds()} for check in checks],
    }
    arguments.output.write_text(json.dumps(record, indent=1) + "\n")
    print(f"\nAll figures: {arguments.output}")

    missing = "hornbill" in arguments.engines and not all("hornbill" in row for row in results.values())
    missed = [check for check in checks if not check.holds(arguments.margin)]
    return 0 if arguments.no_check else int(bool(missed) or missing)


if __name__ == "__main__":
    sys.exit(main())
