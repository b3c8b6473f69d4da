"""Keras' own tests of losses, metrics, schedules and optimizers, as data.

Run: KERAS_BACKEND=jax python3 tooling/oracles/keras_own_tests.py measures
     KERAS_BACKEND=jax python3 tooling/oracles/keras_own_tests.py optimizers

The tests of the installed Keras 3 run with its classes wrapped: every call of a loss, metric, schedule or optimizer is kept with what it
returned, if the test passes, so that the answer is the one that Keras' own assertions hold to; losses, metrics and schedules in float64,
optimizers in float32, because a part of their tests fails in float64. Tests of classes that have no counterpart
are kept by name. Read by packages/train/test/keras-own-tests.test.ts, which counts the tests that apply.
"""
import functools
import json
import os
import pathlib
import sys
import types
import unittest
import warnings

MEASURES = sys.argv[1] == "measures"
if MEASURES:
    os.environ["JAX_ENABLE_X64"] = "1"
import keras
import numpy as np

if MEASURES:
    keras.config.set_floatx("float64")

warnings.simplefilter("ignore")


class Marks:
    """The marks of pytest that Keras' tests use; pytest itself is not needed."""

    def __getattr__(self, name):
        return lambda *given, **_: given[0] if given and callable(given[0]) else lambda test: test

    def skipif(self, condition, reason=""):
        return unittest.skipIf(condition, reason)


sys.modules.setdefault("pytest", types.SimpleNamespace(mark=Marks(), fixture=lambda *given, **_: given[0] if given else lambda test: test))
ROOT = "keras.src."
MODULES = {
    "measures": ["losses.losses_test", "metrics.accuracy_metrics_test", "metrics.confusion_metrics_test", "metrics.f_score_metrics_test",
                 "metrics.probabilistic_metrics_test", "metrics.regression_metrics_test", "optimizers.schedules.learning_rate_schedule_test"],
    "optimizers": ["optimizers.sgd_test", "optimizers.rmsprop_test", "optimizers.adam_test", "optimizers.adamw_test", "optimizers.nadam_test",
                   "optimizers.adagrad_test", "optimizers.optimizer_test"],
}
LOSSES = ["MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "CosineSimilarity", "Huber", "LogCosh", "KLDivergence",
          "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "BinaryFocalCrossentropy",
          "CategoricalFocalCrossentropy"]
METRICS = ["BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy", "TopKCategoricalAccuracy", "SparseTopKCategoricalAccuracy",
           "F1Score", "FBetaScore", "MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "RootMeanSquaredError", "R2Score",
           "CosineSimilarity", "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy", "Precision", "Recall", "AUC"]
SCHEDULES = ["ExponentialDecay", "InverseTimeDecay", "PolynomialDecay", "PiecewiseConstantDecay", "CosineDecay", "CosineDecayRestarts"]
OPTIMIZERS = ["SGD", "RMSprop", "Adam", "AdamW", "Nadam", "Adagrad"]

KNOWN = {*LOSSES, *METRICS, *SCHEDULES, *OPTIMIZERS}

calls = []
depth = 0


def plain(value):
    """Numbers with their shape, or JSON data."""
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    array = np.asarray(keras.ops.convert_to_numpy(value), dtype=np.float64)
    return {"shape": list(array.shape), "data": [number(x) for x in array.reshape(-1)]}


def number(x):
    return float(f"{x:.9g}") if np.isfinite(x) else str(float(x))


def config_of(thing):
    config = thing.get_config()
    config = {key: value for key, value in config.items() if key not in ("name", "dtype", "fn") and value is not None}
    return json.loads(json.dumps(config, default=lambda value: value.tolist() if hasattr(value, "tolist") else str(value)))


def wrap(cls, method, keep):
    """Replaces a method: the outermost call of it is kept."""
    original = getattr(cls, method)

    @functools.wraps(original)
    def wrapped(self, *args, **kwargs):
        global depth
        depth += 1
        try:
            before = keep(self, args, kwargs, None) if depth == 1 else None
            result = original(self, *args, **kwargs)
        finally:
            depth -= 1
        if depth == 0:
            calls.append({**before, **keep(self, args, kwargs, result)} if before else keep(self, args, kwargs, result))
        return result

    setattr(cls, method, wrapped)


def named(args, kwargs, *names):
    given = dict(zip(names, args))
    given.update(kwargs)
    return [given.get(name) for name in names]


