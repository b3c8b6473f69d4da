"""Reference answers for @seqloom/train from Keras 3: losses, metrics with and without weights, masked and weighted evaluation.

Run: KERAS_BACKEND=jax python3 tooling/oracles/keras_training.py (Keras 3.x with JAX)

All inputs are float32 numbers, recorded with the answers, which are float32 too.
"""
import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
import numpy as np

rng = np.random.default_rng(12)


def draw(*shape, scale=1.0):
    return (rng.standard_normal(shape) * scale).astype(np.float32)


def pack(values):
    array = np.asarray(values)
    return {"shape": list(array.shape), "data": [float(f"{x:.9g}") for x in array.reshape(-1)]}


def sigmoid(x):
    return (1 / (1 + np.exp(-x))).astype(np.float32)


def losses():
    logits, sums_to_more = draw(5, 3, scale=2), rng.random((5, 3)).astype(np.float32)
    binary = (rng.random((5, 3)) > 0.5).astype(np.float32)
    labels = np.array([0, 2, 1, 1, 2])
    soft = np.float32([[0.9, 0.05, 0.05], [0, 0, 1], [0.2, 0.6, 0.2], [0, 1, 0], [0.1, 0.1, 0.8]])
    far = np.float32([[60, -60, 0], [-60, 60, 0], [30, 20, 10], [-5, 5, 80], [0, 0, 0]])
    kinds = [
        ("binaryCrossentropy", keras.losses.BinaryCrossentropy, binary),
        ("categoricalCrossentropy", keras.losses.CategoricalCrossentropy, soft),
        ("sparseCategoricalCrossentropy", keras.losses.SparseCategoricalCrossentropy, labels),
    ]
    cases = []
    for name, make, targets in kinds:
        for from_logits, predictions in [(False, sums_to_more), (True, logits), (True, far)]:
            values = make(from_logits=from_logits, reduction="none")(targets, predictions)
            cases.append({"loss": name, "fromLogits": from_logits, "targets": pack(targets),
                          "predictions": pack(predictions), "values": pack(values)})
    return cases


def metrics():
    n = 60
    logits = draw(n, 1, scale=3)
    binary = (rng.random((n, 1)) < sigmoid(logits / 2)).astype(np.float32)
    scores = draw(n, 4)
    labels = rng.integers(0, 4, n)
    weights = np.float32(rng.choice([0, 0.5, 1, 2.5], n))
    table = [
        ("binaryAccuracy", {}, keras.metrics.BinaryAccuracy(), binary, sigmoid(logits)),
        ("binaryAccuracy", {"threshold": 0.3}, keras.metrics.BinaryAccuracy(threshold=0.3), binary, sigmoid(logits)),
        ("categoricalAccuracy", {}, keras.metrics.CategoricalAccuracy(), np.eye(4, dtype=np.float32)[labels], scores),
        ("sparseCategoricalAccuracy", {}, keras.metrics.SparseCategoricalAccuracy(), labels, scores),
        ("precision", {}, keras.metrics.Precision(), binary, sigmoid(logits)),
        ("precision", {"threshold": 0.7}, keras.metrics.Precision(thresholds=0.7), binary, sigmoid(logits)),
        ("recall", {}, keras.metrics.Recall(), binary, sigmoid(logits)),
        ("auc", {}, keras.metrics.AUC(), binary, sigmoid(logits)),
        ("auc", {"numThresholds": 200, "fromLogits": True}, keras.metrics.AUC(from_logits=True), binary, logits),
        ("meanSquaredError", {}, keras.metrics.MeanSquaredError(), draw(n, 4), scores),
        ("meanAbsoluteError", {}, keras.metrics.MeanAbsoluteError(), draw(n, 4), scores),
    ]
    cases = []
    for name, options, metric, targets, predictions in table:
        case = {"metric": name, "options": options, "targets": pack(targets), "predictions": pack(predictions)}
        for key, w in [("plain", None), ("weighted", weights)]:
            metric.reset_state()
            for part in (slice(0, 25), slice(25, n)):  # two batches
                metric.update_state(targets[part], predictions[part], sample_weight=None if w is None else w[part])
            case[key] = float(metric.result())
        cases.append(case)
    return {"weights": pack(weights), "cases": cases}


def tagger(loss, activation, kernel):
    model = keras.Sequential([keras.Input((4, 2)), keras.layers.Masking(), keras.layers.Dense(1, activation=activation)])
    model.layers[-1].set_weights([kernel, np.zeros(1, np.float32)])
    model.compile(loss=loss, metrics=["mae"], weighted_metrics=["mse"], optimizer=keras.optimizers.SGD(0.0))
    return model


def sequences():
    """One batch; of several, Keras takes the mean of the batches' losses by samples."""
    x, kernel = draw(3, 4, 2), draw(2, 1)
    for sample, length in enumerate([4, 1, 2]):
        x[sample, length:] = 0
    targets = (rng.random((3, 4, 1)) > 0.5).astype(np.float32)
    weights = {"none": None, "perSample": np.float32([[1], [0.5], [2]]), "perStep": rng.choice([0, 1, 3], (3, 4)).astype(np.float32)}
    cases = []
    for loss, ours, activation in [("mse", "meanSquaredError", "linear"), ("binary_crossentropy", "binaryCrossentropy", "sigmoid")]:
        for key, w in weights.items():
            logs = tagger(loss, activation, kernel).evaluate(x, targets, sample_weight=w, batch_size=3, return_dict=True, verbose=0)
            cases.append({"loss": ours, "activation": activation, "weights": None if w is None else pack(w),
                          "logs": {name: float(value) for name, value in logs.items()}})
    return {"inputs": pack(x), "kernel": pack(kernel), "targets": pack(targets), "cases": cases}


def class_weights():
    x, kernel, labels = draw(8, 2), draw(2, 3), rng.integers(0, 3, 8)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="softmax", use_bias=False)])
    model.layers[-1].set_weights([kernel])
    model.compile(loss="sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"],
                  weighted_metrics=["sparse_categorical_accuracy"], optimizer=keras.optimizers.SGD(0.0))
    logs = model.fit(x, labels, class_weight={0: 1.0, 1: 10.0, 2: 0.5}, batch_size=8, verbose=0).history
    return {"inputs": pack(x), "kernel": pack(kernel), "targets": pack(labels), "classWeight": {"0": 1, "1": 10, "2": 0.5},
            "logs": {name: values[0] for name, values in logs.items()}}


recorded = {"keras": keras.__version__, "losses": losses(), "metrics": metrics(), "sequences": sequences(), "classWeights": class_weights()}
path = pathlib.Path(__file__).parent / "recorded" / "keras_training.json"
path.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
print(json.dumps({"sequences": recorded["sequences"]["cases"], "classWeights": recorded["classWeights"]["logs"]}, default=str))
print([(c["metric"], c["plain"], c["weighted"]) for c in recorded["metrics"]["cases"]])
