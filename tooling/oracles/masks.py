"""Records what Keras answers for sequences of several lengths, one at a time and without padding: what layers that go by
masks must give for the same sequences padded to one length.

usage: KERAS_BACKEND=jax python3 masks.py     (pip install keras jax: Keras 3 on JAX; writes recorded/masks.json, which the
                                               tests of @seqloom/convolutional read)

Inputs are the small multiples of 1/8 that `conv.numbers` makes: x = numbers(1, 3, 8, 2), sample b cut to lengths[b] steps;
weights numbers(2, …), numbers(3, …) in Keras' order. Only the answers are stored, `y[b]` of shape [steps, features].
"""
import json
import pathlib

import keras
import numpy as np

OUT = pathlib.Path(__file__).parent / "recorded" / "masks.json"


def numbers(seed, *shape):
    """As conv.numbers, which needs PyTorch."""
    count = int(np.prod(shape))
    return (((np.arange(count) * 7919 + seed * 104729) % 31 - 15) / 8).reshape(shape).astype(np.float32)


def record(name, layer, options, lengths):
    layer.build((None, 8, 2))
    weights = [numbers(2 + i, *w.shape) for i, w in enumerate(layer.weights)]
    layer.set_weights(weights)
    x = numbers(1, 3, 8, 2)
    y = [np.asarray(layer(x[b : b + 1, :length]))[0] for b, length in enumerate(lengths)]
    return {
        "layer": name,
        "options": options,
        "lengths": lengths,
        "weights": [list(w.shape) for w in layer.weights],
        "y": [[float(np.format_float_positional(v, 9, unique=False, fractional=False)) for v in row.ravel()] for row in y],
    }


def main():
    L = keras.layers
    cases = []
    for padding in ("same", "causal"):
        for strides, dilation in ((1, 1), (2, 1), (1, 2)):
            options = {"filters": 3, "kernelSize": 3, "strides": strides, "padding": padding, "dilationRate": dilation}
            layer = L.Conv1D(3, 3, strides=strides, padding=padding, dilation_rate=dilation)
            cases.append(record("Conv1D", layer, options, [8, 6, 4]))
    options = {"kernelSize": 3, "padding": "same", "depthMultiplier": 2}
    cases.append(record("DepthwiseConv1D", L.DepthwiseConv1D(3, padding="same", depth_multiplier=2), options, [8, 5, 1]))
    options = {"filters": 3, "kernelSize": 3, "padding": "same", "activation": "tanh"}
    cases.append(record("SeparableConv1D", L.SeparableConv1D(3, 3, padding="same", activation="tanh"), options, [8, 5, 1]))
    options = {"filters": 3, "kernelSize": 3, "padding": "same", "strides": 2}
    cases.append(record("Conv1DTranspose", L.Conv1DTranspose(3, 3, padding="same", strides=2), options, [8, 5, 1]))
    for name, kind in (("MaxPooling1D", L.MaxPooling1D), ("AveragePooling1D", L.AveragePooling1D)):
        for size, strides, padding in ((2, 2, "valid"), (3, 1, "valid"), (3, 2, "valid"), (2, 2, "same"), (3, 1, "same")):
            options = {"poolSize": size, "strides": strides, "padding": padding}
            cases.append(record(name, kind(size, strides=strides, padding=padding), options, [8, 5, 3]))
    cases.append(record("UpSampling1D", L.UpSampling1D(3), {"size": 3}, [8, 5, 1]))
    cases.append(record("Cropping1D", L.Cropping1D((2, 0)), {"cropping": [2, 0]}, [8, 5, 3]))
    cases.append(record("GlobalAveragePooling1D", L.GlobalAveragePooling1D(), {}, [8, 5, 1]))
    cases.append(record("GlobalMaxPooling1D", L.GlobalMaxPooling1D(), {}, [8, 5, 1]))
    OUT.write_text(json.dumps({"keras": keras.__version__, "cases": cases}, separators=(",", ":")) + "\n")


main()
