"""Records pandas' answers for resampling a series to a regular grid of times.

Run:  python tooling/oracles/resample.py
Needs pandas (recorded with 3.0.6 from PyPI); read by packages/timeseries/test/resample.test.ts.
Writes tooling/oracles/recorded/resample.json.
"""

import json
import os

import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
HOWS = ["mean", "sum", "min", "max", "first", "last", "count"]

# irregular times with holes, a double time, and a missing value
TIMES = [
    "2021-01-30 22:10:00", "2021-01-30 22:40:00", "2021-01-30 23:00:00", "2021-01-30 23:00:00",
    "2021-01-31 01:59:59.999", "2021-01-31 02:00:00", "2021-01-31 02:30:00", "2021-01-31 09:15:00",
    "2021-02-28 12:00:00", "2021-04-01 00:00:00",
]
VALUES = [1.5, 2.25, None, 4.0, -3.0, 8.0, 0.5, None, 6.0, 7.0]


def as_list(series):
    return [None if pd.isna(value) else float(value) for value in series]


def main():
    series = pd.Series(VALUES, index=pd.to_datetime(TIMES, format="ISO8601").as_unit("ns"), dtype="float64")
    short = series[:8]
    cases = []
    for name, rule, data in [("3600000", "1h", short), ("25200000", "7h", short), ("month", "MS", series), ("year", "YS", series)]:
        for how in HOWS:
            bins = data.resample(rule, closed="left", label="left")
            answer = bins.sum(min_count=1) if how == "sum" else getattr(bins, how)()
            cases.append({
                "period": int(name) if name.isdigit() else name,
                "how": how,
                "rows": len(data),
                "times": [int(time.value // 1_000_000) for time in answer.index],
                "values": as_list(answer),
            })
    path = os.path.join(HERE, "recorded", "resample.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"pandas": pd.__version__, "times": TIMES, "values": VALUES, "cases": cases}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
