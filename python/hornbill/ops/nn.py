"""Functions of networks, as in `keras.ops`: activations, crossentropies, normalisations."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from hornbill import activations as _activations
from hornbill import numpy as _np
from hornbill._hornbill import Tensor
from hornbill.numpy._call import axes, call
from hornbill.ops import _types
from hornbill.ops.attention import dot_product_attention
from hornbill.ops.blocks import depth_to_space, fold, psnr, space_to_depth, unfold
from hornbill.ops.convolution import conv, conv_transpose, depthwise_conv, separable_conv
from hornbill.ops.pooling import adaptive_average_pool, adaptive_max_pool, average_pool, max_pool
from hornbill.ops.sequences import ctc_decode, ctc_loss
from hornbill.ops.signal import polar

__all__ = [
    "adaptive_average_pool",
    "adaptive_max_pool",
    "average_pool",
    "batch_normalization",
    "binary_crossentropy",
    "categorical_crossentropy",
    "celu",
    "conv",
    "conv_transpose",
    "ctc_decode",
    "ctc_loss",
    "depth_to_space",
    "depthwise_conv",
    "dot_product_attention",
    "elu",
    "fold",
    "gelu",
    "glu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "layer_normalization",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "max_pool",
    "moments",
    "multi_hot",
    "normalize",
    "one_hot",
    "polar",
    "psnr",
    "relu",
    "relu6",
    "rms_normalization",
    "selu",
    "separable_conv",
    "sigmoid",
    "silu",
    "soft_shrink",
    "softmax",
    "softplus",
    "softsign",
    "space_to_depth",
    "sparse_categorical_crossentropy",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh_shrink",
    "threshold",
    "unfold",
]


def _activation(name: str, summary: str) -> Callable[[Any], Tensor]:
    source = getattr(_activations, name)

    def function(x: Any) -> Tensor:
        return source(_types.real(x))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = summary
    return function


relu6 = _activation("relu6", "`min(max(x, 0), 6)`.")
hard_sigmoid = _activation("hard_sigmoid", "`relu6(x + 3) / 6`.")
hard_silu = _activation("hard_silu", "`x * hard_sigmoid(x)`.")
hard_swish = hard_silu
log_sigmoid = _activation("log_sigmoid", "The logarithm of `sigmoid`.")
selu = _activation("selu", "A scaled `elu` that keeps mean and variance.")
silu = _activation("silu", "`x * sigmoid(x)`.")
swish = silu
softsign = _activation("softsign", "`x / (abs(x) + 1)`.")
sparse_plus = _activation("sparse_plus", "0 below -1, `x` above 1, `(x + 1)² / 4` between.")
sparse_sigmoid = _activation("sparse_sigmoid", "0 below -1, 1 above 1, `(x + 1) / 2` between.")
tanh_shrink = _activation("tanh_shrink", "`x - tanh(x)`.")


def hard_tanh(x: Any) -> Tensor:
    """`x` limited to -1 … 1."""
    x = _types.convert(x)
    return call("clip", x if x.dtype.kind in "iu" else _types.real(x), min=-1, max=1)


def relu(x: Any) -> Tensor:
    """`max(x, 0)`."""
    return call("relu", _types.convert(x))


def sigmoid(x: Any) -> Tensor:
    """`1 / (1 + exp(-x))`."""
    return call("sigmoid", _types.real(x))


def softplus(x: Any) -> Tensor:
    """`log(exp(x) + 1)`."""
    return call("softplus", _types.real(x))


def softmax(x: Any, axis: Any = -1) -> Tensor:
    """`exp(x)`, divided by its sum along axes."""
    x = _types.real(x)
    if isinstance(axis, int):
        return call("softmax", x, axis=axis)
    return call("exp", log_softmax(x, axis))


def log_softmax(x: Any, axis: Any = -1) -> Tensor:
    """The logarithm of `softmax`."""
    x = _types.real(x)
    if isinstance(axis, int):
        return call("log_softmax", x, axis=axis)
    return x - call("logsumexp", x, axis=axes(axis), keepdims=True)


def leaky_relu(x: Any, negative_slope: float = 0.2) -> Tensor:
    """`x` where it is positive, `negative_slope * x` elsewhere."""
    x = _types.real(x)
    return call("where", call("greater", x, 0), x, x * float(negative_slope))


def elu(x: Any, alpha: float = 1.0) -> Tensor:
    """`x` where it is positive, `alpha * (exp(x) - 1)` elsewhere."""
    x = _types.real(x)
    below = call("expm1", call("minimum", x, 0)) * float(alpha)
    return call("where", call("greater", x, 0), x, below)


def celu(x: Any, alpha: float = 1.0) -> Tensor:
    """`x` where it is positive, `alpha * (exp(x / alpha) - 1)` elsewhere."""
    return elu(_types.real(x) / float(alpha), 1.0) * float(alpha)


def gelu(x: Any, approximate: bool = True) -> Tensor:
    """`x` times the probability that a normal number is less than `x`.

    Args:
        x: an array.
        approximate: whether that is computed by a hyperbolic tangent.
    """
    x = _types.real(x)
    if not approximate:
        return _activations.gelu(x)
    inner = (x + x * x * x * 0.044715) * math.sqrt(2 / math.pi)
    return x * 0.5 * (call("tanh", inner) + 1.0)


def glu(x: Any, axis: int = -1) -> Tensor:
    """One half of the array along an axis, times the sigmoid of the other."""
    first, second = _np.split(_types.real(x), 2, axis)
    return first * call("sigmoid", second)


def soft_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """`x`, moved towards 0 by at most `threshold`."""
    x = _types.real(x)
    size = call("abs", x) - float(threshold)
    return call("sign", x) * call("maximum", size, 0)


def hard_shrink(x: Any, threshold: float = 0.5) -> Tensor:
    """0 where `abs(x) <= threshold`, `x` elsewhere."""
    x = _types.real(x)
    return call("where", call("greater", call("abs", x), float(threshold)), x, 0)


def threshold(x: Any, threshold: float, default_value: float) -> Tensor:
    """`x` where it is above `threshold`, `default_value`, in the dtype of `x`, elsewhere."""
    x = _types.convert(x)
    default = call("astype", _types.convert(default_value), dtype=x.dtype.name)
    return call("where", call("greater", x, threshold), x, default)


def squareplus(x: Any, b: float = 4) -> Tensor:
    """`(x + sqrt(x**2 + b)) / 2`."""
    x = _types.real(x)
    return (x + call("sqrt", x * x + float(b))) * 0.5


def sparsemax(x: Any, axis: int = -1) -> Tensor:
    """The nearest probabilities along an axis, many of which are 0."""
    x = _types.real(x)
    return _np.moveaxis(_activations.sparsemax(_np.moveaxis(x, axis, -1)), -1, axis)


def one_hot(
    x: Any, num_classes: int, axis: int = -1, dtype: Any = None, sparse: bool = False
) -> Tensor:
    """A one at each label's place along a new axis, zeros elsewhere."""
    name = _types.dtype_or_floatx(dtype)
    return call("one_hot", _types.convert(x), num_classes=int(num_classes), axis=axis, dtype=name)


