"""Reference answers for the layers of @seqloom/recurrent where PyTorch has no layer to compare with.

Run: /usr/bin/python3 tooling/oracles/recurrent.py

Keras' formulas written down step by step in float64, differentiated by PyTorch's autograd: masks, recurrent dropout
with a given mask, GRU with reset_after=False, other activations, merge modes. (What PyTorch has layers for is in
sequence.py.) Both sides draw inputs, weights and dropout masks from the same generator.
"""
import json
import pathlib

import torch

from generator import digest, draw, random_floats

ACTIVATIONS = {
    "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "silu": torch.nn.functional.silu,
    "elu": torch.nn.functional.elu, "softsign": torch.nn.functional.softsign, "linear": lambda x: x,
    "hardSigmoid": torch.nn.functional.hardsigmoid, "gelu": torch.nn.functional.gelu,
}
GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def step_mask(kind, B, T):
    """Which steps count, [B, T]."""
    row, t = torch.arange(B)[:, None], torch.arange(T)[None, :]
    return {"pre": t >= (row * 3) % T, "post": t <= (row * 5) % T, "mixed": (row * 7 + t * t) % 3 != 0}[kind]


def dropped(rate, shape, seed):
    """A dropout mask, as a layer makes it from its random numbers."""
    keep = 1 - rate
    values = random_floats(shape[0] * shape[1], seed).reshape(shape)
    return draw(shape, seed) * 0 + torch.tensor((values < 2 * keep - 1) / keep).float().double()


def layer(case, x, d):
    """One direction: outputs [B, T, U] by input time, the last output, last states, weights."""
    cell, (B, T, D, U) = case["cell"], case["shape"]
    o = case["options"]
    G, seed = GATES[cell], 10 + 10 * d
    after = cell == "GRU" and o.get("resetAfter", True)
    scale = 1 / U**0.5 / (2 if o.get("activation") in ("relu", "linear", "elu") else 1)
    weights = {
        "kernel": draw((D, G * U), seed, scale), "recurrentKernel": draw((U, G * U), seed + 1, scale),
        "bias": draw((2, G * U) if after else (G * U,), seed + 2, scale),
    }
    for w in weights.values():
        w.requires_grad_()
    W, R, b = weights.values()
    b, rb = (b[0], b[1]) if after else (b, 0)
    act, gate = ACTIVATIONS[o.get("activation", "tanh")], ACTIVATIONS[o.get("recurrentActivation", "sigmoid")]
    if "dropout" in o:
        x = x * dropped(o["dropout"], (B, D), 70 + 10 * d)[:, None]
    seen = dropped(o["recurrentDropout"], (B, U), 71 + 10 * d) if "recurrentDropout" in o else 1
    h, c = torch.zeros(B, U).double(), torch.zeros(B, U).double()
    if case.get("initial"):
        h, c = draw((B, U), 30 + d), draw((B, U), 32 + d)
    live = step_mask(case["mask"], B, T) if "mask" in case else torch.ones(B, T).bool()
    outputs, last = [None] * T, torch.zeros(B, U).double()  # Keras' RNNs: a skipped step repeats the output, 0 at first
    backwards = o.get("goBackwards", False) != (d == 1)
    for t in reversed(range(T)) if backwards else range(T):
        p, s = x[:, t] @ W + b, h * seen
        c_next = c
        if cell == "SimpleRNN":
            h_next = act(p + s @ R)
        elif cell == "LSTM":
            i, f, g, out = (p + s @ R).split(U, 1)
            c_next = gate(f) * c + gate(i) * act(g)
            h_next = gate(out) * act(c_next)
        else:
            q = s @ R + rb
            z, r = gate(p[:, :U] + q[:, :U]), gate(p[:, U:2 * U] + q[:, U:2 * U])
            n = act(p[:, 2 * U:] + (r * q[:, 2 * U:] if after else (r * s) @ R[:, 2 * U:]))
            h_next = z * h + (1 - z) * n
        h, c = torch.where(live[:, t:t + 1], h_next, h), torch.where(live[:, t:t + 1], c_next, c)
        outputs[t] = last = torch.where(live[:, t:t + 1], h_next, last)
    outputs = torch.stack(outputs, 1)
    if "merge" in case:
        outputs = outputs * live[:, :, None]  # Keras' Bidirectional sets zero_output_for_mask
    return outputs, last, [h, c] if cell == "LSTM" else [h], weights


