"""Reference answers for the layers of @seqloom/nn that merge branches, and for Permute and Softmax: outputs and masks.

Run: KERAS_BACKEND=jax python tooling/oracles/merges.py (in an environment with Keras 3)

Inputs are float32 numbers, recorded with the answers. Keras' Softmax takes a mask of the shape of its input: the mask of the
steps is given to it with an axis of size 1 for the features. Read by packages/nn/test/merges.test.ts.
"""
import json
import pathlib

import keras
import numpy as np

rng = np.random.default_rng(5)
B, T = 2, 3


def draw(*shape):
    return rng.standard_normal(shape).astype(np.float32)


def pack(values):
    array = np.asarray(values)
    data = [bool(x) if array.dtype == bool else float(f"{x:.9g}") for x in array.reshape(-1)]
    return {"shape": list(array.shape), "data": data}


MASKS = [np.array([[True, True, False], [True, False, False]]), np.array([[True, False, False], [True, False, True]])]


def case(name, options, shapes, masks=None):
    layer = getattr(keras.layers, name)(**{"dims": tuple(options["dims"])} if "dims" in options else options)
    inputs = [draw(B, *shape) for shape in shapes]
    output = layer(inputs if len(shapes) > 1 else inputs[0])
    result = {"layer": name, "options": options, "inputs": [pack(x) for x in inputs], "output": pack(output)}
    if masks is not None:
        left = layer.compute_mask(inputs, masks)
        result["masks"] = [None if mask is None else pack(mask) for mask in masks]
        result["mask"] = None if left is None else pack(left)
    return result


cases = []
for name in ["Add", "Multiply", "Average", "Maximum", "Minimum"]:
    cases.append(case(name, {}, [(T, 4), (T, 4), (T, 4)]))
    cases.append(case(name, {}, [(T, 4), (1, 4)]))
    cases.append(case(name, {}, [(4,), (T, 4)]))
cases += [
    case("Add", {}, [(T, 2), (T, 2)], MASKS),
    case("Add", {}, [(T, 2), (T, 2)], [MASKS[0], None]),
    case("Subtract", {}, [(T, 4), (T, 4)]),
    case("Concatenate", {}, [(T, 4), (T, 2)]),
    case("Concatenate", {}, [(T, 2), (T, 2)], MASKS),
    case("Concatenate", {"axis": 1}, [(T, 2), (T, 2)], MASKS),
    case("Concatenate", {"axis": 1}, [(T, 2), (T, 2)], [None, MASKS[1]]),
    case("Dot", {"axes": 1}, [(4,), (4,)]),
    case("Dot", {"axes": [1, 2]}, [(T, 5), (6, T)]),
    case("Dot", {"axes": -1, "normalize": True}, [(T, 4), (5, 4)]),
    case("Dot", {"axes": [2, 1]}, [(T, 4), (4,)]),
    case("Dot", {"axes": [1, 3]}, [(4,), (2, T, 4)]),
    case("Permute", {"dims": [2, 1]}, [(T, 4)]),
    case("Permute", {"dims": [3, 1, 2]}, [(2, 3, 4)]),
    case("Softmax", {}, [(T, 4)]),
    case("Softmax", {"axis": 1}, [(T, 4)]),
    case("Softmax", {"axis": [1, 2]}, [(T, 4)]),
]
for axis in [-1, 1]:
    x = draw(B, T, 4)
    output = keras.layers.Softmax(axis=axis)(x, mask=MASKS[1][..., None])
    cases.append({"layer": "Softmax", "options": {"axis": axis}, "inputs": [pack(x)], "masks": [pack(MASKS[1])], "output": pack(output)})

path = pathlib.Path(__file__).parent / "recorded" / "merges.json"
path.write_text(json.dumps({"source": f"Keras {keras.__version__}", "cases": cases}, separators=(",", ":")) + "\n")
print(f"{path}: {len(cases)} cases, {path.stat().st_size} bytes")