def multi_hot(
    inputs: Any,
    num_classes: int | None = None,
    axis: int = -1,
    dtype: Any = None,
    sparse: bool = False,
    **kwargs: Any,
) -> Tensor:
    """Ones at the places of all labels of a sample, zeros elsewhere."""
    num_classes = kwargs.pop("num_tokens", num_classes)
    if num_classes is None:
        raise ValueError("Argument `num_classes` must be specified.")
    x = _types.convert(inputs)
    rows = one_hot(x, num_classes, axis, dtype)
    # Of a batch, axis 0 counts the samples; of one sample, its labels.
    return _np.max(rows, 1 if x.ndim > 1 else 0)


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Tensor:
    """The crossentropy of each probability, or of each logit."""
    y, p = _targets(target, output)
    if from_logits:
        # Finite for large logits of both signs.
        return call("maximum", p, 0) - p * y + call("softplus", -call("abs", p))
    p = _inside(p)
    return -(y * call("log", p) + (1.0 - y) * call("log", 1.0 - p))


def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """The crossentropies of probabilities, or of logits, along an axis."""
    y, p = _targets(target, output)
    return -_np.sum(y * _logarithms(p, from_logits, axis), axis)


def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """The same, for the numbers of the classes in place of one-hot rows."""
    labels = _types.convert(target)
    p = _types.real(output)
    if labels.ndim == p.ndim and labels.shape[-1] == 1:
        labels = call("squeeze", labels, axis=-1)
    if p.ndim < 1:
        raise ValueError("Argument `output` must be at least rank 1.")
    rest = [length for place, length in enumerate(p.shape) if place != axis % p.ndim]
    if list(labels.shape) != rest:
        raise ValueError(
            "Arguments `target` and `output` must have the same shape up until the last dimension: "
            f"target.shape={tuple(labels.shape)}, output.shape={tuple(p.shape)}"
        )
    rows = one_hot(labels, p.shape[axis], axis, p.dtype)
    return -_np.sum(rows * _logarithms(p, from_logits, axis), axis)


def _targets(target: Any, output: Any) -> tuple[Tensor, Tensor]:
    y, p = _types.convert(target), _types.real(output)
    if tuple(y.shape) != tuple(p.shape):
        raise ValueError(
            "Arguments `target` and `output` must have the same shape. "
            f"Received: target.shape={tuple(y.shape)}, output.shape={tuple(p.shape)}"
        )
    return call("astype", y, dtype=p.dtype.name), p


def _logarithms(p: Tensor, from_logits: bool, axis: int) -> Tensor:
    if from_logits:
        return call("log_softmax", p, axis=axis)
    p = p / call("sum", p, axis=axis, keepdims=True)
    return call("log", _inside(p))


def _inside(p: Tensor) -> Tensor:
    """Probabilities whose logarithms are finite."""
    from hornbill import config

    return call("clip", p, min=config.epsilon(), max=1 - config.epsilon())


