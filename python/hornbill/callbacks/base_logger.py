"""Keras 2's averaging logger."""

from __future__ import annotations

from collections.abc import Iterable

from hornbill.callbacks.callback import Callback


class BaseLogger(Callback):
    """Kept for programs written for Keras 2, where it averaged the metrics of an epoch.

    The values in the logs are averages of the epoch already, so there is
    nothing left for it to do.

    Args:
        stateful_metrics: names of metrics that should not be averaged.
    """

    def __init__(self, stateful_metrics: Iterable[str] | None = None) -> None:
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or [])
