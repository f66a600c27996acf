"""The engine, as the C extension shows it: one class or function for each part of its C interface.

Wherever a tensor is taken, everything that `asarray` takes is taken too; NumPy arrays are
borrowed, not copied. Errors of the engine become `ValueError` (arguments, shapes, unknown
names), `TypeError`, `IndexError`, `numpy.exceptions.AxisError`, `NotImplementedError`,
`RuntimeError` (calls made too early), `OSError`, `MemoryError` and `KeyboardInterrupt`.
Configurations are JSON texts, results of `config()` as Keras serialises objects.
"""

from builtins import bool as _bool
from builtins import str as _str
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, Self, TypeAlias, TypeVar

import numpy
from numpy import ndarray

Shape: TypeAlias = int | Sequence[int]
DTypeLike: TypeAlias = dtype | _str | type | numpy.dtype[Any] | None
ArrayLike: TypeAlias = Any
_Callee = TypeVar("_Callee")

__version__: _str

class dtype:
    """An element type, of which there is one object.

    Equal to its name, which it has the hash of, to NumPy's type of that name and to
    `numpy.dtype`. Calling it makes a scalar, and `isinstance(x, float32)` is true for scalars of
    the type. `numpy.dtype(float32)` is NumPy's; for bfloat16 that needs the package ml_dtypes.
    """

    def __new__(cls, value: DTypeLike) -> Self: ...
    name: _str
    itemsize: int
    alignment: int
    kind: Literal["b", "i", "u", "f", "c"]
    char: _str
    str: _str
    @property
    def dtype(self) -> numpy.dtype[Any]: ...
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
complex64: dtype
complex128: dtype