def run(case):
    B, T, D, U = case["shape"]
    merge = case.get("merge")
    x = draw((B, T, D), 1).requires_grad_()
    runs = [layer(case, x, d) for d in range(2 if merge else 1)]
    sequences = case["options"].get("returnSequences", False)
    outputs = [h if sequences else last for h, last, _, _ in runs]
    if merge:
        one, other = outputs
        output = {"concat": lambda: torch.cat([one, other], -1), "sum": lambda: one + other, "mul": lambda: one * other,
                  "ave": lambda: (one + other) / 2}[merge]()
    else:
        output = outputs[0].flip(1) if sequences and case["options"].get("goBackwards") else outputs[0]
    states = [s for _, _, states, _ in runs for s in states]
    loss = (output * draw(output.shape, 50)).sum()
    for i, s in enumerate(states):
        loss = loss + (s * draw((B, U), 60 + i)).sum()
    loss.backward()
    answers = {"output": output, **{f"state{i}": s for i, s in enumerate(states)}, "dx": x.grad}
    for d, (_, _, _, weights) in enumerate(runs):
        answers |= {f"{name}{d}": w.grad for name, w in weights.items()}
    return {**case, "answers": {name: digest(value) for name, value in answers.items()}}


CASES = [
    *({"cell": cell, "shape": (5, 11, 3, 7), "mask": mask, "options": {"returnSequences": True, "goBackwards": back}}
      for cell in GATES for mask in ("pre", "post", "mixed") for back in (False, True)),
    *({"cell": cell, "shape": (4, 9, 5, 6), "initial": True,
       "options": {"dropout": 0.25, "recurrentDropout": 0.5, "returnSequences": seq}}
      for cell in GATES for seq in (False, True)),
    *({"cell": cell, "shape": (3, 200, 4, 16), "mask": "pre", "options": {"recurrentDropout": 0.5}} for cell in GATES),
    *({"cell": cell, "shape": (3, 8, 4, 5), "options": {"activation": act}}
      for cell in GATES for act in ("relu", "silu", "elu", "softsign", "gelu", "linear")),
    *({"cell": cell, "shape": (3, 8, 4, 5), "initial": True, "options": {"recurrentActivation": "hardSigmoid"}}
      for cell in ("GRU", "LSTM")),
    *({"cell": "GRU", "shape": shape, "initial": True, "options": {"resetAfter": False, **more}}
      for shape in ((1, 1, 1, 1), (3, 20, 14, 32), (17, 12, 4, 6), (2, 500, 5, 8))
      for more in ({}, {"goBackwards": True}, {"recurrentDropout": 0.5})),
    *({"cell": cell, "shape": (4, 7, 3, 5), "merge": merge, "options": {"returnSequences": seq}}
      for cell in GATES for merge in ("concat", "sum", "mul", "ave") for seq in (False, True)),
    *({"cell": cell, "shape": (4, 7, 3, 5), "merge": "concat", "mask": "mixed", "initial": True,
       "options": {"returnSequences": True, "dropout": 0.2, "recurrentDropout": 0.3}} for cell in GATES),
    *({"cell": cell, "shape": (6, 7, 3, 5), "mask": mask, "initial": True,
       "options": {"returnSequences": seq, "goBackwards": back}}
      for cell in GATES for mask in ("pre", "post") for seq in (False, True) for back in (False, True)),
    *({"cell": cell, "shape": (6, 7, 3, 5), "merge": "sum", "mask": mask, "options": {"returnSequences": seq}}
      for cell in GATES for mask in ("pre", "mixed") for seq in (False, True)),
]
cases = [run(case) for case in CASES]
path = pathlib.Path(__file__).parent / "recorded" / "recurrent.json"
path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
