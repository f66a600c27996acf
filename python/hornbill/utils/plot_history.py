"""Learning curves."""

from __future__ import annotations

import os
from typing import Any

__all__ = ["plot_history"]


def plot_history(history: Any, path: str | os.PathLike[str] | None = None) -> Any:
    """Draws how loss and metrics went from epoch to epoch, with their validation values.

    Args:
        history: what `fit` returned, or the dict that is its `history`.
        path: a file to save the picture in; its suffix says the kind.

    Returns:
        Matplotlib's figure, with one plot for each metric. Needs the package matplotlib.
    """
    from matplotlib.figure import Figure

    curves: dict[str, list[float]] = getattr(history, "history", history)
    names = [name for name in curves if not name.startswith("val_")]
    if not names:
        raise ValueError(
            "There is nothing to draw: expected the history of at least one epoch. "
            f"Received: history={curves}"
        )
    if path is None:
        from matplotlib import pyplot

        figure = pyplot.figure(figsize=(5 * len(names), 3.6), layout="constrained")
    else:
        figure = Figure(figsize=(5 * len(names), 3.6), layout="constrained")
    for place, name in enumerate(names, start=1):
        plot = figure.add_subplot(1, len(names), place)
        for key, label in ((name, "training"), (f"val_{name}", "validation")):
            if key in curves:
                plot.plot(range(1, len(curves[key]) + 1), curves[key], label=label)
        plot.set(title=name.replace("_", " "), xlabel="epoch")
        plot.xaxis.get_major_locator().set_params(integer=True)
        plot.legend()
    if path is not None:
        figure.savefig(path)
    return figure