class Tensor:
    """An n-dimensional array of the engine, with NumPy's semantics: `hornbill.numpy.ndarray`.

    `Tensor(shape, dtype)` is an array of zeros. The methods of NumPy's arrays that are not below
    are those of `hornbill.numpy._methods`.

    A result of a function or of an index of integers that has no axes behaves as NumPy's scalars
    do: it cannot be changed, has the hash of the number it is equal to, and is written like one,
    `np.int64(14)` by `repr` and `14` by `str` and `print`. Arrays without axes that were made as
    arrays, `array(14)`, stay arrays. Unlike in NumPy 2, arrays of one element are taken by `int`,
    `float` and `complex` whatever their number of axes, as they were before.

    Beside a NumPy array or scalar the result is a tensor, whichever stands first; NumPy's functions
    of elements give tensors too. `array += tensor` writes to the NumPy array.
    """

    def __new__(cls, shape: Shape, dtype: DTypeLike = None) -> Self: ...
    @property
    def shape(self) -> tuple[int, ...]: ...  # can be set
    @shape.setter
    def shape(self, value: Shape) -> None: ...
    ndim: int
    size: int
    itemsize: int
    nbytes: int
    strides: tuple[int, ...]
    @property
    def dtype(self) -> dtype: ...
    device: str
    T: Tensor
    mT: Tensor
    is_symbolic: _bool
    def numpy(self) -> ndarray[Any, Any]:
        """A NumPy array that looks at the same memory.

        NumPy knows bfloat16 through the package ml_dtypes; without it, this is a float32 copy.
        """
    def item(self, *index: int | tuple[int, ...]) -> _bool | complex: ...
    def tolist(self) -> Any: ...
    def reshape(
        self, *shape: Any, order: Literal["C", "F", "A"] = "C", copy: _bool | None = None
    ) -> Tensor: ...
    def astype(
        self,
        dtype: DTypeLike,
        order: str = "K",
        casting: Literal["no", "equiv", "safe", "same_kind", "unsafe"] = "unsafe",
        subok: _bool = True,
        *,
        copy: _bool = True,
        device: Any = None,
    ) -> Tensor: ...
    def copy(self, order: str = "C") -> Tensor: ...
    def to_device(self, device: str, /, *, stream: None = None) -> Tensor: ...
    def __array__(self, dtype: Any = None, copy: _bool | None = None) -> ndarray[Any, Any]: ...
    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any: ...
    def __array_namespace__(self, *, api_version: str | None = None) -> Any: ...
    @property
    def __array_interface__(self) -> dict[str, Any]: ...
    def __buffer__(self, flags: int, /) -> memoryview: ...
    def __dlpack__(
        self,
        *,
        stream: None = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: _bool | None = None,
    ) -> Any: ...
    def __dlpack_device__(self) -> tuple[int, int]: ...
    def __getitem__(self, key: Any) -> Tensor: ...
    def __setitem__(self, key: Any, value: ArrayLike) -> None: ...
    def __contains__(self, value: ArrayLike) -> _bool: ...
    def __iter__(self) -> Iterator[Tensor]: ...
    def __len__(self) -> int: ...
    def __bool__(self) -> _bool: ...
    def __int__(self) -> int: ...
    def __float__(self) -> float: ...
    def __complex__(self) -> complex: ...
    def __index__(self) -> int: ...
    def __add__(self, other: ArrayLike) -> Tensor: ...
    def __radd__(self, other: ArrayLike) -> Tensor: ...
    def __iadd__(self, other: ArrayLike) -> Self: ...
    def __sub__(self, other: ArrayLike) -> Tensor: ...
    def __rsub__(self, other: ArrayLike) -> Tensor: ...
    def __isub__(self, other: ArrayLike) -> Self: ...
    def __mul__(self, other: ArrayLike) -> Tensor: ...
    def __rmul__(self, other: ArrayLike) -> Tensor: ...
    def __imul__(self, other: ArrayLike) -> Self: ...
    def __truediv__(self, other: ArrayLike) -> Tensor: ...
    def __rtruediv__(self, other: ArrayLike) -> Tensor: ...
    def __itruediv__(self, other: ArrayLike) -> Self: ...
    def __floordiv__(self, other: ArrayLike) -> Tensor: ...
    def __rfloordiv__(self, other: ArrayLike) -> Tensor: ...
    def __ifloordiv__(self, other: ArrayLike) -> Self: ...
    def __mod__(self, other: ArrayLike) -> Tensor: ...
    def __rmod__(self, other: ArrayLike) -> Tensor: ...
    def __imod__(self, other: ArrayLike) -> Self: ...
    def __pow__(self, other: ArrayLike) -> Tensor: ...
    def __rpow__(self, other: ArrayLike) -> Tensor: ...
    def __ipow__(self, other: ArrayLike) -> Self: ...
    def __matmul__(self, other: ArrayLike) -> Tensor: ...
    def __rmatmul__(self, other: ArrayLike) -> Tensor: ...
    def __and__(self, other: ArrayLike) -> Tensor: ...
    def __rand__(self, other: ArrayLike) -> Tensor: ...
    def __iand__(self, other: ArrayLike) -> Self: ...
    def __or__(self, other: ArrayLike) -> Tensor: ...
    def __ror__(self, other: ArrayLike) -> Tensor: ...
    def __ior__(self, other: ArrayLike) -> Self: ...
    def __xor__(self, other: ArrayLike) -> Tensor: ...
    def __rxor__(self, other: ArrayLike) -> Tensor: ...
    def __ixor__(self, other: ArrayLike) -> Self: ...
    def __lshift__(self, other: ArrayLike) -> Tensor: ...
    def __rlshift__(self, other: ArrayLike) -> Tensor: ...
    def __ilshift__(self, other: ArrayLike) -> Self: ...
    def __rshift__(self, other: ArrayLike) -> Tensor: ...
    def __rrshift__(self, other: ArrayLike) -> Tensor: ...
    def __irshift__(self, other: ArrayLike) -> Self: ...
    def __lt__(self, other: ArrayLike) -> Tensor: ...
    def __le__(self, other: ArrayLike) -> Tensor: ...
    def __gt__(self, other: ArrayLike) -> Tensor: ...
    def __ge__(self, other: ArrayLike) -> Tensor: ...
    def __eq__(self, other: object) -> Tensor: ...  # type: ignore[override]
    def __ne__(self, other: object) -> Tensor: ...  # type: ignore[override]
    def __divmod__(self, other: ArrayLike) -> tuple[Tensor, Tensor]: ...
    def __rdivmod__(self, other: ArrayLike) -> tuple[Tensor, Tensor]: ...
    def __neg__(self) -> Tensor: ...
    def __pos__(self) -> Tensor: ...
    def __abs__(self) -> Tensor: ...
    def __invert__(self) -> Tensor: ...
    def __getattr__(self, name: str) -> Any: ...