def moments(
    x: Any, axes: Any, keepdims: bool = False, synchronized: bool = False
) -> tuple[Tensor, Tensor]:
    """The mean and the variance over axes. Those of 16-bit floats are computed in 32 bits."""
    if synchronized:
        raise NotImplementedError("Argument synchronized=True is not supported.")
    x = _types.real(x)
    if x.dtype.itemsize > 2:
        return _np.mean(x, axes, keepdims=keepdims), _np.var(x, axes, keepdims=keepdims)
    wide = call("astype", x, dtype="float32")
    mean, variance = (
        call("clip", function(wide, axes, keepdims=keepdims), min=-65504.0, max=65504.0)
        for function in (_np.mean, _np.var)
    )
    name = x.dtype.name
    return call("astype", mean, dtype=name), call("astype", variance, dtype=name)


def normalize(x: Any, axis: Any = -1, order: int = 2, epsilon: float | None = None) -> Tensor:
    """`x`, divided by its norm along axes."""
    from hornbill import config

    if not isinstance(order, int) or order < 1:
        raise ValueError(f"Argument `order` must be an int >= 1. Received: order={order}")
    x = _types.real(x)
    if x.ndim == 0:
        x = call("expand_dims", x, axis=0)
    least = config.epsilon() if epsilon is None else float(epsilon)
    if order == 2:
        squares = call("sum", x * x, axis=axes(axis), keepdims=True)
        return x * call("minimum", call("rsqrt", squares), 1.0 / least)
    length = _np.linalg.norm(x, order, axis, keepdims=True)
    return x / call("maximum", length, least)


def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    axis: int,
    offset: Any = None,
    scale: Any = None,
    epsilon: float = 0.001,
) -> Tensor:
    """`(x - mean) / sqrt(variance + epsilon) * scale + offset`, with vectors along an axis."""
    x = _types.real(x)
    shape = [1] * x.ndim
    shape[axis] = x.shape[axis]

    def along(vector: Any, name: str) -> Tensor:
        found = _types.convert(vector)
        if tuple(found.shape) != (x.shape[axis],):
            raise ValueError(
                f"Arguments `{name}` must be a vector of length `x.shape[axis]`. "
                f"Expected: `{(x.shape[axis],)}`. Received: `{tuple(found.shape)}`."
            )
        return call("reshape", found, shape=shape)

    factor = call("rsqrt", along(variance, "variance") + float(epsilon))
    if scale is not None:
        factor = factor * along(scale, "scale")
    result = (x - along(mean, "mean")) * factor
    if offset is not None:
        result = result + along(offset, "offset")
    return result


def layer_normalization(
    x: Any,
    gamma: Any = None,
    beta: Any = None,
    axis: Any = -1,
    epsilon: float | None = None,
    **kwargs: Any,
) -> Tensor:
    """`x` with mean 0 and variance 1 along axes, times `gamma`, plus `beta`.

    Args:
        x: a tensor. It is computed in 32 bits at least; the result has its dtype.
        gamma, beta: tensors that broadcast, or vectors along `axis`.
        axis: an axis or several.
        epsilon: is added to the variance.
    """
    x, name, slack = _normalized(x, epsilon)
    places = [place % x.ndim for place in ([axis] if isinstance(axis, int) else axis)]
    lengths = [length if place in places else 1 for place, length in enumerate(x.shape)]

    def along(vector: Any) -> Tensor:
        found = call("astype", _types.convert(vector), dtype=x.dtype.name)
        if found.ndim != x.ndim and places != [x.ndim - 1]:
            return call("reshape", found, shape=lengths)
        return found

    mean, variance = moments(x, places, keepdims=True)
    factor = call("rsqrt", variance + slack)
    # By its deviation alone, for programs that say so: Keras keeps it, but advises against it.
    result = x * factor if kwargs.pop("rms_scaling", False) else (x - mean) * factor
    result = result if gamma is None else result * along(gamma)
    result = result if beta is None else result + along(beta)
    return call("astype", result, dtype=name)


def rms_normalization(
    x: Any, scale: Any = None, axis: Any = -1, epsilon: float | None = None
) -> Tensor:
    """`x`, divided by the root of the mean of its squares along axes, times `scale`.

    It is computed in 32 bits at least; the result has the dtype of `x`.
    """
    x, name, slack = _normalized(x, epsilon)
    if x.ndim == 0:
        x = call("expand_dims", x, axis=0)
    result = x * call("rsqrt", _np.mean(x * x, axis, keepdims=True) + slack)
    if scale is not None:
        result = result * call("astype", _types.convert(scale), dtype=x.dtype.name)
    return call("astype", result, dtype=name)


def _normalized(x: Any, epsilon: float | None) -> tuple[Tensor, str, float]:
    """`x` in 32 bits at least, the name of its dtype, and what keeps divisors from 0."""
    from hornbill import config

    x = _types.convert(x)
    name = x.dtype.name
    wide = x if name in ("float32", "float64") else call("astype", x, dtype="float32")
    return wide, name, config.epsilon() if epsilon is None else float(epsilon)
