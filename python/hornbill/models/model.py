"""Models: layers that can be trained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from hornbill import _hornbill
from hornbill._data import as_array, unpack
from hornbill._objects import arguments, from_json, to_json
from hornbill.callbacks.history import History
from hornbill.layers.layer import Layer
from hornbill.models._running import as_verbose, count, listen, only_arrays, print_text

# Larger inputs are predicted in batches.
_SMALL = 32


class Model(Layer):
    """The base class of the models: what `compile`, `fit`, `evaluate` and `predict` work on.

    Attributes:
        history: the `History` of the last `fit`.
        loss: the loss that `compile` was given.
    """

    history: History | None = None
    loss: Any = None
    _optimizer: Any = None
    _layers: list[Layer]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            "Models that are made from tensors, and subclasses of Model, are not supported so "
            "far: use `Sequential`."
        )

    def __getattr__(self, name: str) -> Any:
        from hornbill.models._removed import REPLACEMENTS

        if name in REPLACEMENTS:
            raise AttributeError(f"`{name}` has gone from Keras: use {REPLACEMENTS[name]} instead.")
        return super().__getattr__(name)

    def __setattr__(self, name: str, value: Any) -> None:
        # The engine's own, so that a running `fit` sees it.
        if name == "stop_training":
            self._engine().stop_training = bool(value)
        else:
            object.__setattr__(self, name, value)

    @property
    def stop_training(self) -> bool:
        """Setting it ends a running `fit` after its batch."""
        return self._engine().stop_training

    # What the model is.

    @property
    def layers(self) -> list[Layer]:
        """The layers, without the `InputLayer`."""
        from hornbill.layers import InputLayer

        return [layer for layer in self._layers if not isinstance(layer, InputLayer)]

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer with that name, or at that index."""
        if index is not None and name is not None:
            raise ValueError(
                f"Provide only a layer name or a layer index. Received: index={index}, name={name}."
            )
        if index is not None:
            if not -len(self.layers) <= index < len(self.layers):
                raise ValueError(
                    f"Was asked to retrieve layer at index {index} but model only has "
                    f"{len(self.layers)} layers."
                )
            return self.layers[index]
        if name is None:
            raise ValueError("Provide either a layer name or layer index at `get_layer`.")
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise ValueError(
            f"No such layer: {name}. Existing layers are: {[layer.name for layer in self.layers]}."
        )

    def summary(
        self,
        line_length: int | None = None,
        positions: Any = None,
        print_fn: Callable[[str], object] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Any = None,
    ) -> None:
        """Prints a table of the layers, their result's shapes and the numbers of weights."""
        text = self._engine().summary(line_length or 0)
        if print_fn is not None:
            print_fn(text)
        else:
            print_text(text if text.endswith("\n") else text + "\n")

    def to_json(self, **kwargs: Any) -> str:
        """The model without its weights, as a JSON text."""
        import json

        return json.dumps(json.loads(self._engine().config()), **kwargs)

    # How it is trained.

    @property
    def compiled(self) -> bool:
        """Whether `compile` has been called."""
        return self._engine().is_compiled

    @property
    def optimizer(self) -> Any:
        """The optimizer that `compile` was given, `None` before."""
        return self._optimizer

    @property
    def metrics_names(self) -> list[str]:
        """The names of the loss and the metrics, in the order of what `evaluate` returns."""
        if not self.compiled:
            return []
        import json

        return json.loads(self._engine().metric_names())

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Says how the model is trained.

        Args:
            optimizer: a name, such as `"adam"`, or an object of `hornbill.optimizers`.
            loss: a name, such as `"mse"`, or an object or function of `hornbill.losses`.
            loss_weights: not for models with one output.
            metrics: a list of names or objects of `hornbill.metrics`; `"accuracy"` is the kind
                of accuracy that fits the loss and the shapes.
            weighted_metrics: the same, for metrics that sample weights count in.
            run_eagerly, steps_per_execution, jit_compile, auto_scale_loss: kept for programs
                that give them; training is always compiled.
        """
        from hornbill import losses, optimizers
        from hornbill.metrics import Metric

        loss = _only_one(loss, "loss")
        chosen = optimizers.get(optimizer)
        if not isinstance(chosen, optimizers.Optimizer):
            raise ValueError(f"Could not interpret optimizer identifier: {optimizer}")
        objects: list[Any] = []

        def entries(given: Any) -> Any:
            if given is None:
                return None
            if isinstance(given, (str, Metric)) or callable(given):
                given = [given]
            if isinstance(given, Mapping):
                given = _only_one(given, "metrics")
                given = given if isinstance(given, (list, tuple)) else [given]
            flat: list[Any] = []
            for entry in given:
                flat.extend(entry if isinstance(entry, (list, tuple)) else [entry])
            result: list[Any] = []
            for entry in flat:
                if isinstance(entry, Metric):
                    result.append(len(objects))
                    objects.append(entry._engine())
                elif isinstance(entry, losses.Loss):
                    result.append(type(entry).__name__)
                elif isinstance(entry, (str, Mapping)) or callable(entry):
                    result.append(entry)
                else:
                    raise ValueError(f"Could not interpret metric identifier: {entry!r}")
            return result

        config = {
            "metrics": entries(metrics) or [],
            "weighted_metrics": entries(weighted_metrics) or [],
        }
        if loss_weights is not None:
            config["loss_weights"] = loss_weights
        handle = None
        if isinstance(loss, losses.Loss):
            handle = loss._engine()
        elif loss is not None:
            if not isinstance(loss, (str, Mapping)) and not callable(loss):
                raise ValueError(f"Could not interpret loss identifier: {loss!r}")
            config["loss"] = loss
        self._engine().compile(
            to_json(config), optimizer=chosen._engine(), loss=handle, metrics=objects
        )
        self._optimizer = chosen
        self.loss = loss

    def _must_be_compiled(self, method: str) -> None:
        if not self.compiled:
            raise ValueError(f"You must call `compile()` before calling `{method}()`.")

    # Training, measuring and predicting.

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int = 1,
        **kwargs: Any,
    ) -> History:
        """Trains the model.

        Args:
            x: the samples.
            y: their targets.
            batch_size: how many samples one step looks at, 32 by default.
            epochs: how often to go through all samples.
            verbose: 0 silent, 1 (or `"auto"`) a progress bar, 2 a line for each epoch.
            callbacks: objects of `hornbill.callbacks`.
            validation_split: the share of the samples, the last ones, to measure on instead.
            validation_data: `(x, y)` or `(x, y, sample_weight)` to measure on.
            shuffle: whether each epoch has an order of its own.
            class_weight: weights of the classes, by number.
            sample_weight: weights of the samples.
            initial_epoch: the number of the first epoch.
            steps_per_epoch: how many batches make an epoch.
            validation_steps: how many batches to measure on.
            validation_batch_size: `batch_size` by default.
            validation_freq: measure after every so many epochs.

        Returns:
            The `History`: its `history` has a list of values for the loss and each metric.
        """
        if "nb_epoch" in kwargs:  # the spelling of Keras 1
            epochs = kwargs.pop("nb_epoch")
        if kwargs:
            raise TypeError(f"fit() got unexpected keyword arguments: {', '.join(kwargs)}")
        self._must_be_compiled("fit")
        only_arrays(x, "fit")
        x, y = as_array(x, "x"), as_array(y, "y")
        if x is None or y is None:
            raise ValueError("fit: expected samples as `x` and their targets as `y`. Got None.")
        val_x, val_y, val_weight = unpack(validation_data)
        if validation_data is not None and (val_x is None or val_y is None):
            raise ValueError(
                "`validation_data` should be a tuple `(x, y)` or `(x, y, sample_weight)`. "
                f"Received: {type(validation_data).__name__}"
            )
        only_arrays(val_x, "fit")
        numbers = arguments(
            {
                "epochs": epochs,
                "initial_epoch": initial_epoch,
                "batch_size": batch_size,
                "steps_per_epoch": steps_per_epoch,
                "validation_batch_size": validation_batch_size,
                "validation_steps": validation_steps,
                "validation_freq": validation_freq,
            }
        )
        if batch_size is not None:
            count("batch_size", batch_size)
        if steps_per_epoch is not None:
            count("steps_per_epoch", steps_per_epoch)
        samples = len(x) - int(len(x) * (validation_split if val_x is None else 0))
        run = listen(
            self,
            callbacks,
            verbose=as_verbose(verbose),
            epochs=epochs,
            steps=steps_per_epoch or -(-samples // (batch_size or 32)),
            is_training=True,
        )
        self._engine().fit(
            x,
            y,
            **numbers,
            shuffle=bool(shuffle),
            verbose=run.verbose,
            validation_split=validation_split,
            validation_x=as_array(val_x, "validation_data"),
            validation_y=as_array(val_y, "validation_data"),
            validation_sample_weight=as_array(val_weight, "validation_data"),
            sample_weight=as_array(sample_weight, "sample_weight"),
            class_weight=_class_weight(class_weight),
            callback=run.callback,
            event_mask=run.event_mask,
            print=print_text,
        )
        assert self.history is not None
        return self.history

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Measures the loss and the metrics.

        Returns:
            The loss; a list, the loss first, if there are metrics; with `return_dict` a dict.
        """
        self._must_be_compiled("evaluate")
        only_arrays(x, "evaluate")
        x, y = as_array(x, "x"), as_array(y, "y")
        if x is None or y is None:
            raise ValueError("evaluate: expected samples as `x` and targets as `y`. Got None.")
        if batch_size is not None:
            count("batch_size", batch_size)
        run = listen(
            self,
            callbacks,
            verbose=as_verbose(verbose),
            epochs=1,
            steps=steps or -(-len(x) // (batch_size or 32)),
        )
        history = self._engine().evaluate(
            x,
            y,
            **arguments({"batch_size": batch_size, "steps": steps}),
            verbose=run.verbose,
            sample_weight=as_array(sample_weight, "sample_weight"),
            callback=run.callback,
            event_mask=run.event_mask,
            print=print_text,
        )
        return _results(history, return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """The model's result for each sample, as a NumPy array."""
        x = as_array(x)
        if (
            verbose == 0
            and callbacks is None
            and steps is None
            and getattr(x, "shape", None)
            and 0 < x.shape[0] <= (_SMALL if batch_size is None else batch_size)
        ):
            return _hornbill.predict(self._handle, x)
        only_arrays(x, "predict")
        if batch_size is not None:
            count("batch_size", batch_size)
        samples = x.shape[0] if getattr(x, "shape", None) else 0
        run = listen(
            self,
            callbacks,
            verbose=as_verbose(verbose),
            epochs=1,
            steps=steps or -(-samples // (batch_size or 32)),
        )
        return self._engine().predict(
            x,
            **arguments({"batch_size": batch_size, "steps": steps}),
            verbose=run.verbose,
            callback=run.callback,
            event_mask=run.event_mask,
            print=print_text,
        )

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step of training, on one batch. Returns what `evaluate` does."""
        self._must_be_compiled("train_on_batch")
        history = self._engine().train_on_batch(
            as_array(x, "x"),
            as_array(y, "y"),
            as_array(sample_weight, "sample_weight"),
            _class_weight(class_weight),
        )
        return _results(history, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """Measures one batch. Returns what `evaluate` does."""
        self._must_be_compiled("test_on_batch")
        history = self._engine().test_on_batch(
            as_array(x, "x"), as_array(y, "y"), as_array(sample_weight, "sample_weight")
        )
        return _results(history, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """The model's result for one batch, as a NumPy array."""
        return self._engine().predict_on_batch(as_array(x, "x"))

    def reset_metrics(self) -> None:
        """Makes the metrics forget what `train_on_batch` and `test_on_batch` gathered."""
        self._engine().reset_metrics()

    # Files come with a later version.

    def save(self, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
        """Not yet: use `to_json` and `get_weights`."""
        raise _no_files("save")

    def save_weights(self, filepath: Any, overwrite: bool = True, **kwargs: Any) -> None:
        """Not yet: use `get_weights`."""
        raise _no_files("save_weights")

    def load_weights(self, filepath: Any, **kwargs: Any) -> None:
        """Not yet: use `set_weights`."""
        raise _no_files("load_weights")

    @classmethod
    def from_config(
        cls, config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> Self:
        """Makes the model that `get_config` described, with new weights."""
        model = cls.__new__(cls)
        model._handle = _hornbill.Model.of(cls.__name__, to_json(config))
        model._adopt()
        return model

    def _adopt(self) -> None:
        from hornbill.layers import _namespace

        self._layers = []
        for handle in self._engine().layers():
            if handle.is_model:
                inner = from_json(handle.config())["class_name"]
                raise NotImplementedError(f"A model within a model is not supported: {inner}")
            self._layers.append(_namespace.wrap(handle))

    def __reduce__(self) -> Any:
        return _restored, (type(self), self.get_config(), self.get_weights() if self.built else [])


def _restored(cls: type[Model], config: dict[str, Any], weights: list[Any]) -> Model:
    model = cls.from_config(config)
    if weights:
        model.set_weights(weights)
    return model


def _no_files(method: str) -> NotImplementedError:
    return NotImplementedError(
        f"{method}: files of models are not supported yet. `model.to_json()` and "
        "`model.get_weights()` give what such a file would hold; `models.model_from_json` and "
        "`model.set_weights` take it back."
    )


def _results(history: Any, return_dict: bool) -> Any:
    values = {name: float(values[-1]) for name, values in history.history.items()}
    if return_dict:
        return values
    return next(iter(values.values())) if len(values) == 1 else list(values.values())


def _class_weight(weights: Mapping[int, float] | None) -> dict[int, float] | None:
    if weights is None:
        return None
    if not isinstance(weights, Mapping):
        raise ValueError(
            "`class_weight` should be a dict that maps class numbers to weights. "
            f"Received: {weights!r}"
        )
    return {int(number): float(weight) for number, weight in weights.items()}


def _only_one(given: Any, what: str) -> Any:
    """The one entry of a list or dict of what each output has."""
    values: Iterable[Any]
    if isinstance(given, Mapping) and "class_name" not in given:
        values = list(given.values())
    elif isinstance(given, (list, tuple)):
        values = list(given)
    else:
        return given
    if len(values) != 1:
        raise ValueError(
            f"For a model with one output, expected one entry in `{what}`. Received: {given}"
        )
    return values[0]