def array(
    object: ArrayLike,
    dtype: DTypeLike = None,
    *,
    copy: _bool | None = True,
    order: str = "K",
    ndmin: int = 0,
) -> Tensor:
    """A tensor with a copy of the elements."""

def asarray(
    object: ArrayLike,
    dtype: DTypeLike = None,
    *,
    order: str = "K",
    copy: _bool | None = None,
    device: Any = None,
) -> Tensor:
    """A tensor of the elements, which looks at the memory of arrays if it can.

    Takes numbers, (nested) lists and what is in them, tensors, variables, and objects with the
    buffer protocol, DLPack, `__array_interface__` or `__array__`. Arrays in another byte order or
    with unaligned elements are copied. Arrays of other things than numbers are a ValueError.
    """

def from_dlpack(x: Any, /, *, device: Any = None, copy: _bool | None = None) -> Tensor:
    """A tensor that looks at the memory of another library's array."""

def call(name: str, /, *inputs: ArrayLike | None, **attributes: Any) -> Any:
    """Calls a function of the engine by name. Attributes that are `None` keep their defaults.

    Python's numbers among the inputs take the dtype that they have beside the arrays. One result
    comes as it is, several or none as a tuple.
    """

class Program:
    """A function that the engine has traced and compiled: the function gets and gives tensors.

    Called with arrays it runs, and gives a tuple of its results.
    """

    def __init__(self, name: _str, function: Callable[..., Sequence[ArrayLike]]) -> None: ...
    def __call__(self, *inputs: ArrayLike) -> tuple[Tensor, ...]: ...
    def description(self, *inputs: ArrayLike) -> _str:
        """What runs for inputs of these dtypes and shapes, as text."""
    def gradient(self, positions: Sequence[int], /) -> Program:
        """A program that also gives the gradients of its first result by the inputs at positions."""

class Compiled:
    """A function with programs of it, which calls them on tensors without Python's help.

    Other calls are those of the method `_call` of the class that derives from it.
    """

    def __call__(self, *arguments: Any, **keywords: Any) -> Any: ...
    def _remember(self, count: int, program: Program, body: Any, leaf: Any, /) -> None:
        """Lets calls on so many tensors run the program, whose results look as the body says."""

def custom_gradient(
    values: Sequence[ArrayLike],
    inputs: Sequence[ArrayLike],
    function: Callable[..., Sequence[ArrayLike | None]],
    /,
) -> tuple[Tensor, ...]:
    """The values, whose gradients the function turns into those of the inputs."""

def symbolic(shape: Shape, dtype: DTypeLike, /) -> Tensor:
    """A symbolic tensor that belongs to no program: it has a shape and a dtype."""

def quick(function: _Callee, /) -> _Callee:
    """A function of `hornbill.numpy`, plain calls of which go straight to the engine."""

def load_methods() -> None:
    """Puts the methods of `hornbill.numpy` on `Tensor` now, not when one is first looked up."""

def functions() -> dict[str, str]:
    """The names of all functions of the engine, with their signature and one-line documentation."""

def format(tensor: Tensor, options: str | None = None, /) -> str:
    """The text of a tensor. Options are a JSON text, with the names of `numpy.set_printoptions`."""

def set_print_options(options: str | None, /) -> None:
    """Sets the options of `repr` and `str`; None sets NumPy's standard ones."""

def set_seed(seed: int, /) -> None: ...
def set_threads(count: int, /) -> None: ...
def threads() -> int: ...
def warm_up() -> None: ...

class Variable:
    """A place that holds a tensor: a weight, an optimizer's slot, a metric's state.

    Operators, indexing, `len`, `float` and NumPy work on a copy of its present value. Two are equal
    if they are the same variable of the engine.
    """

    def __init__(
        self, value: ArrayLike, name: _str | None = None, trainable: _bool = True
    ) -> None: ...
    name: _str
    path: _str
    dtype: dtype
    shape: tuple[int, ...]
    trainable: _bool  # can be set
    def value(self) -> Tensor:
        """A copy of the present value."""
    def numpy(self) -> ndarray[Any, Any]:
        """A copy of the present value."""
    def assign(self, value: ArrayLike, /) -> None: ...

class Initializer:
    def __init__(self, class_name: _str, config: _str | None = None) -> None: ...
    def config(self) -> _str: ...
    def __call__(self, shape: Shape, dtype: DTypeLike = "float32") -> Tensor: ...

