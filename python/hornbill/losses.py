"""Losses, as classes and as functions. Names, arguments and defaults are Keras'."""

from __future__ import annotations

from typing import Any, Literal

from hornbill import _hornbill
from hornbill._data import as_array
from hornbill._objects import KerasObject, Namespace, arguments, to_json

Reduction = Literal["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"] | None
Axis = int | tuple[int, ...] | list[int] | None


def _with_reduction(given: dict[str, Any]) -> dict[str, Any]:
    # None is a reduction; elsewhere it means the default.
    given.setdefault("reduction", "none")
    if given["reduction"] == "auto":  # Keras 2
        given["reduction"] = "sum_over_batch_size"
    return given


class Loss(KerasObject):
    """The base class of the losses. Called with targets and predictions, a loss measures."""

    _role = "loss"
    _module = "keras.losses"

    @staticmethod
    def _new_handle(class_name: str, config: str | None) -> Any:
        return _hornbill.Loss(class_name, config)

    def _create(self, arguments: Any) -> None:
        super()._create(_with_reduction(dict(arguments)))

    @property
    def name(self) -> str:
        """The name of the loss."""
        return self._engine().name

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> _hornbill.Tensor:
        """The loss, reduced as `reduction` says."""
        return self._engine()(
            as_array(y_true, "y_true"),
            as_array(y_pred, "y_pred"),
            as_array(sample_weight, "sample_weight"),
        )


class MeanSquaredError(Loss):
    """The mean of the squared differences."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "mean_squared_error",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class MeanAbsoluteError(Loss):
    """The mean of the absolute differences."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "mean_absolute_error",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class MeanAbsolutePercentageError(Loss):
    """The mean of the absolute differences in percent of the targets."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "mean_absolute_percentage_error",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class MeanSquaredLogarithmicError(Loss):
    """The mean of the squared differences of the logarithms."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "mean_squared_logarithmic_error",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class Huber(Loss):
    """Squared for differences up to `delta`, linear beyond."""

    def __init__(
        self,
        delta: float = 1.0,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "huber_loss",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class LogCosh(Loss):
    """The logarithm of the hyperbolic cosine of the differences."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "log_cosh",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class CosineSimilarity(Loss):
    """The negative cosine of the angle between targets and predictions."""

    def __init__(
        self,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "cosine_similarity",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class KLDivergence(Loss):
    """The Kullback-Leibler divergence of the predictions from the targets."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "kl_divergence",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class Poisson(Loss):
    """The loss of a Poisson distribution with the predictions as its means."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "poisson",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class Hinge(Loss):
    """`max(0, 1 - y_true * y_pred)`, for targets of -1 and 1 (or 0 and 1)."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "hinge",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class SquaredHinge(Loss):
    """The square of `Hinge`."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "squared_hinge",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class CategoricalHinge(Loss):
    """The hinge between the right class and the best of the wrong ones."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "categorical_hinge",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class BinaryCrossentropy(Loss):
    """The cross-entropy of yes-or-no targets."""

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class BinaryFocalCrossentropy(Loss):
    """`BinaryCrossentropy` that looks at the hard samples more."""

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "binary_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class CategoricalCrossentropy(Loss):
    """The cross-entropy of one-hot targets.

    Shares are kept within 1e-7 and 1 - 1e-7. In a model that ends with a softmax, the loss is computed from what the softmax
    was computed from, as in Keras on TensorFlow: it learns even where shares round to 0.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class CategoricalFocalCrossentropy(Loss):
    """`CategoricalCrossentropy` that looks at the hard samples more."""

    def __init__(
        self,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "categorical_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class SparseCategoricalCrossentropy(Loss):
    """The cross-entropy of targets that are the numbers of classes. See `CategoricalCrossentropy`."""

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: Reduction = "sum_over_batch_size",
        axis: int = -1,
        name: str = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class Dice(Loss):
    """1 minus the overlap of targets and predictions."""

    def __init__(
        self,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "dice",
        axis: Axis = None,
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class Tversky(Loss):
    """`Dice` with weights for false positives and false negatives."""

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        reduction: Reduction = "sum_over_batch_size",
        name: str = "tversky",
        axis: Axis = None,
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


def _measure(class_name: str, y_true: Any, y_pred: Any, **config: Any) -> _hornbill.Tensor:
    """The loss of each sample."""
    loss = _hornbill.Loss(class_name, to_json({**config, "reduction": "none"}))
    return loss(as_array(y_true, "y_true"), as_array(y_pred, "y_pred"))


def mean_squared_error(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`MeanSquaredError` of each sample."""
    return _measure("MeanSquaredError", y_true, y_pred)


def mean_absolute_error(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`MeanAbsoluteError` of each sample."""
    return _measure("MeanAbsoluteError", y_true, y_pred)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`MeanAbsolutePercentageError` of each sample."""
    return _measure("MeanAbsolutePercentageError", y_true, y_pred)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`MeanSquaredLogarithmicError` of each sample."""
    return _measure("MeanSquaredLogarithmicError", y_true, y_pred)


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> _hornbill.Tensor:
    """`Huber` of each sample."""
    return _measure("Huber", y_true, y_pred, delta=delta)


def log_cosh(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`LogCosh` of each sample."""
    return _measure("LogCosh", y_true, y_pred)


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> _hornbill.Tensor:
    """`CosineSimilarity` of each sample."""
    return _measure("CosineSimilarity", y_true, y_pred, axis=axis)


def kl_divergence(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`KLDivergence` of each sample."""
    return _measure("KLDivergence", y_true, y_pred)


def poisson(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`Poisson` of each sample."""
    return _measure("Poisson", y_true, y_pred)


def hinge(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`Hinge` of each sample."""
    return _measure("Hinge", y_true, y_pred)


def squared_hinge(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`SquaredHinge` of each sample."""
    return _measure("SquaredHinge", y_true, y_pred)


def categorical_hinge(y_true: Any, y_pred: Any) -> _hornbill.Tensor:
    """`CategoricalHinge` of each sample."""
    return _measure("CategoricalHinge", y_true, y_pred)


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> _hornbill.Tensor:
    """`BinaryCrossentropy` of each sample."""
    return _measure(
        "BinaryCrossentropy",
        y_true,
        y_pred,
        from_logits=from_logits,
        label_smoothing=label_smoothing,
        axis=axis,
    )


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> _hornbill.Tensor:
    """`CategoricalCrossentropy` of each sample."""
    return _measure(
        "CategoricalCrossentropy",
        y_true,
        y_pred,
        from_logits=from_logits,
        label_smoothing=label_smoothing,
        axis=axis,
    )


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> _hornbill.Tensor:
    """`SparseCategoricalCrossentropy` of each sample."""
    return _measure(
        "SparseCategoricalCrossentropy",
        y_true,
        y_pred,
        from_logits=from_logits,
        ignore_class=ignore_class,
        axis=axis,
    )


_namespace = Namespace(
    Loss,
    [cls for cls in list(globals().values()) if isinstance(cls, type) and issubclass(cls, Loss)],
)
get = _namespace.get
serialize = _namespace.serialize
deserialize = _namespace.deserialize

mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
mape = MAPE = mean_absolute_percentage_error
msle = MSLE = mean_squared_logarithmic_error
bce = BCE = binary_crossentropy
kld = KLD = kullback_leibler_divergence = kl_divergence
logcosh = log_cosh
