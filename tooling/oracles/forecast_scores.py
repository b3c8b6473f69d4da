"""Records scikit-learn's answers for scaled forecast errors: MASE and sMAPE made of its mean absolute errors.

Run:  python tooling/oracles/forecast_scores.py
Needs numpy and scikit-learn, and SEQLOOM_DATA for the naive forecasts of the hourly series of M4.
Writes tooling/oracles/recorded/forecast_scores.json.
"""

import csv
import gzip
import json
import os

import numpy as np
from sklearn.metrics import mean_absolute_error, mean_absolute_percentage_error

HERE = os.path.dirname(os.path.abspath(__file__))


def case(length, horizon, season, level):
    """Reproducible values without a random generator."""
    steps = np.arange(length + horizon)
    values = np.round(level + 20 * np.sin(steps * 2 * np.pi / max(season, 2)) + 7 * np.sin(steps * 1.7), 3)
    history, truth = values[:length], values[length:]
    forecast = np.round(truth + 5 * np.sin(np.arange(horizon) * 2.3), 3)
    mase = mean_absolute_error(truth, forecast) / mean_absolute_error(history[season:], history[:-season])
    # |y - f| / ((|y| + |f|) / 2) is the percentage error of f - y + m against m = (|y| + |f|) / 2
    middle = (np.abs(truth) + np.abs(forecast)) / 2
    smape = 100 * mean_absolute_percentage_error(middle, middle + forecast - truth)
    return {
        "history": history.tolist(),
        "truth": truth.tolist(),
        "forecast": forecast.tolist(),
        "season": season,
        "mase": mase,
        "smape": smape,
    }


def series_of(part):
    """The values of each hourly series of M4."""
    path = os.path.join(os.environ["SEQLOOM_DATA"], f"M4_hourly_{part}.csv.gz")
    with gzip.open(path, "rt") as file:
        rows = list(csv.reader(file))[1:]
    return {row[0]: np.array([float(value) for value in row[1:] if value not in ("", "NA")]) for row in rows}


def m4_hourly(season=24):
    """Means over the series: the last season again, and the last value again."""
    train, test = series_of("train"), series_of("test")
    scores = {}
    for name, rows in [("seasonalNaive", season), ("naive", 1)]:
        mase, smape = [], []
        for key, history in train.items():
            truth = test[key]
            forecast = np.resize(history[-rows:], len(truth))
            scale = mean_absolute_error(history[season:], history[:-season])
            mase.append(mean_absolute_error(truth, forecast) / scale)
            smape.append(np.mean(200 * np.abs(truth - forecast) / (np.abs(truth) + np.abs(forecast))))
        scores[name] = {"mase": np.mean(mase), "smape": np.mean(smape)}
    return scores


cases = [case(30, 6, 1, 100), case(48, 12, 12, 50), case(40, 5, 7, 3)]
with open(os.path.join(HERE, "recorded", "forecast_scores.json"), "w") as file:
    json.dump({"cases": cases, "m4Hourly": m4_hourly()}, file, separators=(",", ":"))
    file.write("\n")