class Loss:
    name: _str
    def __init__(self, class_name: _str, config: _str | None = None) -> None: ...
    def config(self) -> _str: ...
    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Tensor: ...

class Metric:
    name: _str
    variables: list[Variable]
    def __init__(self, class_name: _str, config: _str | None = None) -> None: ...
    def config(self) -> _str: ...
    def update(
        self,
        y_true: ArrayLike,
        y_pred: ArrayLike | None = None,
        sample_weight: ArrayLike | None = None,
    ) -> None: ...
    def result(self) -> Tensor: ...
    def reset(self) -> None: ...

class Optimizer:
    name: _str
    iterations: int
    variables: list[Variable]
    def __init__(self, class_name: _str, config: _str | None = None) -> None: ...
    def config(self) -> _str: ...
    def get(self, name: _str, /) -> float: ...
    def set(self, name: _str, value: float, /) -> None: ...
    def apply(
        self, gradients: Sequence[ArrayLike | None], variables: Sequence[Variable], /
    ) -> None: ...

class Layer:
    """A layer or a model. Two are equal if they are the same object of the engine."""

    name: _str
    class_name: _str
    built: _bool
    trainable: _bool  # can be set
    is_model: _bool
    def __init__(self, class_name: _str, config: _str | None = None) -> None: ...
    def config(self) -> _str: ...
    def build(self, shape: Sequence[int | None], /) -> None: ...
    def __call__(
        self, *inputs: ArrayLike, training: _bool = False
    ) -> Tensor | tuple[Tensor, ...]: ...
    def output_shape(self, shape: Sequence[int | None], /) -> tuple[int | None, ...]: ...
    def parameter_count(self, trainable_only: _bool = False) -> int: ...
    def weights(
        self, which: Literal["all", "trainable", "non_trainable"] = "all"
    ) -> list[Variable]: ...
    def get_weights(self) -> list[ndarray[Any, Any]]:
        """Copies of all weights."""
    def set_weights(self, values: Sequence[ArrayLike], /) -> None: ...

# What a callback is called with: the number of the event (one of the EVENT_ constants), the epoch
# or batch, and the values known then. It returns None or 0 to go on, 1 to stop in an orderly way,
# 2 to abort with KeyboardInterrupt. An exception that it raises stops the work and comes out of it.
Callback: TypeAlias = Callable[[int, int, dict[_str, float]], int | None]

class Model(Layer):
    """A model: `Model(name)` is a Sequential without layers. `Model.of(class_name, config)` makes one from its configuration."""

    stop_training: _bool  # can be set
    is_compiled: _bool
    def __init__(self, name: _str | None = None) -> None: ...
    @classmethod
    def of(cls, class_name: _str, config: _str | None = None) -> Model: ...
    def add(self, layer: Layer, /) -> None: ...
    def pop(self) -> None: ...
    def layers(self) -> list[Layer]: ...
    def compile(
        self,
        config: _str | None = None,
        *,
        optimizer: Optimizer | None = None,
        loss: Loss | None = None,
        metrics: Sequence[Metric] = (),
    ) -> None:
        """Objects that are None come from the config; in its lists of metrics an integer i stands for metrics[i]."""
    def optimizer(self) -> Optimizer: ...
    def metric_direction(self, name: _str, /) -> int:
        """1 if larger values of a logged quantity are better, -1 if smaller ones are, 0 if unknown."""
    def metric_names(self) -> _str:
        """A JSON list."""
    def reset_metrics(self) -> None: ...
    def summary(self, line_length: int = 0) -> _str: ...
    def fit(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        epochs: int = 1,
        initial_epoch: int = 0,
        batch_size: int = 32,
        steps_per_epoch: int = 0,
        shuffle: _bool = True,
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
        print: Callable[[_str], object] | None = None,
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
        print: Callable[[_str], object] | None = None,
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
        print: Callable[[_str], object] | None = None,
    ) -> ndarray[Any, Any]: ...
    def train_on_batch(
        self,
        x: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
    ) -> History: ...
    def test_on_batch(
        self, x: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> History: ...
    def predict_on_batch(self, x: ArrayLike, /) -> ndarray[Any, Any]: ...

def predict(model: Model, x: ArrayLike, /) -> ndarray[Any, Any]:
    """model.predict(x) in one batch, silent and without callbacks: the shortest way."""

class History:
    history: dict[_str, list[float]]
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
