"""The engine, as the C extension shows it: one class or function for each part of its C interface.

Wherever a tensor is taken, everything that `asarray` takes is taken too; NumPy arrays are
borrowed, not copied. Errors of the engine become `ValueError` (arguments, shapes, unknown
names), `TypeError`, `IndexError`, `numpy.exceptions.AxisError`, `NotImplementedError`,
`RuntimeError` (calls made too early), `OSError`, `MemoryError` and `KeyboardInterrupt`.
Configurations are JSON texts, results of `config()` as Keras serialises objects.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, overload

import numpy

type Shape = int | Sequence[int]
type DTypeLike = dtype | str | type | numpy.dtype[Any] | None
type ArrayLike = Any

__version__: str

class dtype:
    """An element type. Equal to its name and to NumPy's type of that name; calling it makes a scalar."""

    def __new__(cls, value: DTypeLike) -> dtype: ...
    name: str
    itemsize: int
    alignment: int
    kind: Literal["b", "i", "u", "f"]
    char: str
    str: str
    def __call__(self, value: ArrayLike = 0) -> Tensor: ...

bool: dtype
int8: dtype
int16: dtype
int32: dtype
int64: dtype
uint8: dtype
uint16: dtype
uint32: dtype
uint64: dtype
float16: dtype
bfloat16: dtype
float32: dtype
float64: dtype

class Tensor:
    """An n-dimensional array of the engine, with NumPy's semantics: `hornbill.numpy.ndarray`."""

    shape: tuple[int, ...]
    ndim: int
    size: int
    itemsize: int
    nbytes: int
    strides: tuple[int, ...]
    dtype: dtype
    device: str
    T: Tensor
    mT: Tensor
    is_symbolic: bool
    def numpy(self) -> numpy.ndarray:
        """A NumPy array that looks at the same memory."""
    def item(self, *index: int) -> bool | int | float: ...
    def tolist(self) -> Any: ...
    def __getitem__(self, key: Any) -> Tensor: ...
    def __setitem__(self, key: Any, value: ArrayLike) -> None: ...
    def __iter__(self) -> Iterator[Tensor]: ...
    def __len__(self) -> int: ...
    def __getattr__(self, name: str) -> Any: ...

def array(object: ArrayLike, dtype: DTypeLike = None, *, copy: bool | None = True, ndmin: int = 0) -> Tensor: ...
def asarray(object: ArrayLike, dtype: DTypeLike = None, *, copy: bool | None = None) -> Tensor: ...
def call(name: str, inputs: Sequence[ArrayLike | None], attributes: str | None = None, /) -> Tensor | tuple[Tensor, ...]:
    """Calls a function of the engine by name. Attributes are a JSON text."""

def functions() -> dict[str, str]:
    """The names of all functions of the engine, with their one-line documentation."""

def set_seed(seed: int, /) -> None: ...
def set_threads(count: int, /) -> None: ...
def threads() -> int: ...

class Variable:
    def __init__(self, value: ArrayLike, name: str | None = None, trainable: bool = True) -> None: ...
    name: str
    path: str
    dtype: dtype
    shape: tuple[int, ...]
    trainable: bool  # can be set
    def value(self) -> Tensor:
        """A copy of the present value."""
    def numpy(self) -> numpy.ndarray:
        """A copy of the present value."""
    def assign(self, value: ArrayLike, /) -> None: ...

class Initializer:
    def __init__(self, class_name: str, config: str | None = None) -> None: ...
    def config(self) -> str: ...
    def __call__(self, shape: Shape, dtype: DTypeLike = "float32") -> Tensor: ...

class Loss:
    name: str
    def __init__(self, class_name: str, config: str | None = None) -> None: ...
    def config(self) -> str: ...
    def __call__(self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None) -> Tensor: ...

class Metric:
    name: str
    variables: list[Variable]
    def __init__(self, class_name: str, config: str | None = None) -> None: ...
    def config(self) -> str: ...
    def update(self, y_true: ArrayLike, y_pred: ArrayLike | None = None, sample_weight: ArrayLike | None = None) -> None: ...
    def result(self) -> Tensor: ...
    def reset(self) -> None: ...

class Optimizer:
    name: str
    iterations: int
    variables: list[Variable]
    def __init__(self, class_name: str, config: str | None = None) -> None: ...
    def config(self) -> str: ...
    def get(self, name: str, /) -> float: ...
    def set(self, name: str, value: float, /) -> None: ...
    def apply(self, gradients: Sequence[ArrayLike | None], variables: Sequence[Variable], /) -> None: ...

