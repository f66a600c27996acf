"""The base class of callbacks."""

from __future__ import annotations

from typing import Any

Logs = dict[str, Any]


class Callback:
    """Hooks into `fit`, `evaluate` and `predict`.

    Subclass it, override the methods of the moments you want, and pass
    instances as `callbacks=[...]`. `logs` maps the names of the loss and the
    metrics to their values so far; entries that a callback adds to the logs
    of `on_epoch_end` appear in the progress bar and in the `History`.

    Attributes:
        model: the model that is running.
        params: a dict with `verbose`, `epochs` and `steps`.
    """

    def __init__(self) -> None:
        self.params: dict[str, Any] | None = None
        self._model: Any = None

    def set_params(self, params: dict[str, Any] | None) -> None:
        """Called before the run with its `verbose`, `epochs` and `steps`."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Called before the run with the model."""
        self._model = model

    @property
    def model(self) -> Any:
        """The model that is running."""
        return self._model

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """The older name of `on_train_batch_begin`."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """The older name of `on_train_batch_end`."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """An epoch of training begins."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """An epoch of training is over, its validation too: `val_...` is in the logs."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A training batch begins."""
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A training batch is over; the logs hold the epoch's values so far."""
        self.on_batch_end(batch, logs=logs)

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A batch of an evaluation or a validation begins."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A batch of an evaluation or a validation is over."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """A batch of a prediction begins."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """A batch of a prediction is over; its outputs are in `logs["outputs"]`."""

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Training begins."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Training is over; the logs are those of the last epoch."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """An evaluation or a validation begins."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """An evaluation or a validation is over; the logs are its results."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """A prediction begins."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """A prediction is over."""


def overrides(callback: Any, method: str) -> bool:
    """Whether a callback does anything in a method: in its class or set on the instance."""
    own = getattr(callback, method, None)
    if own is None:
        return False
    return getattr(own, "__func__", own) is not getattr(Callback, method)
