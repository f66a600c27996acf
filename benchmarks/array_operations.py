"""The operations on arrays that `arrays.py` times, as expressions that NumPy's and Hornbill's module both evaluate.

| name | what it stands for |
|---|---|
| `np` | the module |
| `a`, `b` | any numbers of the dtype; of uint8 all its values, of int64 -1000 to 1000 |
| `p` | numbers from 1/2 to 50, whole ones from 1 |
| `u` | numbers between -1 and 1 |
| `A`, `P`, `row`, `column` | `a` and `p` as a matrix with more columns than rows; vectors that broadcast with it |
| `q` | `a`, sorted |
| `k`, `i` | a mask that holds at every third place or so; positions in any order, some of them repeated |
| `w` | a copy of `a` to write to |
| `n`, `g` | the number of elements; a generator of random numbers |
"""

from __future__ import annotations

from dataclasses import dataclass

FLOATS = ("float32", "float64")
NUMBERS = ("float32", "float64", "int64")
INTEGERS = ("int64", "uint8")
ALL = ("float32", "float64", "int64", "uint8")


@dataclass(frozen=True)
class Operation:
    """An expression (or statement) of NumPy, and the dtypes to time it for."""

    name: str
    code: str
    dtypes: tuple[str, ...] = ALL
    is_chain: bool = False


