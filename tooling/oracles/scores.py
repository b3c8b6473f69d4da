"""Reference answers for losses and metrics of @seqloom/train: scikit-learn and PyTorch, in float64.

Run: python3 tooling/oracles/scores.py (scikit-learn, PyTorch)

Losses with their gradients from PyTorch's own functions, and scikit-learn's pinball loss; metrics with and without sample weights from
scikit-learn. Inputs are float32 numbers, recorded with the answers. Read by packages/train/test/scores.test.ts.
"""
import json
import pathlib

import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from sklearn import metrics as sk

rng = np.random.default_rng(23)


def draw(*shape, scale=1.0):
    return (rng.standard_normal(shape) * scale).astype(np.float32).astype(np.float64)


def pack(values):
    array = values.detach().numpy() if isinstance(values, torch.Tensor) else np.asarray(values, dtype=np.float64)
    return {"shape": list(array.shape), "data": [float(f"{x:.9g}") for x in array.reshape(-1)]}


def softmax(x):
    return torch.softmax(torch.tensor(x), -1).numpy().astype(np.float32).astype(np.float64)


def losses():
    real, wide, logits = draw(6, 4), draw(6, 4, scale=2), draw(6, 4, scale=2)
    shares = softmax(draw(6, 4))
    onehot = np.eye(4)[[0, 3, 1, 1, 2, 0]]
    binary = (rng.random((6, 4)) > 0.5).astype(np.float64)
    single = draw(6)
    quantiles = [0.1, 0.5, 0.9]
    forecasts = draw(6, 3)
    none = {"reduction": "none"}
    table = [
        ("huber", {}, wide, real, lambda p, t: F.huber_loss(p, t, **none).mean(-1)),
        ("huber", {"delta": 0.4}, wide, real, lambda p, t: F.huber_loss(p, t, delta=0.4, **none).mean(-1)),
        ("huber", {"delta": 3}, wide, real, lambda p, t: F.huber_loss(p, t, delta=3.0, **none).mean(-1)),
        ("logCosh", {}, wide, real, lambda p, t: torch.log(torch.cosh(p - t)).mean(-1)),
        ("logCosh", {}, real + 1e-3 * wide.astype(np.float32), real, lambda p, t: torch.log(torch.cosh(p - t)).mean(-1)),
        ("cosineSimilarity", {}, wide, real, lambda p, t: -F.cosine_similarity(p, t, dim=-1)),
        ("klDivergence", {}, softmax(logits), shares, lambda p, t: F.kl_div(p.log(), t, **none).sum(-1)),
        ("categoricalCrossentropy", {"fromLogits": True, "labelSmoothing": 0.1}, logits, onehot,
         lambda x, t: F.cross_entropy(x, t, label_smoothing=0.1, **none)),
        ("categoricalCrossentropy", {"labelSmoothing": 0.3}, softmax(logits), onehot,
         lambda p, t: -((t * 0.7 + 0.3 / 4) * (p / p.sum(-1, keepdim=True)).log()).sum(-1)),
        ("binaryCrossentropy", {"fromLogits": True, "labelSmoothing": 0.2}, logits, binary,
         lambda x, t: F.binary_cross_entropy_with_logits(x, t * 0.8 + 0.1, **none).mean(-1)),
        ("quantileLoss", {"quantiles": quantiles}, forecasts, single,
         lambda p, t: torch.stack([torch.maximum(q * (t - p[:, i]), (q - 1) * (t - p[:, i])) for i, q in enumerate(quantiles)], -1).mean(-1)),
        ("quantileLoss", {"quantiles": [0.3]}, wide, real, lambda p, t: torch.maximum(0.3 * (t - p), -0.7 * (t - p)).mean(-1)),
        ("meanAbsolutePercentageError", {}, wide, real, lambda p, t: 100 * ((t - p) / t).abs().mean(-1)),
    ]
    cases = []
    for name, options, predictions, targets, loss in table:
        p = torch.tensor(predictions.astype(np.float32).astype(np.float64), requires_grad=True)
        values = loss(p, torch.tensor(targets))
        values.sum().backward()
        cases.append({"loss": name, "options": options, "predictions": pack(p), "targets": pack(targets), "values": pack(values), "gradient": pack(p.grad)})
    pinball = [sk.mean_pinball_loss(single, forecasts[:, i], alpha=q) for i, q in enumerate(quantiles)]
    return {"cases": cases, "pinball": {"quantiles": quantiles, "predictions": pack(forecasts), "targets": pack(single), "losses": pinball}}


