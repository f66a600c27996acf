"""What `fit`, `evaluate` and `predict` share: checks, and the way from events to callbacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hornbill import _hornbill
from hornbill._data import is_stream
from hornbill._messages import print_message
from hornbill.callbacks.callback_list import CallbackList
from hornbill.callbacks.progbar_logger import ProgbarLogger

# The method of each event, and whether it is called with the number of an epoch or batch.
_METHODS = {
    _hornbill.EVENT_TRAIN_BEGIN: ("on_train_begin", False),
    _hornbill.EVENT_TRAIN_END: ("on_train_end", False),
    _hornbill.EVENT_EPOCH_BEGIN: ("on_epoch_begin", True),
    _hornbill.EVENT_EPOCH_END: ("on_epoch_end", True),
    _hornbill.EVENT_TRAIN_BATCH_BEGIN: ("on_train_batch_begin", True),
    _hornbill.EVENT_TRAIN_BATCH_END: ("on_train_batch_end", True),
    _hornbill.EVENT_TEST_BEGIN: ("on_test_begin", False),
    _hornbill.EVENT_TEST_END: ("on_test_end", False),
    _hornbill.EVENT_TEST_BATCH_BEGIN: ("on_test_batch_begin", True),
    _hornbill.EVENT_TEST_BATCH_END: ("on_test_batch_end", True),
    _hornbill.EVENT_PREDICT_BEGIN: ("on_predict_begin", False),
    _hornbill.EVENT_PREDICT_END: ("on_predict_end", False),
    _hornbill.EVENT_PREDICT_BATCH_BEGIN: ("on_predict_batch_begin", True),
    _hornbill.EVENT_PREDICT_BATCH_END: ("on_predict_batch_end", True),
}

# The logs of `on_train_end` are those of the last epoch as the callbacks left them.
_LAST_EPOCH = "last epoch"


@dataclass
class Listening:
    """What a run tells the engine about its callbacks."""

    callback: Callable[[int, int, dict[str, float]], int | None] | None
    event_mask: int
    verbose: int


def listen(
    model: Any,
    callbacks: Any,
    *,
    verbose: int,
    epochs: int,
    steps: int,
    is_training: bool = False,
) -> Listening:
    """Prepares the callbacks of a run."""
    if callbacks is None and not is_training:
        return Listening(None, 0, verbose)
    listeners = callbacks
    if not isinstance(callbacks, CallbackList):
        listeners = CallbackList(
            callbacks,
            add_history=is_training,
            model=model,
            verbose=verbose,
            epochs=epochs,
            steps=steps,
        )
    # A bar among the callbacks is the one that prints.
    if any(isinstance(callback, ProgbarLogger) for callback in listeners.callbacks):
        verbose = 0
    wanted = {
        event: (getattr(listeners, method), is_numbered)
        for event, (method, is_numbered) in _METHODS.items()
        if listeners.listens_to(method)
    }
    state: dict[str, Any] = {}

    def callback(event: int, index: int, logs: dict[str, float]) -> None:
        method, is_numbered = wanted.get(event, (None, False))
        if method is None:
            return
        if event == _hornbill.EVENT_EPOCH_END:
            state[_LAST_EPOCH] = logs
        elif event == _hornbill.EVENT_TRAIN_END:
            logs = state.get(_LAST_EPOCH, logs)
        if is_numbered:
            method(index, logs)
        else:
            method(logs)

    return Listening(callback, sum(1 << event for event in wanted), verbose)


def as_verbose(verbose: Any) -> int:
    """The number that the engine knows a `verbose` by."""
    if verbose == "auto":
        return 1
    if verbose in (0, 1, 2):  # True and False are among them
        return int(verbose)
    raise ValueError(f"Expected verbose to be 'auto', 0, 1 or 2. Received: verbose={verbose}")


def count(name: str, value: Any) -> None:
    """Raises if a number of things is none."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or value < 1:
        raise ValueError(f"`{name}` should be a positive integer. Received: {name}={value}")


def only_arrays(data: Any, method: str) -> None:
    """Raises for generators and data sets of batches, and for what is no data at all."""
    if isinstance(data, (int, float)) or getattr(data, "shape", None) == ():
        raise ValueError(
            f"{method}: expected samples along the first axis of an array. Received: {data!r}"
        )
    if is_stream(data):
        raise NotImplementedError(
            f"{method}: generators and data sets of batches are not supported so far: pass arrays, "
            f"or call `train_on_batch` in a loop. Received: {type(data).__name__}"
        )


def print_text(text: str) -> None:
    """Prints what the engine prints."""
    print_message(text, line_break=False)
