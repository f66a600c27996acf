"""The record that `fit` returns."""

from __future__ import annotations

from typing import Any

from hornbill.callbacks.callback import Callback, Logs


class History(Callback):
    """Records the logs of every epoch. `fit` makes one and returns it.

    Attributes:
        history: a dict from the names of the loss and the metrics to lists of
            floats, one for each epoch.
        epoch: the numbers of the epochs, from 0.
        params: `verbose`, `epochs` and `steps` of the run.
    """

    def __init__(self) -> None:
        super().__init__()
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
        self.model.history = self
