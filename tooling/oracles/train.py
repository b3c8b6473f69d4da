"""Reference answers for @seqloom/nn, embeddings and train: layers, losses and optimizers, in float64.

Run: /usr/bin/python3 tooling/oracles/train.py

PyTorch where it computes the same thing. Keras adds epsilon elsewhere than PyTorch (RMSprop: inside the root; Adam: before
the bias correction), so optimizers meet PyTorch with epsilon 0, and with their default epsilon the formulas of Keras 3 in
numpy. Inputs are float32 numbers, recorded with the answers.
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.default_rng(6)
STEPS = 50


def draw(*shape, scale=1.0):
    return (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64)


def tensor(values, grad=True):
    return torch.tensor(values, dtype=torch.float64, requires_grad=grad)


def pack(values):
    array = values.detach().numpy() if isinstance(values, torch.Tensor) else np.asarray(values)
    return {"shape": list(array.shape), "data": [float(f"{x:.9g}") for x in array.reshape(-1)]}


def embedding():
    table, ids, upstream = draw(7, 3), np.array([[1, 0, 6, 1], [2, 1, 6, 3]]), draw(2, 4, 3)
    weight = tensor(table)
    y = F.embedding(torch.tensor(ids), weight)
    (y * torch.tensor(upstream)).sum().backward()
    return {"table": pack(table), "ids": pack(ids), "upstream": pack(upstream), "y": pack(y), "gradient": pack(weight.grad)}


ACTIVATIONS = {
    "linear": lambda x: x, "relu": F.relu, "relu6": F.relu6, "leakyRelu": lambda x: F.leaky_relu(x, 0.2), "elu": F.elu,
    "selu": F.selu, "gelu": F.gelu, "sigmoid": torch.sigmoid, "hardSigmoid": F.hardsigmoid, "silu": F.silu,
    "swish": F.silu, "hardSilu": F.hardswish, "mish": F.mish, "tanh": torch.tanh, "softplus": F.softplus,
    "softsign": F.softsign, "exponential": torch.exp, "softmax": lambda x: F.softmax(x, -1),
    "logSoftmax": lambda x: F.log_softmax(x, -1), "hardTanh": F.hardtanh,
}


def dense():
    x, kernel, bias, upstream = draw(2, 4, 5), draw(5, 3), draw(3), draw(2, 4, 3)
    cases = []
    for name, activation in ACTIVATIONS.items():
        tx, tk, tb = tensor(x), tensor(kernel), tensor(bias)
        y = activation(F.linear(tx, tk.t(), tb))
        (y * torch.tensor(upstream)).sum().backward()
        cases.append({"activation": name, "y": pack(y), "x": pack(tx.grad), "kernel": pack(tk.grad), "bias": pack(tb.grad)})
    return {"x": pack(x), "kernel": pack(kernel), "bias": pack(bias), "upstream": pack(upstream), "cases": cases}


def losses():
    logits, weights = draw(6, 4, scale=2.0), np.float32([1, 0.5, 2, 0, 1.5, 1]).astype(np.float64)
    probabilities = torch.sigmoid(torch.tensor(logits)).numpy().astype(np.float32).astype(np.float64)
    softmax = torch.softmax(torch.tensor(logits), -1).numpy().astype(np.float32).astype(np.float64)
    binary = (rng.random((6, 4)) > 0.5).astype(np.float64)
    labels = np.array([0, 3, 1, 1, 2, 0])
    onehot = np.eye(4)[labels]
    real = draw(6, 4)
    none = {"reduction": "none"}
    normal = lambda p: p / p.sum(-1, keepdim=True)
    table = [
        ("binaryCrossentropy", False, probabilities, binary, lambda p, t: F.binary_cross_entropy(p, t, **none).mean(-1)),
        ("binaryCrossentropy", True, logits, binary, lambda x, t: F.binary_cross_entropy_with_logits(x, t, **none).mean(-1)),
        ("categoricalCrossentropy", False, softmax, onehot, lambda p, t: -(t * normal(p).log()).sum(-1)),
        ("categoricalCrossentropy", True, logits, onehot, lambda x, t: F.cross_entropy(x, t, **none)),
        ("sparseCategoricalCrossentropy", False, softmax, labels, lambda p, t: F.nll_loss(normal(p).log(), t.long(), **none)),
        ("sparseCategoricalCrossentropy", True, logits, labels, lambda x, t: F.cross_entropy(x, t.long(), **none)),
        ("meanSquaredError", False, logits, real, lambda p, t: F.mse_loss(p, t, **none).mean(-1)),
        ("meanAbsoluteError", False, logits, real, lambda p, t: F.l1_loss(p, t, **none).mean(-1)),
    ]
    cases = []
    for name, from_logits, predictions, targets, loss in table:
        case = {"loss": name, "fromLogits": from_logits, "predictions": pack(predictions), "targets": pack(targets)}
        for key, w in {"plain": np.ones(6), "weighted": weights}.items():
            p = tensor(predictions)
            value = (loss(p, torch.tensor(targets)) * torch.tensor(w)).mean()
            value.backward()
            case[key] = {"value": float(value), "gradient": pack(p.grad)}
        cases.append(case)
    return {"weights": pack(weights), "cases": cases}


OPTIMIZERS = [
    ("sgd", {"learningRate": 0.05}),
    ("sgd", {"learningRate": 0.05, "momentum": 0.9}),
    ("sgd", {"learningRate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("rmsprop", {"learningRate": 0.01, "rho": 0.9}),
    ("rmsprop", {"learningRate": 0.01, "rho": 0.95, "momentum": 0.5}),
    ("rmsprop", {"learningRate": 0.01, "rho": 0.9, "centered": True}),
    ("adam", {"learningRate": 0.01}),
    ("adam", {"learningRate": 0.01, "beta1": 0.8, "beta2": 0.99}),
    ("adamW", {"learningRate": 0.01, "weightDecay": 0.1}),
]


def torch_optimizer(name, s, w):
    lr = s["learningRate"]
    if name == "sgd":
        return torch.optim.SGD([w], lr, momentum=s.get("momentum", 0), nesterov=s.get("nesterov", False))
    if name == "rmsprop":
        return torch.optim.RMSprop([w], lr, alpha=s["rho"], eps=0, momentum=s.get("momentum", 0), centered=s.get("centered", False))
    betas = (s.get("beta1", 0.9), s.get("beta2", 0.999))
    if name == "adamW":
        return torch.optim.AdamW([w], lr, betas=betas, eps=0, weight_decay=s["weightDecay"])
    return torch.optim.Adam([w], lr, betas=betas, eps=0)


def by_torch(name, settings, start, gradients):
    w = tensor(start)
    optimizer = torch_optimizer(name, settings, w)
    for g in gradients:
        w.grad = torch.tensor(g)
        optimizer.step()
    return w


def by_keras(name, s, start, gradients, eps=1e-7):
    """Keras 3: keras/src/optimizers/{sgd,rmsprop,adam,adamw}.py"""
    w, lr, mu = start.copy(), s["learningRate"], s.get("momentum", 0)
    b1, b2, rho = s.get("beta1", 0.9), s.get("beta2", 0.999), s.get("rho", 0.9)
    m, v, a = np.zeros_like(w), np.zeros_like(w), np.zeros_like(w)
    for t, g in enumerate(gradients, 1):
        if name == "sgd":
            m = mu * m - lr * g
            w = w + (mu * m - lr * g if s.get("nesterov") else m)
        elif name == "rmsprop":
            v = rho * v + (1 - rho) * g * g
            a = rho * a + (1 - rho) * g
            step = lr * g / np.sqrt(v - (a * a if s.get("centered") else 0) + eps)
            m = mu * m + step
            w = w - m
        else:
            w = w - w * s.get("weightDecay", 0) * lr
            m, v = m + (g - m) * (1 - b1), v + (g * g - v) * (1 - b2)
            w = w - m * (lr * np.sqrt(1 - b2**t) / (1 - b1**t)) / (np.sqrt(v) + eps)
    return w


def optimizers():
    start, gradients = draw(6), draw(STEPS, 6, scale=0.5)
    gradients[:, 5] *= 1e-3  # small gradients show where epsilon stands
    gradients = gradients.astype(np.float32).astype(np.float64)
    cases = []
    for name, settings in OPTIMIZERS:
        case = {"optimizer": name, "settings": settings, "keras": pack(by_keras(name, settings, start, gradients))}
        # With centered and epsilon 0 the first variance is a difference of nearly equal numbers: no fair test in float32.
        if not settings.get("centered"):
            case["torch"] = pack(by_torch(name, settings, start, gradients))
        cases.append(case)
    return {"start": pack(start), "gradients": pack(gradients), "cases": cases}


CLIPPED = [("sgd", {"learningRate": 0.05, "momentum": 0.9}), ("rmsprop", {"learningRate": 0.01, "rho": 0.9}), ("adam", {"learningRate": 0.01})]


def clipping(answers):
    """clip_grad_norm_ on two weights, the first 4 numbers and the last 2, taken together and one by one. It adds 1e-6 to norms."""
    start, gradients = (np.array(answers[key]["data"]).reshape(answers[key]["shape"]) for key in ("start", "gradients"))
    cases = []
    for name, settings in CLIPPED:
        for option in ("globalClipnorm", "clipnorm"):
            weights = [tensor(part) for part in np.split(start, [4])]
            steps = [torch_optimizer(name, settings, w) for w in weights]
            for g in gradients:
                for w, part in zip(weights, np.split(g, [4])):
                    w.grad = torch.tensor(part)
                for together in [weights] if option == "globalClipnorm" else [[w] for w in weights]:
                    torch.nn.utils.clip_grad_norm_(together, 0.8)
                for step in steps:
                    step.step()
            cases.append({"optimizer": name, "settings": {**settings, option: 0.8}, "torch": [pack(w) for w in weights]})
    return cases


recorded = {"embedding": embedding(), "dense": dense(), "losses": losses(), "optimizers": optimizers()}
recorded["clipping"] = clipping(recorded["optimizers"])
path = pathlib.Path(__file__).parent / "recorded" / "train.json"
path.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
