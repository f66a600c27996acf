"""Small operations one at a time: what a call costs with Hornbill's arrays and with NumPy's, in one process.

Prints JSON: for each operation the seconds of one call with either.
"""

from __future__ import annotations

import json
import timeit

import numpy

import hornbill.numpy

OPERATIONS = {
    "add 10 elements": "a + b",
    "slice": "a[2:8]",
    "reshape": "a.reshape(2, 5)",
}


def main() -> None:
    rows = {}
    for name, code in OPERATIONS.items():
        timers = {}
        for label, module in [("numpy", numpy), ("hornbill", hornbill.numpy)]:
            a, b = (module.asarray(numpy.arange(10, dtype="float32")) for _ in range(2))
            timers[label] = timeit.Timer(code, globals={"a": a, "b": b})
        # Interleaved, so that both see the same machine.
        rounds = [{label: timer.timeit(20_000) / 20_000 for label, timer in timers.items()} for _ in range(9)]
        rows[name] = {label: min(one[label] for one in rounds) for label in timers}
    print("RESULT " + json.dumps(rows))


if __name__ == "__main__":
    main()
