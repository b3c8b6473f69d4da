"""Records what Keras answers for Attention, AdditiveAttention and MultiHeadAttention, and PyTorch for the last: outputs,
weights of the attention and gradients, with masks and causal.

usage: KERAS_BACKEND=jax python3 attention.py   (pip install keras jax torch: Keras 3 on JAX; writes recorded/attention.json,
                                                 which the tests of @seqloom/attention read)

Inputs are the small multiples of 1/8 that `numbers` makes: query numbers(1, ...), value numbers(2, ...), key numbers(3, ...),
weights numbers(4, ...), numbers(5, ...) and so on in Keras' order, each divided by 4 for a head, dy = numbers(20, ...). The mask of
the query skips step t of sample b where (t + 2 b) % 4 == 1, that of the value where (t + 2 b) % 4 == 3. MultiHeadAttention
joins them as Keras' layer does with masks of its inputs; a row that may attend to nothing gives zeros there.
"""
import json
import pathlib

import jax
import keras
import numpy as np
import torch

OUT = pathlib.Path(__file__).parent / "recorded" / "attention.json"
MULTI_HEAD = "MultiHeadAttention"


def numbers(seed, *shape):
    count = int(np.prod(shape))
    return (((np.arange(count) * 7919 + seed * 104729) % 31 - 15) / 8).reshape(shape).astype(np.float32)


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def flat(array):
    return [float(np.format_float_positional(v, 9, unique=False, fractional=False)) for v in np.ravel(array)]


def mask_of(shape, skipped):
    time, batch = np.arange(shape[1]), np.arange(shape[0])[:, None]
    return (time + 2 * batch) % 4 != skipped


def case(source, name, options, shapes, masks, causal, y, scores, inputs, weights):
    return {"source": source, "layer": name, "options": options, "shapes": [list(s) for s in shapes], "masks": masks,
            "causal": causal, "y": flat(y), "scores": flat(scores), "inputs": [flat(d) for d in inputs],
            "weights": [flat(d) for d in weights]}


def keras_case(name, options, shapes, masks="none", causal=False):
    layer = getattr(keras.layers, name)(**{snake(key): value for key, value in options.items()})
    layer.build(*shapes) if name == MULTI_HEAD else layer.build(list(shapes))
    layer.set_weights([numbers(4 + i, *w.shape) / (4 if name == MULTI_HEAD else 1) for i, w in enumerate(layer.weights)])
    inputs = [numbers(1 + i, *shape) for i, shape in enumerate(shapes)]
    query_mask = mask_of(shapes[0], 1) if masks == "both" else None
    value_mask = mask_of(shapes[1], 3) if masks != "none" else None
    trainable = [w.value for w in layer.trainable_variables]
    common = {"return_attention_scores": True, "use_causal_mask": causal}

    def run(trainable, inputs):
        if name == MULTI_HEAD:
            query, value, *key = inputs
            joint = None if value_mask is None else value_mask[:, None, :] & np.ones((1, shapes[0][1], 1), bool)
            joint = joint if query_mask is None else joint & query_mask[:, :, None]
            result = layer.stateless_call(trainable, [], query, value, *key, attention_mask=joint, **common)
        else:
            mask = None if value_mask is None else [query_mask, value_mask]
            result = layer.stateless_call(trainable, [], list(inputs), mask=mask, **common)
        return result[0]

    def loss(trainable, inputs):
        y, scores = run(trainable, inputs)
        return (y * numbers(20, *y.shape)).sum(), (y, scores)

    (dweights, dinputs), (y, scores) = jax.grad(loss, argnums=(0, 1), has_aux=True)(trainable, inputs)
    return case("keras", name, options, shapes, masks, causal, y, scores, dinputs, dweights)


def torch_case(heads, size, shapes, masks="none", causal=False):
    """The layer out of PyTorch's own product with softmax: a mask of the query is left out, because it gives NaN there."""
    (batch, T, D), (_, S, E) = shapes[:2]
    inputs = [torch.tensor(numbers(1 + i, *shape), requires_grad=True) for i, shape in enumerate(shapes)]
    query, value = inputs[:2]
    key = inputs[2] if len(inputs) > 2 else value
    weight_shapes = [(D, heads, size), (heads, size), (key.shape[-1], heads, size), (heads, size), (E, heads, size), (heads, size),
                     (heads, size, D), (D,)]
    weights = [torch.tensor(numbers(4 + i, *shape) / 4, requires_grad=True) for i, shape in enumerate(weight_shapes)]
    wq, bq, wk, bk, wv, bv, wo, bo = weights
    q, k, v = (torch.einsum("btd,dnh->bnth", x, w) + b[:, None, :] for x, w, b in ((query, wq, bq), (key, wk, bk), (value, wv, bv)))
    allowed = torch.ones(batch, 1, T, S, dtype=torch.bool)
    if causal:
        allowed = allowed & torch.tril(torch.ones(T, S, dtype=torch.bool))
    if masks != "none":
        allowed = allowed & torch.tensor(mask_of((batch, S), 3))[:, None, None, :]
    heads_out = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=allowed)
    y = torch.einsum("bnth,nhd->btd", heads_out, wo) + bo
    y.backward(torch.tensor(numbers(20, *y.shape)))
    options = {"numHeads": heads, "keyDim": size}
    return case("torch", MULTI_HEAD, options, shapes, masks, causal, y.detach(), [], [x.grad for x in inputs],
                [w.grad for w in weights])


def main():
    keras.utils.set_random_seed(1)
    two = [(2, 4, 4), (2, 3, 4)]
    three = [*two, (2, 3, 4)]
    kinds = [(masks, causal) for masks in ("none", "value", "both") for causal in (False, True)]
    cases = [keras_case("Attention", {"useScale": scale}, shapes, *kind)
             for scale in (False, True) for shapes in (two, three) for kind in kinds]
    cases += [keras_case("Attention", {"scoreMode": "concat", "useScale": scale}, two, *kind) for scale in (False, True) for kind in kinds]
    cases += [keras_case("Attention", {}, [(2, 3, 4), (2, 5, 6), (2, 5, 4)], *kind) for kind in kinds[2:4]]
    cases += [keras_case("AdditiveAttention", {"useScale": scale}, two, *kind) for scale in (False, True) for kind in kinds]
    cases += [keras_case("AdditiveAttention", {}, three, *kind) for kind in kinds[2:4]]
    heads = {"numHeads": 2, "keyDim": 3}
    cases += [keras_case(MULTI_HEAD, heads, shapes, *kind) for shapes in (two, three) for kind in kinds]
    others = ({"valueDim": 5}, {"useBias": False}, {"outputShape": 3}, {"valueDim": 1, "outputShape": 2, "useBias": False},
              {"useGate": True}, {"useGate": True, "valueDim": 2, "useBias": False})
    cases += [keras_case(MULTI_HEAD, {**heads, **more}, two, "value", causal) for more in others for causal in (False, True)]
    cases += [keras_case(MULTI_HEAD, {"numHeads": 3, "keyDim": 2}, [(1, 1, 3), (1, 1, 3)], "none", True),
              keras_case(MULTI_HEAD, {"numHeads": 1, "keyDim": 4}, [(2, 1, 3), (2, 6, 5), (2, 6, 2)], "value")]
    cases += [torch_case(2, 3, shapes, *kind) for shapes in (two, three) for kind in kinds[:4]]
    text = json.dumps({"keras": keras.__version__, "torch": torch.__version__, "cases": cases}, separators=(",", ":"))
    OUT.write_text(text.replace("},{\"source", "},\n{\"source") + "\n")
    print(len(cases), "cases,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
