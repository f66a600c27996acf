"""Attention by scaled products, as in `keras.ops`."""

from __future__ import annotations

from typing import Any

from hornbill._hornbill import Tensor
from hornbill.numpy._call import call
from hornbill.ops import _types


def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Tensor:
    """`softmax(query · keyᵀ · scale + bias) · value` for each head.

    Args:
        query: `(batch, time, heads, depth)`. The heads may be a multiple of the keys'.
        key, value: `(batch, source time, heads, depth)`.
        bias: is added to the products; broadcasts to `(batch, heads, time, source time)`.
        mask: true where a key may be attended to; broadcasts as `bias` does.
        scale: `1 / sqrt(depth)` by default.
        is_causal: whether no query attends to later keys.
        flash_attention: kept for programs that give it; there is one implementation.
        attn_logits_soft_cap: not supported, as on other backends but TPUs.

    Returns:
        `(batch, time, heads, value depth)`.
    """
    if attn_logits_soft_cap is not None:
        raise ValueError(
            "attn_logits_soft_cap is not supported. Received: "
            f"attn_logits_soft_cap={attn_logits_soft_cap}"
        )
    if flash_attention:
        raise ValueError("Flash attention is not supported on CPUs. Received: flash_attention=True")
    operands = [_types.real(x) for x in _types.common(query, key, value)]
    if any(x.ndim != 4 for x in operands):
        shapes = ", ".join(
            f"{name}.shape={tuple(x.shape)}"
            for name, x in zip(("query", "key", "value"), operands, strict=True)
        )
        raise ValueError(f"`dot_product_attention` only supports 4D inputs. Received: {shapes}.")
    extra = [None if x is None else _types.convert(x) for x in (bias, mask)]
    return call(
        "dot_product_attention",
        *operands,
        *extra,
        scale=None if scale is None else float(scale),
        is_causal=bool(is_causal),
    )
