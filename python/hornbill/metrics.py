"""Metrics. Names, arguments and defaults are Keras'."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hornbill import _hornbill
from hornbill._data import as_array
from hornbill._objects import KerasObject, Namespace, arguments
from hornbill.losses import (  # noqa: F401
    KLD,
    MAE,
    MAPE,
    MSE,
    MSLE,
    bce,
    binary_crossentropy,
    categorical_crossentropy,
    categorical_hinge,
    hinge,
    huber,
    kl_divergence,
    kld,
    log_cosh,
    logcosh,
    mae,
    mape,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    mse,
    msle,
    poisson,
    sparse_categorical_crossentropy,
    squared_hinge,
)

Thresholds = float | Sequence[float] | None


class Metric(KerasObject):
    """The base class of the metrics. A metric gathers values until it is reset."""

    _role = "metric"
    _module = "keras.metrics"

    @staticmethod
    def _new_handle(class_name: str, config: str | None) -> Any:
        return _hornbill.Metric(class_name, config)

    @property
    def name(self) -> str:
        """The name of the metric, as it is in the logs."""
        return self._engine().name

    @property
    def variables(self) -> list[_hornbill.Variable]:
        """What the metric has gathered."""
        return self._engine().variables

    def update_state(self, y_true: Any, y_pred: Any = None, sample_weight: Any = None) -> None:
        """Takes in the targets and predictions of some samples."""
        self._engine().update(
            as_array(y_true, "y_true"),
            as_array(y_pred, "y_pred"),
            as_array(sample_weight, "sample_weight"),
        )

    def result(self) -> _hornbill.Tensor:
        """The metric of everything since it was made or reset."""
        return self._engine().result()

    def reset_state(self) -> None:
        """Forgets everything."""
        self._engine().reset()

    reset_states = reset_state

    def __call__(self, *args: Any, **kwargs: Any) -> _hornbill.Tensor:
        """`update_state`, then `result`."""
        self.update_state(*args, **kwargs)
        return self.result()


class _Plain(Metric):
    """A metric without arguments of its own. The engine knows the name it has by default."""

    def __init__(self, name: str | None = None, dtype: Any = None) -> None:
        self._create(arguments(locals()))


class _Reduction(Metric):
    """A metric of values rather than of targets and predictions."""

    def __init__(self, name: str | None = None, dtype: Any = None) -> None:
        self._create(arguments(locals()))

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Takes in some values."""
        super().update_state(values, None, sample_weight)


class Mean(_Reduction):
    """The mean of the values."""


class Sum(_Reduction):
    """The sum of the values."""


class Accuracy(_Plain):
    """How many predictions equal their target."""


class BinaryAccuracy(Metric):
    """How many yes-or-no predictions are right."""

    def __init__(
        self, name: str = "binary_accuracy", dtype: Any = None, threshold: float = 0.5
    ) -> None:
        self._create(arguments(locals()))


class CategoricalAccuracy(_Plain):
    """How many predictions have their largest value at the one of a one-hot target."""


class SparseCategoricalAccuracy(_Plain):
    """How many predictions have their largest value at the class of the target."""


class TopKCategoricalAccuracy(Metric):
    """How many one-hot targets are among the `k` largest predictions."""

    def __init__(
        self, k: int = 5, name: str = "top_k_categorical_accuracy", dtype: Any = None
    ) -> None:
        self._create(arguments(locals()))


class SparseTopKCategoricalAccuracy(Metric):
    """How many target classes are among the `k` largest predictions."""

    def __init__(
        self,
        k: int = 5,
        name: str = "sparse_top_k_categorical_accuracy",
        dtype: Any = None,
        from_sorted_ids: bool = False,
    ) -> None:
        self._create(arguments(locals()))


class MeanSquaredError(_Plain):
    """The mean of the squared differences."""


class RootMeanSquaredError(_Plain):
    """The root of the mean of the squared differences."""


class MeanAbsoluteError(_Plain):
    """The mean of the absolute differences."""


class MeanAbsolutePercentageError(_Plain):
    """The mean of the absolute differences in percent of the targets."""


class MeanSquaredLogarithmicError(_Plain):
    """The mean of the squared differences of the logarithms."""


class LogCoshError(_Plain):
    """The mean of the logarithm of the hyperbolic cosine of the differences."""


class CosineSimilarity(Metric):
    """The cosine of the angle between targets and predictions."""

    def __init__(self, name: str = "cosine_similarity", dtype: Any = None, axis: int = -1) -> None:
        self._create(arguments(locals()))


class R2Score(Metric):
    """The share of the targets' variance that the predictions explain."""

    def __init__(
        self,
        class_aggregation: str | None = "uniform_average",
        num_regressors: int = 0,
        name: str = "r2_score",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class KLDivergence(_Plain):
    """The Kullback-Leibler divergence of the predictions from the targets."""


class Poisson(_Plain):
    """The loss of a Poisson distribution with the predictions as its means."""


class Hinge(_Plain):
    """The hinge loss."""


class SquaredHinge(_Plain):
    """The squared hinge loss."""


class CategoricalHinge(_Plain):
    """The categorical hinge loss."""


class BinaryCrossentropy(Metric):
    """The cross-entropy of yes-or-no targets."""

    def __init__(
        self,
        name: str = "binary_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
    ) -> None:
        self._create(arguments(locals()))


class CategoricalCrossentropy(Metric):
    """The cross-entropy of one-hot targets."""

    def __init__(
        self,
        name: str = "categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
        axis: int = -1,
    ) -> None:
        self._create(arguments(locals()))


class SparseCategoricalCrossentropy(Metric):
    """The cross-entropy of targets that are the numbers of classes."""

    def __init__(
        self,
        name: str = "sparse_categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ) -> None:
        self._create(arguments(locals()))


class _Counter(Metric):
    def __init__(
        self, thresholds: Thresholds = None, name: str | None = None, dtype: Any = None
    ) -> None:
        self._create(arguments(locals()))


class TruePositives(_Counter):
    """How many are predicted to be, and are."""


class TrueNegatives(_Counter):
    """How many are predicted not to be, and are not."""


class FalsePositives(_Counter):
    """How many are predicted to be, and are not."""


class FalseNegatives(_Counter):
    """How many are predicted not to be, and are."""


class _Rate(Metric):
    def __init__(
        self,
        thresholds: Thresholds = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class Precision(_Rate):
    """How many of those predicted to be are."""


class Recall(_Rate):
    """How many of those that are were predicted to be."""


class AUC(Metric):
    """The area under the receiver operating characteristic, or under precision over recall."""

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        dtype: Any = None,
        thresholds: Thresholds = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Any = None,
        from_logits: bool = False,
    ) -> None:
        self._create(arguments(locals()))


class F1Score(Metric):
    """The harmonic mean of precision and recall."""

    def __init__(
        self,
        average: str | None = None,
        threshold: float | None = None,
        name: str = "f1_score",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


class FBetaScore(Metric):
    """The weighted harmonic mean of precision and recall."""

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str = "fbeta_score",
        dtype: Any = None,
    ) -> None:
        self._create(arguments(locals()))


_namespace = Namespace(
    Metric,
    [cls for cls in list(globals().values()) if isinstance(cls, type) and issubclass(cls, Metric)],
)
get = _namespace.get
serialize = _namespace.serialize
deserialize = _namespace.deserialize
