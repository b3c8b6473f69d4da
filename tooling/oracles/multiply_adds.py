"""Reference counts of multiply-adds for `countMultiplyAdds`, from PyTorch's flop counter, which counts two FLOPs each.

Run: python3 tooling/oracles/multiply_adds.py (PyTorch 2)
Read by tooling/model-tests/test/multiply-adds.test.ts.

Each case runs one sample through the layer's operations. Recurrent layers run as a loop over linear maps, because the counter does not
look inside PyTorch's own.
"""
import json
import pathlib

import torch
import torch.nn as nn
from torch.utils.flop_counter import FlopCounterMode


def count(run):
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops() // 2


def linear(rows, features, units):
    return count(lambda: nn.Linear(features, units)(torch.zeros(rows, features)))


def recurrent(gates, time, features, units):
    x, h = nn.Linear(features, gates * units), nn.Linear(units, gates * units)

    def run():
        for _ in range(time):
            x(torch.zeros(1, features)), h(torch.zeros(1, units))
    return count(run)


def conv(time, features, filters, kernel, transpose=False, **options):
    layer = (nn.ConvTranspose1d if transpose else nn.Conv1d)(features, filters, kernel, **options)
    return count(lambda: layer(torch.zeros(1, features, time)))


def same(time, features, filters, kernel, **options):
    return conv(time, features, filters, kernel, padding="same", **options)


def conv_lstm(time, length, channels, filters, kernel):
    x, h = nn.Conv1d(channels, 4 * filters, kernel, padding="same"), nn.Conv1d(filters, 4 * filters, kernel, padding="same")

    def run():
        for _ in range(time):
            x(torch.zeros(1, channels, length)), h(torch.zeros(1, filters, length))
    return count(run)


def dot_attention(queries, keys, features, values):
    def run():
        weights = torch.bmm(torch.zeros(1, queries, features), torch.zeros(1, features, keys))
        torch.bmm(weights, torch.zeros(1, keys, values))
    return count(run)


def heads(queries, keys, width, count_of_heads, key_size):
    size = count_of_heads * key_size
    q, k, v, out = nn.Linear(width, size), nn.Linear(width, size), nn.Linear(width, size), nn.Linear(size, width)

    def run():
        a = [layer(torch.zeros(n, width)).view(n, count_of_heads, key_size).transpose(0, 1)
             for layer, n in [(q, queries), (k, keys), (v, keys)]]
        y = torch.bmm(torch.softmax(torch.bmm(a[0], a[1].transpose(1, 2)), -1), a[2])
        out(y.transpose(0, 1).reshape(queries, size))
    return count(run)


CASES = {
    "Dense": linear(1, 7, 5),
    "Dense over steps": linear(6, 7, 5),
    "SimpleRNN": recurrent(1, 6, 7, 5),
    "GRU": recurrent(3, 6, 7, 5),
    "LSTM": recurrent(4, 6, 7, 5),
    "RNN of stacked cells": recurrent(4, 6, 7, 5) + recurrent(3, 6, 5, 4),
    "Bidirectional": 2 * recurrent(4, 6, 7, 5),
    "TimeDistributed": linear(6, 7, 5),
    "Conv1D": conv(20, 6, 8, 3),
    "Conv1D strides": conv(20, 6, 8, 5, stride=3),
    "Conv1D same dilated groups": same(20, 6, 8, 3, dilation=2, groups=2),
    "Conv1DTranspose": conv(20, 6, 8, 4, transpose=True, stride=2),
    "DepthwiseConv1D": same(20, 6, 12, 3, groups=6),
    "SeparableConv1D": same(20, 6, 12, 3, groups=6) + conv(20, 12, 8, 1),
    "ConvLSTM1D": conv_lstm(4, 9, 3, 5, 3),
    "Attention": dot_attention(6, 9, 7, 5),
    "MultiHeadAttention": heads(6, 9, 8, 2, 3),
    "Dot": count(lambda: torch.bmm(torch.zeros(1, 6, 7), torch.zeros(1, 7, 9))),
}

answers = {"torch": torch.__version__, "multiplyAdds": CASES}
path = pathlib.Path(__file__).parent / "recorded" / "multiply_adds.json"
path.write_text(json.dumps(answers, indent=1) + "\n")
