"""Reference answers for the callbacks of @seqloom/train from Keras 3: when `EarlyStopping` ends a run and whose weights it keeps,
and after which epochs `fit` measures validation data.

Run: KERAS_BACKEND=jax python3 tooling/oracles/keras_callbacks.py (Keras 3.x with JAX)
Read by packages/train/test/callbacks.test.ts and validation-freq.test.ts.

The values of each run are scripted, and stand next to the answers. The weight of the model is the number of its epochs.
"""
import itertools
import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras
import numpy as np

SERIES = {
    "improves": [5, 4, 3, 2, 1, 0.5, 0.4, 0.3],
    "never reaches 2": [6, 5, 4, 3, 3.5, 3.2, 3, 3.1],
    "reaches 2 once": [6, 5, 1.5, 4, 3, 2.5, 1.8, 4],
    "worsens": [3, 4, 5, 6, 7, 8, 9, 10],
    "level": [2, 2, 2, 2, 2, 2, 2, 2],
}


class ScriptedModel:
    """What EarlyStopping needs of a model. Its weight is the number of epochs that are done."""

    def __init__(self):
        self.stop_training = False
        self.weight = 0

    def get_weights(self):
        return self.weight

    def set_weights(self, weight):
        self.weight = weight


def early_stopping():
    cases = []
    settings = itertools.product(SERIES, [0, 1, 2, 3], [0, 0.6], [None, 2], [0, 2])
    for name, patience, min_delta, baseline, start in settings:
        model = ScriptedModel()
        callback = keras.callbacks.EarlyStopping(
            monitor="score", mode="min", patience=patience, min_delta=min_delta, baseline=baseline,
            start_from_epoch=start, restore_best_weights=True)
        callback.set_model(model)
        callback.on_train_begin()
        epochs = 0
        for epoch, value in enumerate(SERIES[name]):
            model.weight = epochs = epoch + 1
            callback.on_epoch_end(epoch, {"score": value})
            if model.stop_training:
                break
        callback.on_train_end()
        cases.append({"values": name, "patience": patience, "minDelta": min_delta, "baseline": baseline,
                      "startFromEpoch": start, "epochs": epochs, "weight": model.weight})
    return cases


def validation_epochs():
    """The epochs, from 1, whose logs hold the loss on validation data."""
    x = np.ones((4, 1), np.float32)
    cases = []
    for freq, epochs in [(1, 4), (2, 5), (3, 7), (9, 4), ([1, 2, 6], 6), ([3], 5), ([10], 4)]:
        model = keras.Sequential([keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        seen = []
        log = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, logs: seen.append(epoch + 1) if "val_loss" in logs else None)
        model.fit(x, x, validation_data=(x, x), validation_freq=freq, epochs=epochs, verbose=0, callbacks=[log])
        cases.append({"validationFreq": freq, "epochs": epochs, "validated": seen})
    return cases


answers = {"keras": keras.__version__, "series": SERIES, "earlyStopping": early_stopping(),
           "validationEpochs": validation_epochs()}
path = pathlib.Path(__file__).parent / "recorded" / "keras_callbacks.json"
path.write_text(json.dumps(answers, separators=(",", ":")) + "\n")
