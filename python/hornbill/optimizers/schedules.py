"""Learning rates that follow a course: pass one as an optimizer's `learning_rate`."""

from __future__ import annotations

from collections.abc import Sequence

from hornbill._objects import Serializable, arguments


class LearningRateSchedule(Serializable):
    """The base class of the schedules."""

    _role = "learning rate schedule"
    _module = "keras.optimizers.schedules"


class ExponentialDecay(LearningRateSchedule):
    """`rate * decay_rate ** (step / decay_steps)`."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        self._create(arguments(locals()))


class InverseTimeDecay(LearningRateSchedule):
    """`rate / (1 + decay_rate * step / decay_steps)`."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        decay_rate: float,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        self._create(arguments(locals()))


class PiecewiseConstantDecay(LearningRateSchedule):
    """One of `values` for each stretch between the steps in `boundaries`."""

    def __init__(
        self,
        boundaries: Sequence[float],
        values: Sequence[float],
        name: str = "PiecewiseConstant",
    ) -> None:
        self._create(arguments(locals()))


class PolynomialDecay(LearningRateSchedule):
    """From the initial rate to `end_learning_rate` in `decay_steps`, along a power."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        self._create(arguments(locals()))


class CosineDecay(LearningRateSchedule):
    """Along half a cosine, after a warm-up if wanted."""

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: float = 0,
    ) -> None:
        self._create(arguments(locals()))


class CosineDecayRestarts(LearningRateSchedule):
    """`CosineDecay`, beginning anew again and again."""

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: float,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        self._create(arguments(locals()))