OPERATIONS = [
    # Arithmetic.
    Operation("add", "a + b"),
    Operation("add scalar", "a + 3"),
    Operation("subtract", "a - b"),
    Operation("multiply", "a * b"),
    Operation("multiply scalar", "a * 2"),
    Operation("divide", "a / p"),
    Operation("floor_divide", "a // p"),
    Operation("floor_divide scalar", "a // 7"),
    Operation("remainder", "a % p"),
    Operation("remainder scalar", "a % 7"),
    Operation("power", "p ** u", FLOATS),
    Operation("power integers", "a ** p", INTEGERS),
    Operation("square", "a ** 2"),
    Operation("power 3", "p ** 3"),
    Operation("negative", "-a"),
    Operation("abs", "np.abs(a)"),
    Operation("in place", "w += b"),
    # Comparisons, logic, choice.
    Operation("less", "a < b"),
    Operation("equal scalar", "a == 3"),
    Operation("logical_and", "np.logical_and(a, b)"),
    Operation("bitwise_and", "a & b", INTEGERS),
    Operation("shift", "a >> 2", INTEGERS),
    Operation("maximum", "np.maximum(a, b)"),
    Operation("where", "np.where(k, a, b)"),
    Operation("clip", "np.clip(a, 2, 50)"),
    Operation("isfinite", "np.isfinite(a)", FLOATS),
    # Functions of one number.
    Operation("round", "np.round(a)", FLOATS),
    Operation("round to decimals", "np.round(a, 2)", FLOATS),
    Operation("floor", "np.floor(a)", FLOATS),
    Operation("sqrt", "np.sqrt(p)"),
    Operation("cbrt", "np.cbrt(a)", FLOATS),
    Operation("exp", "np.exp(u)"),
    Operation("expm1", "np.expm1(u)", FLOATS),
    Operation("log", "np.log(p)"),
    Operation("log1p", "np.log1p(p)", FLOATS),
    Operation("log2", "np.log2(p)", FLOATS),
    Operation("log10", "np.log10(p)", FLOATS),
    Operation("sin", "np.sin(a)", FLOATS),
    Operation("cos", "np.cos(a)", FLOATS),
    Operation("tan", "np.tan(a)", FLOATS),
    Operation("arcsin", "np.arcsin(u)", FLOATS),
    Operation("arctan", "np.arctan(a)", FLOATS),
    Operation("sinh", "np.sinh(u)", FLOATS),
    Operation("tanh", "np.tanh(a)", FLOATS),
    Operation("arcsinh", "np.arcsinh(a)", FLOATS),
    Operation("arctan2", "np.arctan2(a, b)", FLOATS),
    Operation("hypot", "np.hypot(a, b)", FLOATS),
    # Chains, each with a temporary for every step.
    Operation("exp chain", "np.exp(-0.5 * u * u) / 2.5", FLOATS, is_chain=True),
    Operation("tanh chain", "0.5 * u * (1 + np.tanh(0.8 * (u + 0.04 * u * u * u)))", FLOATS, is_chain=True),
    Operation("log chain", "-(p * np.log(p) + (1 + p) * np.log1p(p))", FLOATS, is_chain=True),
    Operation("sigmoid chain", "1 / (1 + np.exp(-u))", FLOATS, is_chain=True),
    # Casts.
    Operation("to float32", "a.astype('float32')", ("float64", "int64", "uint8")),
    Operation("to float64", "a.astype('float64')", ("float32", "int64", "uint8")),
    Operation("to int64", "a.astype('int64')", ("float32", "float64", "uint8")),
    Operation("to uint8", "p.astype('uint8')", ("float32", "float64", "int64")),
    Operation("to float16", "a.astype('float16')", FLOATS),
    Operation("to bool", "a.astype('bool')"),
    # Reductions.
    Operation("sum", "a.sum()"),
    Operation("sum, first axis", "A.sum(axis=0)"),
    Operation("sum, last axis", "A.sum(axis=1)"),
    Operation("prod", "u.prod()", NUMBERS),
    Operation("mean", "a.mean()"),
    Operation("mean, first axis", "A.mean(axis=0)"),
    Operation("mean, last axis", "A.mean(axis=1)"),
    Operation("std", "a.std()"),
    Operation("std, first axis", "A.std(axis=0)"),
    Operation("std, last axis", "A.std(axis=1)"),
    Operation("max", "a.max()"),
    Operation("max, first axis", "A.max(axis=0)"),
    Operation("max, last axis", "A.max(axis=1)"),
    Operation("argmax", "a.argmax()"),
    Operation("argmax, first axis", "A.argmax(axis=0)"),
    Operation("argmax, last axis", "A.argmax(axis=1)"),
    Operation("all", "(p > 0).all()"),
    Operation("count_nonzero", "np.count_nonzero(a)"),
    Operation("cumsum", "np.cumsum(a)"),
    Operation("cumsum, first axis", "np.cumsum(A, axis=0)"),
    Operation("cumsum, last axis", "np.cumsum(A, axis=1)"),
    Operation("diff", "np.diff(a)"),
    # Order.
    Operation("sort", "np.sort(a)"),
    Operation("sort, last axis", "np.sort(A, axis=1)"),
    Operation("argsort", "np.argsort(a)"),
    Operation("partition", "np.partition(a, n // 3)"),
    Operation("argpartition", "np.argpartition(a, n // 3)"),
    Operation("unique", "np.unique(a)"),
    Operation("unique counts", "np.unique(a, return_counts=True)"),
    Operation("searchsorted", "np.searchsorted(q, b)"),
    Operation("isin", "np.isin(a, b[:50])"),
    Operation("median", "np.median(a)"),
    Operation("percentile", "np.percentile(a, [5, 50, 95])"),
    Operation("histogram", "np.histogram(a, bins=30)"),
    Operation("bincount", "np.bincount(a)", ("uint8",)),
    # Reading and writing by positions and masks.
    Operation("take", "np.take(a, i)"),
    Operation("read positions", "a[i]"),
    Operation("read mask", "a[k]"),
    Operation("write positions", "w[i] = b"),
    Operation("write mask", "w[k] = 0"),
    Operation("take rows", "A[i[:len(A)] % len(A)]"),
    Operation("nonzero", "np.nonzero(k)", ("float32",)),
    # Movement.
    Operation("copy", "a.copy()"),
    Operation("transpose", "np.ascontiguousarray(A.T)"),
    Operation("reversed", "a[::-1].copy()"),
    Operation("every other", "a[::2] + b[1::2]"),
    Operation("concatenate", "np.concatenate([a, b])"),
    Operation("stack", "np.stack([a, b], axis=1)"),
    Operation("repeat", "np.repeat(a, 2)"),
    Operation("tile", "np.tile(a, 3)"),
    Operation("pad", "np.pad(A, 1)"),
    Operation("roll", "np.roll(a, 5)"),
    Operation("zeros", "np.zeros(n, a.dtype) + a"),
    Operation("arange", "np.arange(n)", ("int64",)),
    Operation("broadcast a row", "A + row"),
    Operation("broadcast a column", "A + column"),
    Operation("outer", "column * row"),
    # Products.
    Operation("dot", "np.dot(a, b)", NUMBERS),
    Operation("matrix and vector", "A @ row", NUMBERS),
    Operation("einsum of rows", "np.einsum('ij,ij->i', A, P)", FLOATS),
    # Random numbers.
    Operation("random", "g.random(n, dtype=a.dtype)", FLOATS),
    Operation("standard normal", "g.standard_normal(n, dtype=a.dtype)", FLOATS),
    Operation("uniform", "g.uniform(-1, 1, n)", ("float64",)),
    Operation("integers", "g.integers(0, 100, n)", ("int64",)),
    Operation("permutation", "g.permutation(n)", ("int64",)),
    Operation("shuffled", "g.permutation(a)", ("float32",)),
]
