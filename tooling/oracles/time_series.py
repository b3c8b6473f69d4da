"""Records NumPy's answers for windows over time series, scaling, ridge regression and the naive forecast.

Run:  /usr/bin/python3 tooling/oracles/time_series.py
Needs numpy. With SEQLOOM_DATA set it also measures the naive forecast on the full-size synthetic Jena file.
Writes tooling/oracles/recorded/time_series.json.
"""

import gzip
import json
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("SEQLOOM_DATA")


def series(rows, width):
    """Reproducible float32 values without a random generator."""
    grid = np.arange(rows * width, dtype=np.float64).reshape(rows, width)
    return (np.sin(grid * 1.7) * 3 + grid / 100).astype(np.float32)


def keras_windows(data, targets, length, stride, rate, start, end):
    """timeseries_dataset_from_array: positions count from the slice [start, end)."""
    part, part_targets = data[start:end], targets[start:end]
    places = min(len(part) - (length - 1) * rate, len(targets))
    firsts = np.arange(0, places, stride)
    inputs = np.stack([part[np.arange(first, first + length * rate, rate)] for first in firsts])
    return inputs, part_targets[firsts]


def book_batches(data, lookback, delay, low, high, step, size, target, count):
    """The ordered generator of listing 6.33: the first `count` batches."""
    if high is None:
        high = len(data) - delay - 1
    row = low + lookback
    for _ in range(count):
        if row + size >= high:
            row = low + lookback
        ends = np.arange(row, min(row + size, high))
        row += len(ends)
        inputs = np.zeros((len(ends), lookback // step, data.shape[1]))
        targets = np.zeros(len(ends))
        for j, end in enumerate(ends):
            inputs[j] = data[range(end - lookback, end, step)]
            targets[j] = data[end + delay][target]
        yield inputs, targets


def numbers(array):
    """float32 values with the nine digits that give them back exactly."""
    return [float("%.9g" % value) for value in np.asarray(array, dtype=np.float32).ravel()]


def keras_cases():
    for rows, width, length, stride, rate, start, end in [
        (30, 2, 5, 1, 1, 0, 30),
        (40, 3, 4, 3, 2, 0, 40),
        (50, 1, 10, 7, 3, 5, 49),
        (25, 2, 1, 2, 1, 3, 20),
        (33, 2, 8, 5, 4, 2, 32),
    ]:
        data = series(rows, width)
        targets = np.arange(rows, dtype=np.float32) / 4
        inputs, answers = keras_windows(data, targets, length, stride, rate, start, end)
        yield {
            "rows": rows, "width": width, "length": length, "stride": stride, "rate": rate,
            "start": start, "end": end, "shape": list(inputs.shape),
            "inputs": numbers(inputs), "targets": numbers(answers),
        }


def book_cases():
    for rows, width, lookback, delay, low, high, step, size, target, count in [
        (60, 3, 12, 4, 0, 40, 3, 8, 1, 4),
        (60, 2, 10, 5, 20, 50, 5, 4, 0, 7),
        (45, 3, 6, 2, 0, None, 2, 7, 1, 6),
    ]:
        batches = list(book_batches(series(rows, width), lookback, delay, low, high, step, size, target, count))
        yield {
            "rows": rows, "width": width, "lookback": lookback, "delay": delay, "minIndex": low,
            "maxIndex": high, "step": step, "batchSize": size, "targetColumn": target,
            "batches": [
                {"shape": list(inputs.shape), "inputs": numbers(inputs), "targets": numbers(targets)}
                for inputs, targets in batches
            ],
        }


def ridge_case():
    rows, lookback, delay, alpha = 120, 4, 2, 3.0
    data = series(rows, 2).astype(np.float64)
    ends = range(lookback, rows - delay)
    x = np.stack([data[end - lookback:end].ravel() for end in ends])
    y = np.array([data[end + delay][0] for end in ends])
    centred = x - x.mean(0)
    weights = np.linalg.solve(centred.T @ centred + alpha * np.eye(x.shape[1]), centred.T @ (y - y.mean()))
    return {
        "rows": rows, "lookback": lookback, "delay": delay, "alpha": alpha,
        "weights": weights.tolist(), "bias": float(y.mean() - x.mean(0) @ weights),
    }


def naive_forecast():
    path = os.path.join(DATA, "SYNTHETIC_jena_climate_format_420551.csv.gz")
    with gzip.open(path, "rt") as lines:
        next(lines)
        data = np.array([[float(value) for value in line.split(",")[1:]] for line in lines])
    mean = data[:200000].mean(axis=0)
    data -= mean
    std = data[:200000].std(axis=0)
    data /= std
    steps = (300000 - 200001 - 1440) // 128
    errors = [
        np.mean(np.abs(inputs[:, -1, 1] - targets))
        for inputs, targets in book_batches(data, 1440, 144, 200001, 300000, 6, 128, 1, steps)
    ]
    return {
        "rows": len(data), "steps": steps, "mean": mean.tolist(), "std": std.tolist(),
        "mae": float(np.mean(errors)), "maeCelsius": float(np.mean(errors) * std[1]),
    }


recorded = os.path.join(HERE, "recorded", "time_series.json")
answers = {"keras": list(keras_cases()), "book": list(book_cases()), "ridge": ridge_case()}
if DATA:
    answers["naive"] = naive_forecast()
elif os.path.exists(recorded):
    with open(recorded) as before:
        answers["naive"] = json.load(before).get("naive")
with open(recorded, "w") as out:
    json.dump(answers, out)
    out.write("\n")
print(os.path.getsize(recorded), "bytes", answers.get("naive", {}))
