"""Reference answers for the sequence kernels of @seqloom/kernels, from PyTorch in float64.

Run: /usr/bin/python3 tooling/oracles/sequence.py

Inputs are not recorded: both sides draw them from the same generator. Of each result there are its largest magnitude,
its sum weighted with numbers from that generator, which sees every element and where it stands, and some elements.
"""
import json
import pathlib

import numpy as np
import torch

from generator import digest, draw


def keras(weight, cell, units):
    """[G·U, ·] in torch's gate order to [·, G·U] in Keras' (the GRU's r z n to z r n)."""
    if cell == "gru":
        r, z, n = weight.split(units)
        weight = torch.cat([z, r, n])
    return weight.t() if weight.dim() == 2 else weight


def run(case):
    cell, (B, T, D, U), mode = case["cell"], case["shape"], case["mode"]
    gates = {"lstm": 4, "gru": 3}.get(cell, 1)
    both, states = mode == "bidirectional", mode != "last"
    kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}.get(cell, torch.nn.RNN)
    options = {"nonlinearity": cell.split("-")[1]} if kind is torch.nn.RNN else {}
    module = kind(D, U, batch_first=True, bidirectional=both, **options).double()
    directions = ["", "_reverse"][: 1 + both]
    scale = np.float32(1 / np.sqrt(np.float32(U)))
    if cell == "rnn-relu":
        scale /= 2  # nothing else bounds the state
    for d, suffix in enumerate(directions):
        for i, (name, shape) in enumerate({
            "weight_ih": (gates * U, D), "weight_hh": (gates * U, U), "bias_ih": (gates * U,), "bias_hh": (gates * U,),
        }.items()):
            getattr(module, f"{name}_l0{suffix}").data = draw(shape, 10 + 10 * d + i, scale)
    x = draw((B, T, D), 1).requires_grad_()
    given = [draw((B, U), 30 + d).requires_grad_() for d in range(len(directions))]
    cells = [draw((B, U), 32 + d).requires_grad_() for d in range(len(directions))]
    state = None
    if states:
        state = (torch.stack(given), torch.stack(cells)) if cell == "lstm" else torch.stack(given)
    out, last = module(x.flip(1) if mode == "backwards" else x, state)
    if mode == "backwards":
        out = out.flip(1)
    h, c = last if cell == "lstm" else (last, None)
    loss, answers = 0, {"directions": []}
    for d in range(len(directions)):
        loss = loss + (h[d] * draw((B, U), 40 + d)).sum()
        if states:
            loss = loss + (out[:, :, d * U:(d + 1) * U] * draw((B, T, U), 42 + d)).sum()
            if c is not None:
                loss = loss + (c[d] * draw((B, U), 44 + d)).sum()
    loss.backward()
    answers["dx"] = digest(x.grad)
    for d, suffix in enumerate(directions):
        grad = lambda name: keras(getattr(module, f"{name}_l0{suffix}").grad, cell, U)
        one = {"h": out[:, :, d * U:(d + 1) * U], "hLast": h[d]}
        if c is not None:
            one["cLast"] = c[d]
        one |= {"dKernel": grad("weight_ih"), "dRecurrentKernel": grad("weight_hh"), "dBias": grad("bias_ih")}
        if cell == "gru":
            one["dRecurrentBias"] = grad("bias_hh")
        if states:
            one["dh0"] = given[d].grad
            if c is not None:
                one["dc0"] = cells[d].grad
        answers["directions"].append({name: digest(value) for name, value in one.items()})
    return {**case, **answers}


SHAPES = [
    (1, 1, 1, 1), (1, 7, 3, 5), (3, 20, 14, 32), (17, 12, 4, 6),
    (33, 9, 7, 16), (2, 120, 14, 33), (4, 500, 32, 32), (1, 500, 1, 7),
]
cases = [
    run({"cell": cell, "shape": shape, "mode": mode})
    for cell in ("rnn-tanh", "rnn-relu", "gru", "lstm")
    for shape in SHAPES
    for mode in ("last", "sequences", "backwards", "bidirectional")
]
path = pathlib.Path(__file__).parent / "recorded" / "sequence.json"
path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")
