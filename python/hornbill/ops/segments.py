"""Rows that belong to one segment, combined, as in `keras.ops`."""

from __future__ import annotations

import operator
from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types


def segment_sum(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """The sums of the rows of each segment.

    Args:
        data: a tensor.
        segment_ids: integers: the segment of each row, or of each place of the first axes. Rows
            whose segment is negative or too large are left out.
        num_segments: how many segments there are; by default one more than the largest of the ids.
        sorted: whether the ids are in ascending order; the result is the same.

    Returns:
        A tensor with `num_segments` rows; 0 for segments without rows.
    """
    return _segments("segment_sum", data, segment_ids, num_segments, sorted)


def segment_prod(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """The products of the rows of each segment; 1 for those without rows. As `segment_sum`."""
    return _segments("segment_prod", data, segment_ids, num_segments, sorted)


def segment_max(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """The largest elements of the rows of each segment; the lowest number for those without rows.

    As `segment_sum`.
    """
    return _segments("segment_max", data, segment_ids, num_segments, sorted)


def segment_min(
    data: Any, segment_ids: Any, num_segments: int | None = None, sorted: bool = False
) -> Tensor:
    """The smallest elements of the rows of each segment; the highest number for those without rows.

    As `segment_sum`.
    """
    return _segments("segment_min", data, segment_ids, num_segments, sorted)


def _segments(name: str, data: Any, segment_ids: Any, count: int | None, is_sorted: bool) -> Tensor:
    x, ids = _types.convert(data), _types.convert(segment_ids)
    number = None if count is None else operator.index(count)
    return call(name, x, ids, num_segments=number, sorted=bool(is_sorted))