def metrics():
    n = 60
    scores = draw(n, 4)
    labels = rng.integers(0, 4, n)
    labels = np.where(rng.random(n) < 0.4, scores.argmax(-1), labels)
    logits = draw(n, 1, scale=2)
    logits[10:20] = logits[20:30]  # ties
    binary = (rng.random((n, 1)) < 1 / (1 + np.exp(-logits))).astype(np.float64)
    real = np.stack([280 + 5 * draw(n), 0.01 * draw(n)], -1).astype(np.float32).astype(np.float64)
    forecasts = (real + np.stack([draw(n), 0.005 * draw(n)], -1)).astype(np.float32).astype(np.float64)
    weights = rng.choice([0, 0.5, 1, 2.5], n).astype(np.float64)
    called = scores.argmax(-1)
    above = (logits > 0).astype(int)[:, 0]

    def f(average, beta):
        return lambda w: sk.fbeta_score(labels, called, beta=beta, average=average, sample_weight=w, zero_division=0)

    table = [
        ("f1Score", {"average": "macro"}, labels, scores, f("macro", 1)),
        ("f1Score", {"average": "weighted"}, labels, scores, f("weighted", 1)),
        ("f1Score", {"average": "micro"}, labels, scores, f("micro", 1)),
        ("fBetaScore", {"beta": 0.5}, labels, scores, f("macro", 0.5)),
        ("fBetaScore", {"beta": 2}, labels, scores, f("macro", 2)),
        ("f1Score", {"fromLogits": True}, binary, logits, lambda w: sk.f1_score(binary[:, 0], above, sample_weight=w)),
        ("r2Score", {}, real, forecasts, lambda w: sk.r2_score(real, forecasts, sample_weight=w)),
        ("r2Score", {"classAggregation": "varianceWeightedAverage"}, real, forecasts,
         lambda w: sk.r2_score(real, forecasts, sample_weight=w, multioutput="variance_weighted")),
        ("auc", {"fromLogits": True}, binary, logits, lambda w: sk.roc_auc_score(binary[:, 0], logits[:, 0], sample_weight=w)),
        ("auc", {"fromLogits": True, "curve": "PR"}, binary, logits, lambda w: sk.average_precision_score(binary[:, 0], logits[:, 0], sample_weight=w)),
        ("sparseTopKCategoricalAccuracy", {"k": 2}, labels, scores, lambda w: sk.top_k_accuracy_score(labels, scores, k=2, sample_weight=w)),
        ("sparseTopKCategoricalAccuracy", {"k": 3}, labels, scores, lambda w: sk.top_k_accuracy_score(labels, scores, k=3, sample_weight=w)),
        ("meanAbsolutePercentageError", {}, real, forecasts, lambda w: 100 * sk.mean_absolute_percentage_error(real, forecasts, sample_weight=w)),
        ("rootMeanSquaredError", {}, real[:, :1], forecasts[:, :1], lambda w: sk.mean_squared_error(real[:, :1], forecasts[:, :1], sample_weight=w) ** 0.5),
        ("precision", {"fromLogits": True}, binary, logits, lambda w: sk.precision_score(binary[:, 0], above, sample_weight=w)),
        ("recall", {"fromLogits": True}, binary, logits, lambda w: sk.recall_score(binary[:, 0], above, sample_weight=w)),
        ("sparseCategoricalCrossentropy", {"fromLogits": True}, labels, scores,
         lambda w: sk.log_loss(labels, torch.softmax(torch.tensor(scores), -1).numpy(), sample_weight=w, labels=[0, 1, 2, 3])),
        ("confusionMatrix", {}, labels, scores, lambda w: sk.accuracy_score(labels, called, sample_weight=w)),
    ]
    cases = [{"metric": name, "options": options, "targets": pack(t), "predictions": pack(p), "plain": float(answer(None)), "weighted": float(answer(weights))}
             for name, options, t, p, answer in table]
    report = sk.classification_report(labels, called, sample_weight=weights, output_dict=True, zero_division=0)
    confusion = {"targets": pack(labels), "predictions": pack(scores), "matrix": sk.confusion_matrix(labels, called, sample_weight=weights).tolist(),
                 "report": report}
    return {"weights": pack(weights), "cases": cases, "confusion": confusion}


recorded = {"sklearn": sklearn.__version__, "torch": torch.__version__, "losses": losses(), "metrics": metrics()}
path = pathlib.Path(__file__).parent / "recorded" / "scores.json"
path.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
