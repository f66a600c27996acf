"""What the callbacks that watch one quantity have in common."""

from __future__ import annotations

import operator
import warnings
from collections.abc import Callable
from typing import Any

from hornbill.callbacks.callback import Callback


class MonitorCallback(Callback):
    """Decides whether a monitored quantity has improved.

    Args:
        monitor: the name of the quantity in the logs.
        mode: `"min"` (smaller is better), `"max"`, or `"auto"`: the loss gets
            smaller, and a metric knows its own direction.
        baseline: the value to beat at first; `None`: the first one seen.
        min_delta: a smaller change is no improvement.
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        mode: str = "auto",
        baseline: float | None = None,
        min_delta: float = 0,
    ) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            warnings.warn(
                f"{type(self).__name__} mode '{mode}' is unknown, fallback to auto mode.",
                stacklevel=3,
            )
            mode = "auto"
        self.monitor = monitor
        self.mode = mode
        self.best = baseline
        self.min_delta = abs(min_delta)
        self.monitor_op: Callable[[Any, Any], bool] | None = None

    def _set_monitor_op(self) -> None:
        # Not in `__init__`: metrics such as "accuracy" exist only once the
        # model knows its outputs.
        if self.mode == "min":
            self.monitor_op = operator.lt
        elif self.mode == "max":
            self.monitor_op = operator.gt
        else:
            self.monitor_op = self._inferred_op()
        if self.monitor_op is operator.lt:
            self.min_delta *= -1

    def _inferred_op(self) -> Callable[[Any, Any], bool]:
        direction = self.model._engine().metric_direction(self.monitor)
        if direction == 0:
            raise ValueError(
                f"{type(self).__name__} callback received monitor={self.monitor}, but it cannot "
                "be determined automatically whether that metric should be maximized or "
                "minimized. Pass `mode='max'` in order to monitor based on the highest metric "
                "value, or pass `mode='min'` in order to use the lowest value."
            )
        return operator.gt if direction > 0 else operator.lt

    def _is_improvement(self, value: float, reference: float | None) -> bool:
        if reference is None:
            return True
        assert self.monitor_op is not None
        return bool(self.monitor_op(value - self.min_delta, reference))
