"""Reference answers for models that branch, of @seqloom/train: outputs, losses and gradients, in float64.

Run: /usr/bin/python3 tooling/oracles/branched_models.py

PyTorch: a model with two inputs, one with a layer that two branches share, one with two outputs, one with a model within it.
Weights and inputs are float32 numbers, recorded with the answers; kernels are [inputs, units], gates in the order i f g o.
Read by packages/train/test/branched-models.test.ts.
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.default_rng(21)
B, T, V = 3, 4, 7


def draw(*shape, scale=0.6):
    return (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64)


def pack(values):
    array = values.detach().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
    return {"shape": list(array.shape), "data": [float(f"{x:.9g}") for x in array.reshape(-1)]}


class Weights:
    """Draws weights, in the order in which they are asked for, and remembers them by name."""

    def __init__(self):
        self.named = {}

    def __call__(self, name, *shape):
        if name not in self.named:
            self.named[name] = torch.tensor(draw(*shape), requires_grad=True)
        return self.named[name]

    def dense(self, name, x, units):
        return x @ self(f"{name}/kernel", x.shape[-1], units) + self(f"{name}/bias", units)

    def embed(self, name, ids, size):
        return F.embedding(ids, self(f"{name}/embeddings", V, size))

    def lstm(self, name, x, units):
        kernel = self(f"{name}/kernel", x.shape[-1], 4 * units)
        recurrent = self(f"{name}/recurrentKernel", units, 4 * units)
        bias = self(f"{name}/bias", 4 * units)
        layer = torch.nn.LSTM(x.shape[-1], units, batch_first=True).double()
        names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
        for each in names:
            delattr(layer, each)
        for each, value in zip(names, [kernel.t(), recurrent.t(), bias, torch.zeros_like(bias)]):
            setattr(layer, each, value)
        layer._flat_weights = [kernel.t(), recurrent.t(), bias, torch.zeros_like(bias)]
        return layer(x)[1][0][0]


def answer(weights, inputs, targets, outputs, losses, loss):
    loss.backward()
    return {
        "inputs": {name: pack(x) for name, x in inputs.items()},
        "targets": {name: pack(t) for name, t in targets.items()},
        "outputs": {name: pack(y) for name, y in outputs.items()},
        "losses": {name: float(value) for name, value in losses.items()},
        "loss": float(loss),
        "weights": [{"name": name, **pack(w), "gradient": pack(w.grad)["data"]} for name, w in weights.named.items()],
    }


def ids():
    return torch.tensor(rng.integers(0, V, (B, T)))


def two_inputs():
    w = Weights()
    words, numbers, labels = ids(), torch.tensor(draw(B, 5)), torch.tensor([2, 0, 1])
    read = torch.tanh(w.dense("read", w.embed("embed", words, 3).reshape(B, -1), 4))
    scale = torch.tanh(w.dense("scale", numbers, 4))
    logits = w.dense("answer", torch.cat([read, scale], -1), 3)
    loss = F.cross_entropy(logits, labels)
    return answer(w, {"words": words, "numbers": numbers}, {"answer": labels}, {"answer": F.softmax(logits, -1)}, {}, loss)


def shared():
    w = Weights()
    left, right, labels = ids(), ids(), torch.tensor([[1.0], [0.0], [1.0]], dtype=torch.float64)
    one, other = [w.lstm("lstm", w.embed("embed", each, 3), 4) for each in (left, right)]
    logits = w.dense("same", torch.cat([one - other, one * other], -1), 1)
    loss = F.binary_cross_entropy_with_logits(logits, labels)
    return answer(w, {"left": left, "right": right}, {"same": labels}, {"same": torch.sigmoid(logits)}, {}, loss)


def two_outputs():
    w = Weights()
    x, prices, labels = torch.tensor(draw(B, 5)), torch.tensor(draw(B, 1)), torch.tensor([1, 1, 2])
    trunk = torch.tanh(w.dense("trunk", x, 4))
    price, logits = w.dense("price", trunk, 1), w.dense("kind", trunk, 3)
    losses = {"price": F.mse_loss(price, prices), "kind": F.cross_entropy(logits, labels)}
    loss = 2 * losses["price"] + 0.5 * losses["kind"]
    outputs = {"price": price, "kind": F.softmax(logits, -1)}
    return answer(w, {"x": x}, {"price": prices, "kind": labels}, outputs, losses, loss)


def nested():
    w = Weights()
    left, right, targets = torch.tensor(draw(B, 5)), torch.tensor(draw(B, 5)), torch.tensor(draw(B, 1))

    def encode(x):
        return w.dense("encoder/two", torch.tanh(w.dense("encoder/one", x, 4)), 3)

    cosine = F.cosine_similarity(encode(left), encode(right), dim=-1).unsqueeze(-1)
    loss = F.mse_loss(cosine, targets)
    return answer(w, {"left": left, "right": right}, {"dot": targets}, {"dot": cosine}, {}, loss)


answers = {
    "source": f"PyTorch {torch.__version__}, float64",
    "twoInputs": two_inputs(),
    "shared": shared(),
    "twoOutputs": two_outputs(),
    "nested": nested(),
}
path = pathlib.Path(__file__).parent / "recorded" / "branched_models.json"
path.write_text(json.dumps(answers, separators=(",", ":")) + "\n")
print(f"{path}: {path.stat().st_size} bytes")
