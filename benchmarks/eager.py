"""Small operations one at a time: what a call costs with Hornbill's arrays and with NumPy's, in one process.

Prints a line for each operation on ten elements, the slowest beside NumPy's first, and then JSON for `run.py`: the
operations that have a target of their own and the geometric means of all. Fails if a target is missed.
"""

from __future__ import annotations

import json
import math
import sys
import timeit

import numpy

import hornbill.numpy

# How many times as fast as NumPy's each of these has to be, and all in the geometric mean.
TARGETS = {"add 10 elements": 1.05, "slice": 1.05, "reshape": 1.05}
MEAN, MEAN_TARGET = "small operations, geometric mean", 1.0

NAMED = {
    "add 10 elements": "a + b",
    "slice": "a[2:8]",
    "reshape": "a.reshape(2, 5)",
}

# `a` and `b` have ten elements, `m` is 3 × 3, `v` has three, `mask` ten and `places` three. `floats` are ten floats.
OPERATIONS = """
    a - b
    a * 2
    a / b
    -a
    np.add(a, b)
    np.exp(floats)
    np.sqrt(floats)
    np.tanh(floats)
    np.maximum(a, b)
    np.abs(a)
    a == b
    a < 5
    np.where(mask, a, b)
    np.clip(a, 2, 7)
    np.concatenate([a, b])
    np.stack([a, b])
    np.vstack([a, b])
    np.dot(a, b)
    m @ m
    np.matmul(m, v)
    np.einsum("ij,jk->ik", m, m)
    np.einsum("i,i->", a, b)
    np.outer(a, b)
    np.argmax(a)
    a.argmin()
    np.argsort(a)
    np.sort(a)
    np.unique(a)
    np.median(a)
    np.sum(a)
    a.sum()
    m.sum(axis=0)
    m.sum(axis=1, keepdims=True)
    np.mean(a)
    m.mean(axis=0)
    a.max()
    a.std()
    np.cumsum(a)
    np.any(mask)
    np.all(mask)
    np.zeros(10)
    np.zeros((2, 5), dtype=dtype)
    np.ones(10)
    np.full(10, 3)
    np.arange(10)
    np.linspace(0, 1, 10)
    np.eye(3)
    np.array(numbers)
    np.asarray(a)
    np.zeros_like(a)
    a.astype(np.float32)
    a.astype(np.int64)
    np.reshape(a, (5, 2))
    m.T
    np.transpose(m)
    a.ravel()
    np.expand_dims(a, 0)
    np.squeeze(column)
    np.broadcast_to(v, (3, 3))
    a[3]
    m[1, 2]
    m[1]
    m[:, 1]
    a[::2]
    a[None]
    a[mask]
    a[places]
    a[[1, 5, 7]]
    a[3] = 2
    a[2:5] = v
    a[mask] = 1
    a[places] = 4
    t = a; t += 1
    a.copy()
    a[3].item()
    a.tolist()
    a.shape
    float(a[3])
    len(a)
"""


def arrays(np, dtype: str) -> dict:
    """What the operations are written with."""
    ten = numpy.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], dtype)
    return {
        "np": np,
        "a": np.asarray(ten.copy()),
        "b": np.asarray(ten[::-1].copy()),
        "m": np.asarray(ten[:9].reshape(3, 3).copy()),
        "v": np.asarray(ten[:3].copy()),
        "column": np.asarray(ten.reshape(10, 1).copy()),
        "floats": np.asarray(ten.astype("float32" if dtype == "float32" else "float64")),
        "mask": np.asarray(ten > 3),
        "places": np.asarray(numpy.array([1, 5, 7])),
        "numbers": ten.tolist(),
        "dtype": np.dtype(dtype),
    }


def measure(code: str, dtype: str, number: int, rounds: int) -> dict[str, float]:
    """The seconds of one call with either."""
    timers = {
        label: timeit.Timer(code, globals=arrays(module, dtype))
        for label, module in [("numpy", numpy), ("hornbill", hornbill.numpy)]
    }
    # Interleaved, so that both see the same machine.
    times = [
        {label: timer.timeit(number) / number for label, timer in timers.items()}
        for _ in range(rounds)
    ]
    return {label: min(one[label] for one in times) for label in timers}


def main() -> int:
    named = {name: measure(code, "float32", 20_000, 9) for name, code in NAMED.items()}
    rows = {
        f"{code:<30}{dtype}": measure(code, dtype, 1_000, 9)
        for code in map(str.strip, OPERATIONS.strip().splitlines())
        for dtype in ["float64", "float32", "int64"]
    }
    for name, row in sorted(rows.items(), key=lambda item: item[1]["numpy"] / item[1]["hornbill"]):
        mine, other = row["hornbill"] * 1e9, row["numpy"] * 1e9
        print(f"{name:<40}{mine:>8.0f} ns, NumPy {other:>8.0f} ns {other / mine:>6.2f}")
    named[MEAN] = {
        label: math.exp(math.fsum(math.log(row[label]) for row in rows.values()) / len(rows))
        for label in ["numpy", "hornbill"]
    }
    missed = False
    for name, target in {**TARGETS, MEAN: MEAN_TARGET}.items():
        ratio = named[name]["numpy"] / named[name]["hornbill"]
        missed = missed or ratio < target
        print(f"{name:<40}{ratio:>6.2f} times NumPy's speed, target {target}")
    print("RESULT " + json.dumps(named))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
