"""Random numbers, as in `numpy.random`.

The engine draws them; the same seed gives the same numbers whatever the number of threads. They
are not NumPy's numbers for that seed.
"""

from __future__ import annotations

import operator
import secrets
from typing import Any

from hornbill import _hornbill
from hornbill._hornbill import Tensor
from hornbill.numpy._call import ArrayLike, DTypeLike, Shape, call, dtype_name, lengths, tensor

_LARGEST = (1 << 63) - 1
_MASK = (1 << 64) - 1


class Generator:
    """Draws random numbers.

    Args:
        seed: the same one gives the same numbers; by chance if `None`.
    """

    def __init__(self, seed: Any = None) -> None:
        self._state = secrets.randbits(63) if seed is None else _as_seed(seed)

    def _next(self) -> int | None:
        """The seed of the next draw. Neighbouring seeds must not give neighbouring ones."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return (mixed ^ (mixed >> 31)) >> 1

    def _draw(self, name: str, size: Any, dtype: Any, **attributes: Any) -> Tensor:
        shape = [] if size is None else lengths(size)
        drawn = dtype_name(dtype) or "float64"
        return call(name, shape=shape, seed=self._next(), dtype=drawn, **attributes)

    def random(self, size: Any = None, dtype: DTypeLike = None, out: Any = None) -> Tensor:
        """Evenly from 0 up to 1.

        Returns:
            A tensor of float64 of the size, or a scalar.

        Raises:
            ValueError: a length is negative.

        Source: `hornbill/numpy/random.py`.
        """
        drawn = self._draw("random_uniform", out.shape if out is not None else size, dtype)
        if out is None:
            return drawn
        out[...] = drawn
        return out

    def uniform(self, low: ArrayLike = 0.0, high: ArrayLike = 1.0, size: Any = None) -> Tensor:
        """Evenly from `low` up to `high`.

        Args:
            low, high: the bounds; arrays that broadcast.
            size: the shape of the result; by default that of the bounds.

        Returns:
            A tensor of float64 of the size, or a scalar.

        Raises:
            ValueError: a length is negative.

        Source: `hornbill/numpy/random.py`.
        """
        low, high = _parameter(low), _parameter(high)
        return low + (high - low) * self.random(_size(size, low, high))

    def standard_normal(self, size: Any = None, dtype: DTypeLike = None, out: Any = None) -> Tensor:
        """From a normal distribution with mean 0 and standard deviation 1.

        Returns:
            A tensor of float64 of the size, or a scalar.

        Raises:
            ValueError: a length is negative.

        Source: `hornbill/numpy/random.py`.
        """
        drawn = self._draw("random_normal", out.shape if out is not None else size, dtype)
        if out is None:
            return drawn
        out[...] = drawn
        return out

    def normal(self, loc: ArrayLike = 0.0, scale: ArrayLike = 1.0, size: Any = None) -> Tensor:
        """From a normal distribution.

        Args:
            loc, scale: its mean and standard deviation; arrays that broadcast.
            size: the shape of the result; by default that of the parameters.

        Raises:
            ValueError: a standard deviation is negative.

        Returns:
            A tensor of float64 of the size, or a scalar.

        Source: the engine's function `any`.
        """
        loc, scale = _parameter(loc), _parameter(scale)
        if bool(call("any", scale < 0)):
            raise ValueError("scale < 0")
        return loc + scale * self.standard_normal(_size(size, loc, scale))

    def lognormal(self, mean: ArrayLike = 0.0, sigma: ArrayLike = 1.0, size: Any = None) -> Tensor:
        """Numbers whose logarithms are from a normal distribution.

        Returns:
            A tensor of float64 of the size, or a scalar.

        Raises:
            ValueError: the deviation is negative.

        Source: the engine's function `exp`.
        """
        return call("exp", self.normal(mean, sigma, size))

    def exponential(self, scale: ArrayLike = 1.0, size: Any = None) -> Tensor:
        """From an exponential distribution with this mean.

        Returns:
            A tensor of float64 of the size, or a scalar.

        Raises:
            ValueError: the mean is negative.

        Source: the engine's function `log1p`.
        """
        scale = _parameter(scale)
        return -scale * call("log1p", -self.random(_size(size, scale)))

    def integers(
        self,
        low: Any,
        high: Any = None,
        size: Any = None,
        dtype: DTypeLike = None,
        endpoint: bool = False,
    ) -> Tensor:
        """Integers from `low` up to but without `high`.

        Args:
            low, high: the bounds; from 0 up to `low` if `high` is not given.
            size: the shape of the result.
            dtype: int64 by default.
            endpoint: whether `high` may be drawn too.

        Raises:
            ValueError: there are no such integers.
            NotImplementedError: a bound is beyond those of int64, and not all of uint64 is asked for.
        """
        first, last = (0, low) if high is None else (low, high)
        first, last = operator.index(first), operator.index(last)
        count = last - first + bool(endpoint)
        if count <= 0:
            raise ValueError("low >= high" if high is not None else "high <= 0")
        name = dtype_name(dtype) or "int64"
        _check_bounds(first, first + count - 1, name)
        bounds = {"low": first, "high": first + count - 1}
        if bounds["high"] > _LARGEST:
            if (first, count) != (0, 1 << 64):
                raise NotImplementedError(
                    f"integers: bounds beyond {_LARGEST} are not supported. Got {bounds['high']}"
                )
            bounds = {}  # all of the dtype
        return self._draw("random_integers", size, name, **bounds)

    def choice(
        self, a: Any, size: Any = None, replace: bool = True, p: Any = None, axis: int = 0
    ) -> Tensor:
        """Some of the elements of an array.

        Args:
            a: an array, or how many integers from 0 there are to choose from.
            size: the shape of the result.
            replace: whether an element can be drawn again.
            p: the probabilities of the elements; even by default.
            axis: along which axis the elements lie.

        Raises:
            ValueError: there are too few elements, or the probabilities are none.

        Returns:
            A tensor of the size, or one element, of the dtype of the array.

        Source: `hornbill/numpy/random.py`.
        """
        is_count = isinstance(a, int) or (not hasattr(a, "shape") and hasattr(a, "__index__"))
        source = call("arange", stop=operator.index(a)) if is_count else tensor(a)
        if source.ndim == 0:
            source = call("arange", stop=operator.index(a))
        count = source.shape[axis]
        shape = [] if size is None else lengths(size)
        wanted = 1
        for length in shape:
            wanted *= length
        if not count and wanted:
            raise ValueError("a cannot be empty unless no samples are taken")
        if p is not None:
            positions = self._weighted(_probabilities(p, count), wanted, replace)
        elif replace:
            positions = self.integers(0, max(count, 1), wanted)
        else:
            if wanted > count:
                raise ValueError(
                    "Cannot take a larger sample than population when replace is False"
                )
            positions = call("random_permutation", count=count, seed=self._next())[:wanted]
        return call("take", source, call("reshape", positions, shape=shape), axis=axis)

    def _weighted(self, p: Tensor, wanted: int, replace: bool) -> Tensor:
        if replace:
            from hornbill.numpy._searching import searchsorted

            bounds = call("cumulative_sum", p, axis=0)
            drawn = self.random(wanted) * bounds[-1]
            return call("minimum", searchsorted(bounds, drawn, "right"), p.size - 1)
        possible = int(call("count_nonzero", p))
        if wanted > possible:
            raise ValueError("Fewer non-zero entries in p than size")
        # The largest of u**(1/p) are a sample without replacement with these weights.
        keys = call("log", call("maximum", self.random(p.size), 1e-30)) / p
        return call("argsort", keys, descending=True)[:wanted]

    def permutation(self, x: Any, axis: int = 0) -> Tensor:
        """The elements along an axis in an order drawn by chance.

        Args:
            x: an array, or how many integers from 0.
            axis: along which axis.

        Returns:
            A tensor of the shape and dtype of the array, or of int64.

        Raises:
            AxisError: there is no such axis.

        Source: `hornbill/numpy/random.py`.
        """
        if isinstance(x, int) or (not hasattr(x, "shape") and hasattr(x, "__index__")):
            return call("random_permutation", count=operator.index(x), seed=self._next())
        source = tensor(x)
        if source.ndim == 0:
            return self.permutation(operator.index(x))
        order = call("random_permutation", count=source.shape[axis], seed=self._next())
        return call("take", source, order, axis=axis)

    def shuffle(self, x: Any, axis: int = 0) -> None:
        """Puts the elements along an axis in an order drawn by chance, in place.

        Returns:
            `None`.

        Raises:
            TypeError: it is no tensor, array or list to write to.

        Source: the engine's function `random_permutation`.
        """
        if isinstance(x, list):
            order = call("random_permutation", count=len(x), seed=self._next()).tolist()
            x[:] = [x[place] for place in order]
        else:
            x[...] = self.permutation(x, axis)

    def permuted(self, x: ArrayLike, axis: int | None = None) -> Tensor:
        """The elements in an order drawn by chance for each row along an axis."""
        source = tensor(x)
        if axis is None:
            flat = self.permutation(call("reshape", source, shape=[-1]))
            return call("reshape", flat, shape=list(source.shape))
        order = call("argsort", self.random(source.shape), axis=axis)
        return call("take_along_axis", source, order, axis=axis)

    def binomial(self, n: int, p: float, size: Any = None) -> Tensor:
        """How many of `n` trials succeed, each with probability `p`.

        Returns:
            A tensor of int64 of the size, or a scalar.

        Raises:
            ValueError: a number is negative, or no probability.

        Source: the engine's function `sum`.
        """
        if not 0 <= p <= 1:
            raise ValueError("p < 0, p > 1 or p is NaN")
        shape = [] if size is None else lengths(size)
        trials = self.random([operator.index(n), *shape]) < p
        return call("sum", trials, axis=0)


class _Global(Generator):
    """Draws from the engine's own course of numbers, which `seed` and `set_random_seed` start."""

    def __init__(self) -> None:
        self._state = 0

    def _next(self) -> int | None:
        return None


