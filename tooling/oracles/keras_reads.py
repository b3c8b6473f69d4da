"""Shows that Keras 3 loads what @seqloom/keras writes, predicts the same and trains on from the same state.

Run: node tooling/oracles/keras_written.mjs FOLDER && python3 tooling/oracles/keras_reads.py FOLDER (Keras 3.x with PyTorch)

For each model that `keras_written.mjs` wrote to FOLDER: the largest difference between the predictions of Keras and those recorded
by the writer, before and after one step of training with the optimizer of the file. It writes recorded/keras_reads.json, which
packages/keras/test/keras-reads.test.ts holds against the bar.
"""
import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np

RECORDED = pathlib.Path(__file__).parent / "recorded"


def array(values, dtype=np.float32):
    return np.asarray(values["data"], dtype).reshape(values["shape"])


def one(values):
    return values if len(values) > 1 else values[0]


def listed(value):
    return [keras.ops.convert_to_numpy(each) for each in (value if isinstance(value, (list, tuple)) else [value])]


def difference(got, expected):
    assert [list(each.shape) for each in got] == [each["shape"] for each in expected]
    return float(max(np.abs(a - array(b)).max() for a, b in zip(got, expected)))


def check(path, model, answers):
    loaded = keras.saving.load_model(path)
    x = one([array(each, each["dtype"]) for each in model["inputs"]])
    result = {"predictions": difference(listed(loaded(x, training=False)), answers["predictions"])}
    if "targets" in model:
        y = one([array(each) for each in model["targets"]])
        optimizer = loaded.optimizer
        count = len(optimizer.variables)
        loaded.compile(optimizer=optimizer, loss="mse" if len(model["targets"]) == 1 else ["mse"] * len(model["targets"]), run_eagerly=True)
        assert len(optimizer.variables) == count
        loaded.train_on_batch(x, y)
        result["afterStep"] = difference(listed(loaded(x, training=False)), answers["afterStep"])
    return result


def main(folder):
    models = json.loads((RECORDED / "keras_models.json").read_text())["models"]
    answers = json.loads((folder / "answers.json").read_text())
    results = {}
    for name in models:
        keras.backend.clear_session(free_memory=False)
        results[name] = check(folder / f"{name}.keras", models[name], answers[name])
        print(name, results[name], flush=True)
    (RECORDED / "keras_reads.json").write_text(json.dumps({"keras": keras.__version__, "models": results}, indent=1) + "\n")
    print("largest", max(max(each.values()) for each in results.values()))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
