"""Records what Keras answers for LayerNormalization and BatchNormalization, and PyTorch for the same: outputs, gradients
and moving statistics.

usage: KERAS_BACKEND=jax python3 normalization.py   (pip install keras jax torch: Keras 3 on JAX; writes
                                                     recorded/normalization.json, which the tests of @seqloom/nn read)

Inputs are the small multiples of 1/8 that `numbers` makes: x = numbers(1, ...), weights numbers(2, ...), numbers(3, ...)
in Keras' order (a variance is the square of its numbers, plus 1), dy = numbers(9, ...). A mask skips step t of sample b where
(t + 2 b) % 4 == 1. `statistics` are the moving mean and variance after the call.
"""
import json
import pathlib

import jax
import keras
import numpy as np
import torch

OUT = pathlib.Path(__file__).parent / "recorded" / "normalization.json"


def numbers(seed, *shape):
    count = int(np.prod(shape))
    return (((np.arange(count) * 7919 + seed * 104729) % 31 - 15) / 8).reshape(shape).astype(np.float32)


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def flat(array):
    return [float(np.format_float_positional(v, 9, unique=False, fractional=False)) for v in np.ravel(array)]


def mask_of(shape):
    time, batch = np.arange(shape[1]), np.arange(shape[0])[:, None]
    return (time + 2 * batch) % 4 != 1


def case(source, name, options, shape, training, masked, y, dx, dweights, statistics):
    return {"source": source, "layer": name, "options": options, "shape": list(shape), "training": training, "masked": masked,
            "y": flat(y), "dx": flat(dx), "dweights": [flat(d) for d in dweights], "statistics": [flat(s) for s in statistics]}


def keras_case(name, options, shape, training=True, masked=False):
    layer = getattr(keras.layers, name)(**{snake(key): value for key, value in options.items()})
    layer.build((None, *shape[1:]))
    values = [numbers(2 + i, *w.shape) for i, w in enumerate(layer.weights)]
    if name == "BatchNormalization":
        values[-1] = values[-1] ** 2 + 1
    layer.set_weights(values)
    x, mask = numbers(1, *shape), mask_of(shape) if masked else None
    trainable = [w.value for w in layer.trainable_variables]
    others = [w.value for w in layer.non_trainable_variables]
    call = {} if name == "LayerNormalization" else {"training": training, "mask": mask}

    def loss(trainable, x):
        y, changed = layer.stateless_call(trainable, others, x, **call)
        return (y * numbers(9, *y.shape)).sum(), (y, changed)

    (dweights, dx), (y, changed) = jax.grad(loss, argnums=(0, 1), has_aux=True)(trainable, x)
    frozen = options.get("trainable") is False
    return case("keras", name, options, shape, training, masked, y, dx, dweights, changed[-2:] if name[0] == "B" else []) | (
        {"frozen": True} if frozen else {})


def torch_case(name, options, shape, training=True):
    x = torch.tensor(numbers(1, *shape), requires_grad=True)
    features, epsilon = shape[-1], options.get("epsilon", 1e-3)
    gamma, beta = (torch.tensor(numbers(seed, features), requires_grad=True) for seed in (2, 3))
    statistics = []
    if name == "LayerNormalization":
        y = torch.nn.functional.layer_norm(x, (features,), gamma, beta, epsilon)
    else:
        mean, variance = torch.tensor(numbers(4, features)), torch.tensor(numbers(5, features)) ** 2 + 1
        rows = x.reshape(-1, features)
        # PyTorch divides the variance that it keeps by N − 1, so only what Keras defines in the same way is compared.
        y = torch.nn.functional.batch_norm(rows, mean, variance, gamma, beta, training, 0.01, epsilon).reshape(shape)
        statistics = [mean] if training else [mean, variance]
    y.backward(torch.tensor(numbers(9, *shape)))
    return case("torch", name, options, shape, training, False, y.detach(), x.grad, [gamma.grad, beta.grad], statistics)


def main():
    keras.utils.set_random_seed(1)
    layer, batch = "LayerNormalization", "BatchNormalization"
    shapes = [(3, 5), (2, 4, 3), (2, 6, 7), (2, 3, 2, 5)]
    cases = [keras_case(layer, {}, shape) for shape in shapes]
    cases += [keras_case(layer, {"axis": axis}, (2, 4, 3)) for axis in (1, 2, [1, 2], [-1], [2, 1])]
    cases += [keras_case(layer, {"axis": [1, 3], "epsilon": 1e-5}, (2, 3, 4, 2)), keras_case(layer, {"epsilon": 0.5}, (1, 1, 8))]
    cases += [keras_case(layer, options, (2, 4, 3)) for options in ({"scale": False}, {"center": False})]
    cases += [keras_case(batch, {}, shape, training) for shape in shapes for training in (True, False)]
    cases += [keras_case(batch, {"momentum": m, "epsilon": e}, (2, 5, 3), True, True) for m in (0.5, 0.9) for e in (1e-3, 1e-5)]
    cases += [keras_case(batch, {}, (4, 6, 2), training, True) for training in (True, False)]
    cases += [keras_case(batch, {"axis": axis}, (3, 4, 5), True, masked) for axis in (1, 2) for masked in (True, False)]
    cases += [keras_case(batch, options, (3, 4, 2)) for options in ({"scale": False}, {"center": False}, {"trainable": False})]
    cases += [torch_case(layer, {"epsilon": e}, shape) for e in (1e-3, 1e-5) for shape in ((4, 6), (2, 5, 9))]
    cases += [torch_case(batch, {}, shape, training) for shape in ((4, 6), (2, 5, 3)) for training in (True, False)]
    text = json.dumps({"keras": keras.__version__, "torch": torch.__version__, "cases": cases}, separators=(",", ":"))
    OUT.write_text(text.replace("},{\"source", "},\n{\"source") + "\n")
    print(len(cases), "cases,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
