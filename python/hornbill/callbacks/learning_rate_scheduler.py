"""Sets the learning rate of each epoch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hornbill._messages import print_message
from hornbill.callbacks.callback import Callback, Logs


class LearningRateScheduler(Callback):
    """Asks a function for the learning rate at the beginning of every epoch.

    Args:
        schedule: takes the epoch (from 0) and the current learning rate, and
            returns a float. A function of the epoch alone works too.
        verbose: 1 tells the new rate.
    """

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        super().__init__()
        self.schedule = schedule
        self.verbose = verbose

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        optimizer = self.model.optimizer
        if not hasattr(optimizer, "learning_rate"):
            raise ValueError('Optimizer must have a "learning_rate" attribute.')
        rate: Any
        try:
            rate = self.schedule(epoch, float(optimizer.learning_rate))
        except TypeError:
            rate = self.schedule(epoch)
        # NumPy's float64 is a float; its float32 is not.
        is_float32 = type(rate).__module__ == "numpy" and type(rate).__name__ == "float32"
        if not isinstance(rate, float) and not is_float32:
            raise ValueError(
                f"The output of the `schedule` function should be a float. Got: {rate}"
            )
        optimizer.learning_rate = rate
        if self.verbose > 0:
            print_message(
                f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}."
            )

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)
