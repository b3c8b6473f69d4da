"""Records what Keras answers for ConvLSTM1D and for the cells in an RNN: outputs, states and gradients.

usage: KERAS_BACKEND=jax python3 conv_lstm.py     (pip install keras jax: Keras 3 on JAX; writes recorded/conv_lstm.json, which
                                                   the tests of @seqloom/recurrent read)

Inputs are small multiples of 1/32 that `numbers` makes: x = numbers(1, ...), weights numbers(2, ...), numbers(3, ...) in
Keras' order, initial states numbers(8, ...), numbers(9, ...), gradients of the outputs numbers(5, ...), numbers(6, ...).
A mask skips step t of sample b where (t + 2 b) % 4 == 1; ConvLSTM1D has none, because on JAX Keras does not broadcast it.
"""
import json
import pathlib

import jax
import keras
import numpy as np

OUT = pathlib.Path(__file__).parent / "recorded" / "conv_lstm.json"


def numbers(seed, *shape):
    count = int(np.prod(shape))
    return (((np.arange(count) * 7919 + seed * 104729) % 31 - 15) / 32).reshape(shape).astype(np.float32)


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def flat(array):
    return [float(np.format_float_positional(v, 9, unique=False, fractional=False)) for v in np.ravel(array)]


def record(name, options, shape, masked=False, initial=False):
    arguments = {snake(key): snake(value) if isinstance(value, str) else value for key, value in options.items()}
    if name.endswith("Cell"):
        layer_options = {key: arguments.pop(key) for key in list(arguments) if key.startswith("return")}
        layer = keras.layers.RNN(getattr(keras.layers, name)(**arguments), **layer_options)
    else:
        layer = getattr(keras.layers, name)(**arguments)
    layer.build((None, *shape[1:]))
    weights = [numbers(2 + i, *w.shape) for i, w in enumerate(layer.weights)]
    layer.set_weights(weights)
    x = numbers(1, *shape)
    time, batch = np.arange(shape[1]), np.arange(shape[0])[:, None]
    mask = (time + 2 * batch) % 4 != 1 if masked else None
    step = layer(x)
    count = len(layer.cell.state_size) if isinstance(layer.cell.state_size, (list, tuple)) else 1
    count = 2 if name == "ConvLSTM1D" else count
    first = step[0] if isinstance(step, (list, tuple)) else step
    state_shape = first.shape[:1] + first.shape[2:] if options.get("returnSequences") else first.shape
    states = [numbers(8 + i, *state_shape) for i in range(count)] if initial else None
    trainable = [w.value for w in layer.trainable_variables]
    others = [w.value for w in layer.non_trainable_variables]

    def run(trainable, x):
        call = {key: value for key, value in {"mask": mask, "initial_state": states}.items() if value is not None}
        result, _ = layer.stateless_call(trainable, others, x, **call)
        return list(result) if isinstance(result, (list, tuple)) else [result]

    def loss(trainable, x):
        return sum((y * numbers(5 + i, *y.shape)).sum() for i, y in enumerate(run(trainable, x)))

    dweights, dx = jax.grad(loss, argnums=(0, 1))(trainable, x)
    return {
        "layer": name,
        "options": options,
        "shape": list(shape),
        "masked": masked,
        "initial": initial,
        "weights": [list(w.shape) for w in weights],
        "outputs": [{"shape": list(y.shape), "values": flat(y)} for y in run(trainable, x)],
        "dx": flat(dx),
        "dweights": [flat(d) for d in dweights],
    }


def main():
    jax.config.update("jax_enable_x64", False)
    keras.utils.set_random_seed(1)
    rows = (2, 4, 6, 2)
    conv = {"filters": 3, "kernelSize": 3}
    steps = {"returnSequences": True, "returnState": True}
    cell = {"units": 3, **steps}
    cases = [
        record("ConvLSTM1D", conv, rows),
        record("ConvLSTM1D", {**conv, "padding": "same", **steps}, rows),
        record("ConvLSTM1D", {**conv, "padding": "same", "kernelSize": 2, **steps}, rows),
        record("ConvLSTM1D", {**conv, "padding": "same", "strides": 2, "useBias": False}, rows, initial=True),
        record("ConvLSTM1D", {**conv, "dilationRate": 2, "goBackwards": True, **steps}, rows, initial=True),
        record("ConvLSTM1D", {**conv, "activation": "relu", "recurrentActivation": "hardSigmoid", **steps}, rows),
        record("SimpleRNNCell", cell, (2, 5, 4)),
        record("GRUCell", cell, (2, 5, 4), masked=True),
        record("GRUCell", {**cell, "resetAfter": False}, (2, 5, 4)),
        record("LSTMCell", cell, (2, 5, 4), masked=True, initial=True),
    ]
    OUT.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
    print(f"{OUT.name}: {len(cases)} cases, Keras {keras.__version__}")


if __name__ == "__main__":
    main()