def _as_seed(seed: Any) -> int:
    if isinstance(seed, Generator):
        return seed._state
    if hasattr(seed, "__len__"):
        mixed = 0
        for part in seed:
            mixed = (mixed * 0x5851F42D4C957F2D + operator.index(part) + 1) & _MASK
        return mixed
    value = operator.index(seed)
    if value < 0:
        raise ValueError(f"expected non-negative integer. Got {value}")
    return value & _MASK


def _parameter(value: ArrayLike) -> Any:
    return value if isinstance(value, (int, float)) else _hornbill.asarray(value, "float64")


def _size(size: Any, *parameters: Any) -> Any:
    if size is not None:
        return size
    from hornbill.numpy._shapes import broadcast_shapes

    return broadcast_shapes(*(getattr(one, "shape", ()) for one in parameters))


def _check_bounds(first: int, last: int, name: str) -> None:
    from hornbill.numpy._types import iinfo

    limits = iinfo(name)
    if first < limits.min:
        raise ValueError(f"low is out of bounds for {name}")
    if last > limits.max:
        raise ValueError(f"high is out of bounds for {name}")


def _probabilities(p: Any, count: int) -> Tensor:
    weights = _hornbill.asarray(p, "float64")
    if tuple(weights.shape) != (count,):
        raise ValueError("'a' and 'p' must have same size")
    if bool(call("any", call("logical_not", weights >= 0))):
        raise ValueError("probabilities are not non-negative")
    if abs(float(call("sum", weights)) - 1) > 1e-6:
        raise ValueError("probabilities do not sum to 1")
    return weights