class Layer:
    """A layer or a model. Two are equal if they are the same object of the engine."""

    name: str
    class_name: str
    built: bool
    trainable: bool  # can be set
    is_model: bool
    def __init__(self, class_name: str, config: str | None = None) -> None: ...
    def config(self) -> str: ...
    def build(self, shape: Sequence[int | None], /) -> None: ...
    def __call__(self, *inputs: ArrayLike, training: bool = False) -> Tensor | tuple[Tensor, ...]: ...
    def output_shape(self, shape: Sequence[int | None], /) -> tuple[int | None, ...]: ...
    def parameter_count(self, trainable_only: bool = False) -> int: ...
    def weights(self, which: Literal["all", "trainable", "non_trainable"] = "all") -> list[Variable]: ...
    def get_weights(self) -> list[numpy.ndarray]:
        """Copies of all weights."""
    def set_weights(self, values: Sequence[ArrayLike], /) -> None: ...

# What a callback is called with: the number of the event (one of the EVENT_ constants), the epoch
# or batch, and the values known then. It returns None or 0 to go on, 1 to stop in an orderly way,
# 2 to abort with KeyboardInterrupt. An exception that it raises stops the work and comes out of it.
type Callback = Callable[[int, int, dict[str, float]], int | None]

class Model(Layer):
    """A model: `Model(name)` is a Sequential without layers. `Model.of(class_name, config)` makes one from its configuration."""

    stop_training: bool  # can be set
    is_compiled: bool
    def __init__(self, name: str | None = None) -> None: ...
    @classmethod
    def of(cls, class_name: str, config: str | None = None) -> Model: ...
    def add(self, layer: Layer, /) -> None: ...
    def pop(self) -> None: ...
    def layers(self) -> list[Layer]: ...
    def compile(
        self,
        config: str | None = None,
        *,
        optimizer: Optimizer | None = None,
        loss: Loss | None = None,
        metrics: Sequence[Metric] = (),
    ) -> None:
        """Objects that are None come from the config; in its lists of metrics an integer i stands for metrics[i]."""
    def optimizer(self) -> Optimizer: ...
    def metric_names(self) -> str:
        """A JSON list."""
    def reset_metrics(self) -> None: ...
    def summary(self, line_length: int = 0) -> str: ...
    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        epochs: int = 1,
        initial_epoch: int = 0,
        batch_size: int = 32,
        steps_per_epoch: int = 0,
        shuffle: bool = True,
        verbose: int = -1,
        validation_split: float = 0.0,
        validation_x: ArrayLike | None = None,
        validation_y: ArrayLike | None = None,
        validation_sample_weight: ArrayLike | None = None,
        validation_batch_size: int = 0,
        validation_steps: int = 0,
        validation_freq: int = 1,
        sample_weight: ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
        callback: Callback | None = None,
        event_mask: int = ...,
        print: Callable[[str], object] | None = None,
    ) -> History:
        """Trains. `None` for a number means its default. `print` None prints to `sys.stdout`.

        The callback gets only the events whose bits, `1 << EVENT_...`, are in event_mask (all by
        default); Ctrl-C is looked for whatever the mask.
        """
    def evaluate(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        batch_size: int = 32,
        steps: int = 0,
        verbose: int = -1,
        sample_weight: ArrayLike | None = None,
        callback: Callback | None = None,
        event_mask: int = ...,
        print: Callable[[str], object] | None = None,
    ) -> History: ...
    def predict(
        self,
        x: ArrayLike,
        *,
        batch_size: int = 32,
        steps: int = 0,
        verbose: int = -1,
        callback: Callback | None = None,
        event_mask: int = ...,
        print: Callable[[str], object] | None = None,
    ) -> numpy.ndarray: ...
    def train_on_batch(
        self,
        x: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
    ) -> History: ...
    def test_on_batch(self, x: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> History: ...
    def predict_on_batch(self, x: ArrayLike, /) -> numpy.ndarray: ...

def predict(model: Model, x: ArrayLike, /) -> numpy.ndarray:
    """model.predict(x) in one batch, silent and without callbacks: the shortest way."""

class History:
    history: dict[str, list[float]]
    epoch: list[int]

EVENT_TRAIN_BEGIN: int
EVENT_TRAIN_END: int
EVENT_EPOCH_BEGIN: int
EVENT_EPOCH_END: int
EVENT_TRAIN_BATCH_BEGIN: int
EVENT_TRAIN_BATCH_END: int
EVENT_TEST_BEGIN: int
EVENT_TEST_END: int
EVENT_TEST_BATCH_BEGIN: int
EVENT_TEST_BATCH_END: int
EVENT_PREDICT_BEGIN: int
EVENT_PREDICT_END: int
EVENT_PREDICT_BATCH_BEGIN: int
EVENT_PREDICT_BATCH_END: int
EVENT_POLL: int
