"""Records scikit-learn's answers for scaled forecast errors: MASE and sMAPE made of its mean absolute errors.

Run:  python tooling/oracles/forecast_scores.py
Needs numpy and scikit-learn. Writes tooling/oracles/recorded/forecast_scores.json.
"""

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


cases = [case(30, 6, 1, 100), case(48, 12, 12, 50), case(40, 5, 7, 3)]
with open(os.path.join(HERE, "recorded", "forecast_scores.json"), "w") as file:
    json.dump(cases, file, separators=(",", ":"))
    file.write("\n")
