"""Seeds."""

from __future__ import annotations

import random

__all__ = ["set_random_seed"]


def set_random_seed(seed: int) -> None:
    """Seeds everything random: Hornbill's engine, Python's `random` and NumPy's `numpy.random`.

    The same program gives the same numbers then, whatever the number of threads.
    """
    if not isinstance(seed, int):
        raise ValueError(
            "Expected `seed` argument to be an integer. "
            f"Received: seed={seed} (of type {type(seed)})"
        )
    import numpy

    from hornbill import _hornbill

    random.seed(seed)
    numpy.random.seed(seed)
    _hornbill.set_seed(seed)
