"""Recorded calls with an argument replaced by nonsense: whatever it is, the call comes back.

The calls run in a process of their own, with little memory, so that one that brings it down or does
not end is named.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("hornbill._hornbill")

FIXTURE = Path(__file__).parents[2] / "Tests" / "fixtures" / "networks.json"
RECORDS = json.loads(FIXTURE.read_text())


def made(*shape):
    return {"made": {"shape": shape, "seed": 1, "dtype": "float32", "scale": 0.125, "offset": -20}}


RECORDS += 10 * [
    {
        "f": "conv_input_gradient",
        "in": [["gradient", made(1, 2, 3, 4)], ["kernel", made(3, 2, 3, 4)]],
        "attrs": {"input_shape": [1, 5, 3, 3], "strides": [2, 1], "padding": "valid"},
    },
    {
        "f": "conv_kernel_gradient",
        "in": [["inputs", made(1, 5, 4, 2)], ["gradient", made(1, 5, 4, 2)]],
        "attrs": {"kernel_shape": [3, 2, 1, 2], "padding": "same", "dilation_rate": 2},
    },
    {
        "f": "image.elastic_transform",
        "in": [["images", made(4, 5, 2)]],
        "attrs": {"alpha": 2.0, "sigma": 1.5, "seed": 3, "fill_mode": "reflect"},
    },
]
NUMBERS = [
    0,
    1,
    -1,
    2,
    3,
    7,
    1000,
    10**6,
    2**31,
    2**40,
    2**62,
    2**63 - 1,
    -(2**63),
    0.5,
    1e30,
    -1e300,
]
WORDS = [float("nan"), float("inf"), True, None, "", "same", "valid", "channels_first", "wrap", {}]


def replaced(draw, value):
    """Nonsense in the place of an attribute."""
    kind = draw.randrange(4)
    if kind == 0:
        return draw.choice(WORDS)
    if kind == 1 or not isinstance(value, list):
        return draw.choice(NUMBERS)
    if kind == 2:
        return [draw.choice(NUMBERS) for _ in range(draw.randrange(4))]
    changed = list(value)
    changed[draw.randrange(len(changed))] = draw.choice(NUMBERS)
    return changed


def spoiled(draw, x):
    """A tensor of another shape, dtype or with other numbers; or none."""
    kind = draw.randrange(7)
    if kind == 0:
        return None
    if kind == 1 and x.ndim:
        return x[tuple(slice(0, draw.randrange(3)) for _ in range(x.ndim))]
    if kind == 2:
        return np.expand_dims(x, draw.randrange(x.ndim + 1))
    if kind == 3 and x.ndim:
        return x[0] if len(x) else x
    if kind == 4:
        names = ["float16", "float64", "int8", "uint64", "bool", "complex64"]
        return x.astype(draw.choice(names))
    if kind == 5 and x.size:
        x = x.astype("float32")
        x.flat[draw.randrange(x.size)] = draw.choice([np.nan, np.inf, -np.inf, 1e30, -1e9])
        return x
    return np.moveaxis(x, 0, -1) if x.ndim else x


def mutations(seed, count):
    """Calls of the engine: a name, tensors, attributes."""
    from test_ops_networks import array

    draw = random.Random(seed)
    for _ in range(count):
        record = draw.choice(RECORDS)
        tensors = [array(value) for _, value in record["in"]]
        attributes = dict(record["attrs"])
        names = list(attributes) + ["strides", "padding", "data_format", "nonsense"]
        for _ in range(draw.randrange(1, 3)):
            if draw.random() < 0.7:
                name = draw.choice(names)
                attributes[name] = replaced(draw, attributes.get(name))
            else:
                place = draw.randrange(len(tensors))
                if tensors[place] is not None:
                    with np.errstate(all="ignore"):
                        tensors[place] = spoiled(draw, tensors[place])
        yield record["f"], tensors, attributes


def run(seed, count):
    import resource
    import time

    from hornbill import _hornbill
    from hornbill.numpy._call import call

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    worked = 0
    for name, tensors, attributes in mutations(seed, count):
        shapes = [None if x is None else (x.shape, x.dtype.name) for x in tensors]
        print(name, shapes, attributes, flush=True)
        start = time.perf_counter()
        try:
            call(
                name, *(None if x is None else _hornbill.asarray(x) for x in tensors), **attributes
            )
            worked += 1
        except (ValueError, TypeError, MemoryError, NotImplementedError, IndexError) as error:
            assert str(error)
        assert time.perf_counter() - start < 20, "a call took too long"
    print("worked", worked)


@pytest.mark.parametrize("seed", [1, 2])
def test_calls_with_nonsense_come_back(seed):
    code = f"import test_ops_mutations; test_ops_mutations.run({seed}, 3000)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    last = done.stdout.strip().rpartition("\n")[2]
    assert done.returncode == 0, f"{last}\n{done.stderr[-2000:]}"
    # Some nonsense makes sense, most does not.
    assert 100 < int(last.split()[-1]) < 2900