def default_rng(seed: Any = None) -> Generator:
    """A new `Generator`; one that is given is returned.

    Returns:
        A generator.

    Raises:
        TypeError: the seed is no integer.

    Source: `hornbill/numpy/random.py`.
    """
    return seed if isinstance(seed, Generator) else Generator(seed)


class RandomState(Generator):
    """A generator with the older names of its methods."""

    def rand(self, *shape: int) -> Tensor:
        """Evenly from 0 up to 1."""
        return self.random(shape)

    def randn(self, *shape: int) -> Tensor:
        """From a normal distribution with mean 0 and standard deviation 1."""
        return self.standard_normal(shape)

    def randint(
        self, low: int, high: int | None = None, size: Any = None, dtype: DTypeLike = int
    ) -> Tensor:
        """Integers from `low` up to but without `high`."""
        return self.integers(low, high, size, dtype)

    random_sample = Generator.random
    seed = Generator.__init__


_global = _Global()

random = random_sample = ranf = sample = _global.random
uniform = _global.uniform
normal = _global.normal
standard_normal = _global.standard_normal
lognormal = _global.lognormal
exponential = _global.exponential
choice = _global.choice
permutation = _global.permutation
shuffle = _global.shuffle
binomial = _global.binomial


def seed(seed: int | None = None) -> None:
    """Starts the course of random numbers anew: those of layers and of `fit` too.

    Returns:
        `None`.

    Raises:
        TypeError: the seed is no integer.

    Source: `hornbill/numpy/random.py`.
    """
    _hornbill.set_seed(secrets.randbits(63) if seed is None else _as_seed(seed))


def rand(*shape: int) -> Tensor:
    """Evenly from 0 up to 1; the arguments are the lengths of the axes.

    Returns:
        A tensor of float64 of those lengths, or a scalar.

    Raises:
        ValueError: a length is negative.

    Source: `hornbill/numpy/random.py`.
    """
    return _global.random(shape)


def randn(*shape: int) -> Tensor:
    """From a normal distribution with mean 0 and standard deviation 1.

    Returns:
        A tensor of float64 of those lengths, or a scalar.

    Raises:
        ValueError: a length is negative.

    Source: `hornbill/numpy/random.py`.
    """
    return _global.standard_normal(shape)


def randint(
    low: int, high: int | None = None, size: Shape | None = None, dtype: DTypeLike = int
) -> Tensor:
    """Integers from `low` up to but without `high`; from 0 up to `low` if `high` is not given.

    Returns:
        A tensor of the size and dtype, int64 by default, or a scalar.

    Raises:
        ValueError: there is no integer between the bounds.

    Source: `hornbill/numpy/random.py`.
    """
    return _global.integers(low, high, size, dtype)


def random_integers(low: int, high: int | None = None, size: Shape | None = None) -> Tensor:
    """Integers from `low` to `high`, both included; from 1 if `high` is not given.

    Returns:
        A tensor of int64 of the size, or a scalar.

    Raises:
        ValueError: there is no integer between the bounds.

    Source: `hornbill/numpy/random.py`.
    """
    first, last = (1, low) if high is None else (low, high)
    return _global.integers(first, last, size, endpoint=True)
