"""Methods that models had in Keras 2, and what to write in their place."""

from __future__ import annotations

REPLACEMENTS = {
    "evaluate_generator": "`model.evaluate(x, y)`",
    "fit_generator": "`model.fit(x, y)`",
    "metrics_tensors": "`model.metrics_names`",
    "predict_classes": "`numpy.argmax(model.predict(x), axis=-1)`, or for one sigmoid unit "
    "`(model.predict(x) > 0.5).astype('int32')`",
    "predict_generator": "`model.predict(x)`",
    "predict_proba": "`model.predict(x)`",
    "to_yaml": "`model.to_json()`",
    "uses_learning_phase": "the argument `training` of `model(x, training=True)`",
}
