"""Labels of sequences whose times are not known, as in `keras.ops`."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types


def ctc_loss(
    target: Any, output: Any, target_length: Any, output_length: Any, mask_index: int = 0
) -> Tensor:
    """The loss of connectionist temporal classification, one number for each sequence.

    It is the negative logarithm of the probability that the steps' classes, blanks and repetitions
    left out, are the labels.

    Args:
        target: integers `(batch, labels)`.
        output: logits `(batch, steps, classes)`.
        target_length: how many labels of each sequence count.
        output_length: how many steps of each sequence count.
        mask_index: the class of blanks.
    """
    labels, logits = _types.convert(target), _types.real(output)
    lengths = [_types.convert(x) for x in (target_length, output_length)]
    return call("ctc_loss", labels, logits, *lengths, mask_index=int(mask_index))


def ctc_decode(
    inputs: Any,
    sequence_lengths: Any,
    strategy: str = "greedy",
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
    mask_index: int | None = 0,
) -> tuple[Tensor, Tensor]:
    """The most probable labels of sequences.

    Args:
        inputs: logits `(batch, steps, classes)`.
        sequence_lengths: how many steps of each sequence count.
        strategy: `"greedy"` takes the most probable class of each step; `"beam_search"` follows the
            `beam_width` best sequences of labels.
        beam_width: how many sequences are followed.
        top_paths: how many sequences are given.
        merge_repeated: whether a class that follows itself is one label; for `"greedy"`.
        mask_index: the class of blanks; the last one if `None`.

    Returns:
        Labels `(top_paths, batch, steps)`, -1 behind the last one, and scores: `(batch, 1)`, minus
        the sum of the largest logits, or `(batch, top_paths)`, the logarithms of probabilities.
    """
    logits = _types.real(inputs)
    if mask_index is None:
        mask_index = logits.shape[-1] - 1
    labels, scores = call(
        "ctc_decode",
        logits,
        _types.convert(sequence_lengths),
        strategy=strategy,
        beam_width=int(beam_width),
        top_paths=int(top_paths),
        merge_repeated=bool(merge_repeated),
        mask_index=int(mask_index),
    )
    return labels, scores
