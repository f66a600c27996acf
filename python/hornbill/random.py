"""Random tensors, as in `keras.random`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill import _hornbill
from hornbill._objects import to_json

Shape = Sequence[int]


class SeedGenerator:
    """Gives a new seed each time it is asked.

    Args:
        seed: where the course of seeds begins; by chance if `None`.
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        if seed is None:
            import secrets

            seed = secrets.randbits(31)
        if not isinstance(seed, int):
            raise ValueError(f"Argument `seed` must be an integer. Received: seed={seed}")
        self._initial = seed
        self._count = 0
        self.name = name or "seed_generator"

    def next(self) -> int:
        """The next seed."""
        self._count += 1
        return (self._initial * 1_000_003 + self._count - 1) % (1 << 62)


def _seed(seed: Any) -> int | None:
    return seed.next() if isinstance(seed, SeedGenerator) else seed


def _draw(class_name: str, shape: Shape, dtype: Any, **config: Any) -> _hornbill.Tensor:
    from hornbill._dtypes import standardize_dtype

    config["seed"] = _seed(config["seed"])
    return _hornbill.Initializer(class_name, to_json(config))(shape, standardize_dtype(dtype))


def normal(
    shape: Shape, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> _hornbill.Tensor:
    """Drawn from a normal distribution."""
    return _draw("RandomNormal", shape, dtype, mean=mean, stddev=stddev, seed=seed)


def truncated_normal(
    shape: Shape, mean: float = 0.0, stddev: float = 1.0, dtype: Any = None, seed: Any = None
) -> _hornbill.Tensor:
    """Drawn from a normal distribution without its tails beyond two deviations."""
    return _draw("TruncatedNormal", shape, dtype, mean=mean, stddev=stddev, seed=seed)


def uniform(
    shape: Shape, minval: float = 0.0, maxval: float = 1.0, dtype: Any = None, seed: Any = None
) -> _hornbill.Tensor:
    """Drawn evenly from `minval` to `maxval`."""
    return _draw("RandomUniform", shape, dtype, minval=minval, maxval=maxval, seed=seed)
