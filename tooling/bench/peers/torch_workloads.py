"""PyTorch on the reference workloads, the peer of `pnpm bench --against torch`.

usage: python3 torch_workloads.py THREADS WORKLOAD
Prints one JSON line {workload, threads, version, trainMs, trainCpuMs, predictMs, predictCpuMs}: the median of one train
step (forward, backward, RMSprop update) and of one predict batch of the same size on fixed random data, and the mean time
of the processor in all threads.

Stock PyTorch from Debian has two handicaps on current machines: its BLAS may not know the processor, and vanishing
gradients run into denormals. The bench tunes both away (OPENBLAS_CORETYPE, flush) and compares with the tuned one.
It has no recurrent dropout and no relu GRU: W6 and W9 use plain dropout and tanh, so it does less work there.
"""
import json
import os
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

VOCABULARY = 10000
CHARACTERS = 96
BUDGET_S = float(os.environ.get("BUDGET_S", "3"))


class FlattenText(nn.Module):
    def __init__(self, length, dim, hidden=None):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, dim)
        self.hidden = nn.Linear(length * dim, hidden) if hidden else None
        self.out = nn.Linear(hidden or length * dim, 1)

    def forward(self, x):
        x = self.embedding(x).flatten(1)
        return self.out(x if self.hidden is None else F.relu(self.hidden(x)))


class Recurrent(nn.Module):
    def __init__(self, cell, width, units, vocabulary=None, bidirectional=False):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width) if vocabulary else None
        self.rnn = cell(width, units, batch_first=True, bidirectional=bidirectional)
        self.bidirectional = bidirectional
        self.out = nn.Linear(units * (2 if bidirectional else 1), 1)

    def forward(self, x):
        y, state = self.rnn(x if self.embedding is None else self.embedding(x))
        if not self.bidirectional:
            return self.out(y[:, -1])
        h = state[0] if isinstance(state, tuple) else state
        return self.out(torch.cat([h[0], h[1]], 1))  # the last state of each direction, as in Keras


class StackedGRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.GRU(14, 32, batch_first=True)
        self.dropout = nn.Dropout(0.2)
        self.second = nn.GRU(32, 64, batch_first=True)
        self.out = nn.Linear(64, 1)

    def forward(self, x):
        y, _ = self.first(x)
        y, _ = self.second(self.dropout(y))
        return self.out(y[:, -1])


class ConvolutionalText(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, 128)
        self.first = nn.Conv1d(128, 32, 7)
        self.second = nn.Conv1d(32, 32, 7)
        self.out = nn.Linear(32, 1)

    def forward(self, x):
        x = self.embedding(x).transpose(1, 2)
        x = F.max_pool1d(F.relu(self.first(x)), 5)
        return self.out(F.relu(self.second(x)).amax(2))


class ConvolutionalGRU(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(14, 32, 5)
        self.second = nn.Conv1d(32, 32, 5)
        self.rnn = nn.GRU(32, 32, batch_first=True)
        self.out = nn.Linear(32, 1)

    def forward(self, x):
        x = F.max_pool1d(F.relu(self.first(x.transpose(1, 2))), 3)
        y, _ = self.rnn(F.relu(self.second(x)).transpose(1, 2))
        return self.out(y[:, -1])


class CharacterLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(CHARACTERS, 128)
        self.rnn = nn.LSTM(128, 128, batch_first=True)
        self.out = nn.Linear(128, CHARACTERS)

    def forward(self, x):
        return self.out(self.rnn(self.embedding(x))[0])


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(64, 4, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


def ids(batch, length, size=VOCABULARY):
    return lambda: torch.randint(0, size, (batch, length))


def series(batch, length, features=14):
    return lambda: torch.randn(batch, length, features)


BCE, MAE = F.binary_cross_entropy_with_logits, F.l1_loss


def cross_entropy(logits, labels):
    return F.cross_entropy(logits.flatten(0, 1), labels.flatten())


WORKLOADS = {
    "W1": (lambda: FlattenText(20, 8), ids(32, 20), BCE),
    "W2": (lambda: FlattenText(100, 100, 32), ids(32, 100), BCE),
    "W3": (lambda: Recurrent(nn.RNN, 32, 32, VOCABULARY), ids(128, 500), BCE),
    "W4": (lambda: Recurrent(nn.LSTM, 32, 32, VOCABULARY), ids(128, 500), BCE),
    "W5": (lambda: Recurrent(nn.GRU, 14, 32), series(128, 120), MAE),
    "W6": (StackedGRU, series(128, 120), MAE),
    "W7": (lambda: Recurrent(nn.LSTM, 32, 32, VOCABULARY, True), ids(128, 500), BCE),
    "W8": (ConvolutionalText, ids(128, 500), BCE),
    "W9": (ConvolutionalGRU, series(128, 240), MAE),
    "W11": (CharacterLSTM, ids(32, 128, CHARACTERS), cross_entropy),
    "W12": (SelfAttention, series(32, 200, 64), MAE),
}


def measure(body):
    warm, runs = time.perf_counter() + 1, 0
    while runs < 3 or time.perf_counter() < warm:
        body()
        runs += 1
    times, cpu, end = [], time.process_time(), time.perf_counter() + BUDGET_S
    while len(times) < 7 or (len(times) < 300 and time.perf_counter() < end):
        start = time.perf_counter()
        body()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times), (time.process_time() - cpu) * 1e3 / len(times)


def check_blas():
    """Debian's torch falls back to the reference BLAS, five times slower, where OpenBLAS is not installed."""
    with open("/proc/self/maps") as file:
        maps = file.read()
    if "/libblas.so" in maps and "openblas" not in maps:
        sys.exit("torch runs on the reference BLAS, which is no fair peer. Install libopenblas0-pthread.")


def main(threads, name):
    check_blas()
    torch.set_num_threads(threads)
    assert torch.set_flush_denormal(True)
    torch.manual_seed(0)
    make, data, loss = WORKLOADS[name]
    model, x = make(), data()
    y = torch.randint(0, 2, (x.shape[0], 1)).float()
    if name == "W11":
        y = torch.randint(0, CHARACTERS, x.shape)
    elif name == "W12":
        y = torch.randn(x.shape)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, eps=1e-7)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss(model(x), y).backward()
        optimizer.step()

    train, train_cpu = measure(step)
    model.eval()
    with torch.no_grad():
        predict, predict_cpu = measure(lambda: model(x))
    result = {"trainMs": train, "trainCpuMs": train_cpu, "predictMs": predict, "predictCpuMs": predict_cpu}
    print(json.dumps({"workload": name, "threads": threads, "version": torch.__version__, **result}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