def install_measures():
    def loss(self, args, kwargs, result):
        if result is None:
            return None
        if type(self).__name__ not in LOSSES:
            return {"kind": "loss", "class": type(self).__name__}
        targets, predictions, weights = named(args, kwargs, "y_true", "y_pred", "sample_weight")
        masked = any(getattr(x, "_keras_mask", None) is not None for x in (targets, predictions))
        return {"kind": "loss", "class": type(self).__name__, "config": {**config_of(self), **json.loads(json.dumps(self._fn_kwargs))},
                "masked": masked, "ownDtype": self.dtype != "float64", "targets": plain(targets), "predictions": plain(predictions), "weights": plain(weights),
                "result": plain(result)}

    wrap(keras.losses.Loss, "__call__", loss)

    def update(self, args, kwargs, result):
        targets, predictions, weights = named(args, kwargs, "y_true", "y_pred", "sample_weight")
        return {"kind": "update", "class": type(self).__name__, "id": id(self), "config": config_of(self), "targets": plain(targets),
                "predictions": plain(predictions), "weights": plain(weights)}

    def outcome(self, args, kwargs, result):
        return {"kind": "result", "class": type(self).__name__, "id": id(self), "config": config_of(self),
                "result": None if result is None else plain(result)}

    def reset(self, args, kwargs, result):
        return {"kind": "reset", "class": type(self).__name__, "id": id(self), "config": config_of(self)}

    for name in METRICS:
        cls = getattr(keras.metrics, name)
        wrap(cls, "update_state", update)
        wrap(cls, "result", outcome)
        wrap(cls, "reset_state", reset)

    def rate(self, args, kwargs, result):
        return {"kind": "schedule", "class": type(self).__name__, "config": config_of(self), "step": plain(args[0]),
                "result": None if result is None else plain(result)}

    for name in SCHEDULES:
        wrap(getattr(keras.optimizers.schedules, name), "__call__", rate)


def install_optimizers():
    def apply(self, args, kwargs, result):
        variables = named(args, kwargs, "grads", "trainable_variables")[1]
        variables = self._trainable_variables if variables is None else variables
        key = "before" if not hasattr(self, "_kept") else "after"
        if key == "before":
            self._kept = True
            gradients = [plain(g) for g in args[0]]
            config = config_of(self)
            if getattr(self, "_exclude_from_weight_decay", None) or getattr(self, "_exclude_from_weight_decay_pattern", None):
                config["excludes"] = True
            if any(v.constraint is not None or getattr(v, "overwrite_with_gradient", False) for v in variables):
                config["constrains"] = True
            return {"kind": "apply", "class": type(self).__name__, "id": id(self), "config": config, "gradients": gradients,
                    "before": [plain(v) for v in variables]}
        del self._kept
        return {"after": [plain(v) for v in variables]}

    for name in OPTIMIZERS:
        wrap(getattr(keras.optimizers, name), "apply", apply)

    def finalize(self, args, kwargs, result):
        return {"kind": "finalize", "class": type(self).__name__, "id": id(self), "after": [plain(v) for v in args[0]]}

    for name in OPTIMIZERS:
        wrap(getattr(keras.optimizers, name), "finalize_variable_values", finalize)


def run(what):
    {"measures": install_measures, "optimizers": install_optimizers}[what]()
    tests = []
    for module in MODULES[what]:
        __import__(ROOT + module)
        for suite in unittest.defaultTestLoader.loadTestsFromModule(sys.modules[ROOT + module]):
            for test in suite:
                calls.clear()
                result = unittest.TestResult()
                test.run(result)
                name = f"{type(test).__name__}.{test._testMethodName}"
                if result.skipped or name.endswith(".test_session"):
                    continue
                kept = [dict(call) for call in calls]
                if any(call["class"] not in KNOWN for call in kept):
                    kept = [{"kind": call["kind"], "class": call["class"]} for call in kept]  # does not apply
                ids = {each: i for i, each in enumerate(dict.fromkeys(call["id"] for call in kept if "id" in call))}
                for call in kept:
                    if "id" in call:
                        call["id"] = ids[call["id"]]
                tests.append({"file": module.split(".")[-1], "test": name, "passed": result.wasSuccessful(), "calls": kept})
    return tests


what = sys.argv[1]
recorded = {"keras": keras.__version__, "backend": keras.backend.backend(), "tests": run(what)}
path = pathlib.Path(__file__).parent / "recorded" / f"keras_own_{what}.json"
path.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
print(path, path.stat().st_size, len(recorded["tests"]), sum(test["passed"] for test in recorded["tests"]))
