"""Initializers: how weights get their first values. Names, arguments and defaults are Keras'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from hornbill import _hornbill
from hornbill._objects import KerasObject, Namespace, arguments

Axes = int | Sequence[int] | None


class Initializer(KerasObject):
    """The base class of the initializers. Called with a shape, an initializer makes a tensor."""

    _role = "initializer"
    _module = "keras.initializers"

    @staticmethod
    def _new_handle(class_name: str, config: str | None) -> Any:
        return _hornbill.Initializer(class_name, config)

    def __call__(self, shape: int | Sequence[int], dtype: Any = None) -> _hornbill.Tensor:
        """Initial values for a weight of that shape."""
        from hornbill._dtypes import standardize_dtype

        return self._engine()(shape, standardize_dtype(dtype))


class Zeros(Initializer):
    """All 0."""

    def __init__(self) -> None:
        self._create({})


class Ones(Initializer):
    """All 1."""

    def __init__(self) -> None:
        self._create({})


class Constant(Initializer):
    """All `value`."""

    def __init__(self, value: float = 0.0) -> None:
        self._create(arguments(locals()))


class Identity(Initializer):
    """The identity matrix, times `gain`."""

    def __init__(self, gain: float = 1.0) -> None:
        self._create(arguments(locals()))


class Orthogonal(Initializer):
    """A random orthogonal matrix, times `gain`."""

    def __init__(self, gain: float = 1.0, seed: int | None = None) -> None:
        self._create(arguments(locals()))


class RandomNormal(Initializer):
    """Drawn from a normal distribution."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        self._create(arguments(locals()))


class TruncatedNormal(Initializer):
    """Drawn from a normal distribution without its tails beyond two deviations."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> None:
        self._create(arguments(locals()))


class RandomUniform(Initializer):
    """Drawn evenly from `minval` to `maxval`."""

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ) -> None:
        self._create(arguments(locals()))


class VarianceScaling(Initializer):
    """Drawn with the variance `scale / n`, n counting inputs, outputs, or their mean."""

    def __init__(
        self,
        scale: float = 1.0,
        mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in",
        distribution: str = "truncated_normal",
        seed: int | None = None,
        input_axes: Axes = None,
        output_axes: Axes = None,
    ) -> None:
        self._create(arguments(locals()))


class _Scaled(Initializer):
    def __init__(
        self, seed: int | None = None, input_axes: Axes = None, output_axes: Axes = None
    ) -> None:
        self._create(arguments(locals()))


class GlorotUniform(_Scaled):
    """Even, with the variance 2 / (inputs + outputs)."""


class GlorotNormal(_Scaled):
    """Truncated normal, with the variance 2 / (inputs + outputs)."""


class HeUniform(_Scaled):
    """Even, with the variance 2 / inputs."""


class HeNormal(_Scaled):
    """Truncated normal, with the variance 2 / inputs."""


class LecunUniform(_Scaled):
    """Even, with the variance 1 / inputs."""


class LecunNormal(_Scaled):
    """Truncated normal, with the variance 1 / inputs."""


_namespace = Namespace(
    Initializer,
    [
        Zeros,
        Ones,
        Constant,
        Identity,
        Orthogonal,
        RandomNormal,
        TruncatedNormal,
        RandomUniform,
        VarianceScaling,
        GlorotUniform,
        GlorotNormal,
        HeUniform,
        HeNormal,
        LecunUniform,
        LecunNormal,
    ],
)
get = _namespace.get
serialize = _namespace.serialize
deserialize = _namespace.deserialize

# The older spellings.
zeros = Zeros
ones = Ones
constant = Constant
identity = Identity
orthogonal = Orthogonal
normal = random_normal = RandomNormal
truncated_normal = TruncatedNormal
uniform = random_uniform = RandomUniform
variance_scaling = VarianceScaling
glorot_uniform = GlorotUniform
glorot_normal = GlorotNormal
he_uniform = HeUniform
he_normal = HeNormal
lecun_uniform = LecunUniform
lecun_normal = LecunNormal
IdentityInitializer = Identity
OrthogonalInitializer = Orthogonal
