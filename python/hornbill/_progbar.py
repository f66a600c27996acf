"""Keras' progress bar, for loops that run in Python.

The training loop of the engine prints its own bar, which looks the same; this
one serves loops whose batches or callbacks are Python's.
"""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Iterable
from typing import Any

from hornbill._messages import print_message

_BOLD = "\x1b[1m"
_GREEN = "\x1b[32m"
_GREY = "\x1b[37m"
_PLAIN = "\x1b[0m"


class Progbar:
    """Shows how far a loop has come, and the values so far.

    Args:
        target: the number of steps, `None` if it is not known.
        width: the width of the bar in characters.
        verbose: 0 nothing, 1 a bar, 2 one line at the end.
        interval: the least seconds between two updates.
        stateful_metrics: names of values that are shown as they are; the
            others are averaged over the steps.
        stateless_metrics: names of values that are averaged; the others are
            shown as they are. Not together with `stateful_metrics`.
        unit_name: what a step is called.
    """

    def __init__(
        self,
        target: int | None,
        width: int = 20,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
        stateless_metrics: Iterable[str] | None = None,
        unit_name: str = "step",
    ) -> None:
        if stateful_metrics is not None and stateless_metrics is not None:
            raise ValueError(
                "Only one of `stateful_metrics` or `stateless_metrics` can be provided. "
                f"Received: stateful_metrics={stateful_metrics}, "
                f"stateless_metrics={stateless_metrics}"
            )
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self.stateful_metrics = None if stateful_metrics is None else set(stateful_metrics)
        self.stateless_metrics = None if stateless_metrics is None else set(stateless_metrics)
        if self.stateful_metrics is None and self.stateless_metrics is None:
            self.stateful_metrics = set()
        self._dynamic_display = (
            (hasattr(sys.stdout, "isatty") and sys.stdout.isatty())
            or "ipykernel" in sys.modules
            or "posix" in sys.modules
            or "PYCHARM_HOSTED" in os.environ
        )
        self._seen_so_far = 0
        self._values: dict[str, list[Any]] = {}  # name: [sum, count]
        self._start = time.time()
        self._last_update = 0.0
        self._time_after_first_step: float | None = None
        self._prev_total_width = 0

    def update(
        self,
        current: int,
        values: Iterable[tuple[str, Any]] | None = None,
        finalize: bool | None = None,
    ) -> None:
        """Shows that `current` steps are done.

        Args:
            current: how many steps are done.
            values: pairs of a name and its value in the last step.
            finalize: whether this is the last update; by default when the
                target is reached.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        for name, value in values or ():
            self._record(name, value, current, finalize)
        self._seen_so_far = current

        now = time.time()
        seconds_per_step = self._seconds_per_step(current, now)
        if self.verbose == 1:
            if now - self._last_update < self.interval and not finalize:
                return
            self._draw(current, now, seconds_per_step, finalize)
        elif self.verbose == 2 and finalize and self.target:
            digits = int(math.log10(self.target)) + 1
            line = f"{current:{digits}d}/{self.target} - {now - self._start:.0f}s"
            line += f" -{self._format_time(seconds_per_step)}{self._format_values(signed=False)}\n"
            print_message(line, line_break=False)
        self._last_update = now

    def add(self, n: int, values: Iterable[tuple[str, Any]] | None = None) -> None:
        """Shows that `n` more steps are done."""
        self.update(self._seen_so_far + n, values)

    def _record(self, name: str, value: Any, current: int, finalize: bool) -> None:
        if self.stateful_metrics is not None:
            is_averaged = name not in self.stateful_metrics
        else:
            is_averaged = name in (self.stateless_metrics or ())
        if not is_averaged or finalize:
            self._values[name] = [value, 1]
            return
        steps = max(current - self._seen_so_far, 1)
        total = self._values.setdefault(name, [0, 0])
        total[0] += value * steps
        total[1] += steps

    def _draw(self, current: int, now: float, seconds_per_step: float, finalize: bool) -> None:
        message = "\b" * self._prev_total_width + "\r" if self._dynamic_display else "\n"
        invisible = 0
        if self.target:
            digits = int(math.log10(self.target)) + 1
            filled = int(self.width * (float(current) / self.target))
            bar = f"{_BOLD}{current:{digits}d}/{self.target}{_PLAIN} "
            invisible += len(_BOLD) + len(_PLAIN)
            if filled > 0:
                bar += f"{_GREEN}{'━' * filled}{_PLAIN}"
                invisible += len(_GREEN) + len(_PLAIN)
            bar += f"{_GREY}{'━' * (self.width - filled)}{_PLAIN}"
            invisible += len(_GREY) + len(_PLAIN)
        else:
            bar = f"{current:7d}/Unknown"

        if self.target and not finalize:
            clock = _format_remaining(seconds_per_step * (self.target - current))
        else:
            clock = f"{now - self._start:.0f}s"
        info = f" {_BOLD}{clock}{_PLAIN}"
        invisible += len(_BOLD) + len(_PLAIN)
        info += self._format_time(seconds_per_step) + self._format_values(signed=True)

        width = len(bar) + len(info) - invisible
        message += bar + info + " " * max(0, self._prev_total_width - width)
        if finalize:
            message += "\n"
        print_message(message, line_break=False)
        self._prev_total_width = width

    def _format_values(self, signed: bool) -> str:
        text = ""
        for name, (value, count) in self._values.items():
            if not isinstance(value, float):
                value = _mean(value)
            average = value / max(1, count)
            # The one-line form tests the value itself: a negative one prints
            # with an exponent there, in the bar it does not.
            plain = (abs(average) if signed else average) > 1e-3
            text += f" - {name}: {average:.4f}" if plain else f" - {name}: {average:.4e}"
        return text

    def _format_time(self, seconds: float) -> str:
        if seconds >= 1 or seconds == 0:
            return f" {seconds:.0f}s/{self.unit_name}"
        if seconds >= 1e-3:
            return f" {seconds * 1e3:.0f}ms/{self.unit_name}"
        return f" {seconds * 1e6:.0f}us/{self.unit_name}"

    def _seconds_per_step(self, current: int, now: float) -> float:
        if not current:
            return 0
        # The first step is not typical (it compiles): it counts only while
        # there is no other.
        if self._time_after_first_step is not None and current > 1:
            seconds = (now - self._time_after_first_step) / (current - 1)
        else:
            seconds = (now - self._start) / current
        if current == 1:
            self._time_after_first_step = now
        return seconds


def _format_remaining(seconds: float) -> str:
    whole = int(seconds)
    if seconds > 3600:
        return f"{whole // 3600}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    if seconds > 60:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole}s"


def _mean(value: Any) -> float:
    if isinstance(value, int):
        return float(value)
    import numpy

    return float(numpy.mean(value))
