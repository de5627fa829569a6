#!/usr/bin/env python3
"""Draws what `polystill bench growth --json` has measured: time and memory against documents, labels and words.

    python3 -m venv venv && venv/bin/pip install matplotlib==3.11.2
    ./polystill bench growth --repeats 3 --json > growth.json
    venv/bin/python tools/plot_growth.py growth.json docs/images/growth.png
"""

import json
import sys

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402


def main(source, target):
    with open(source, encoding="utf-8") as file:
        rows = json.load(file)["rows"]
    series = list(dict.fromkeys(row["by"] for row in rows))
    figure, axes = plt.subplots(2, len(series), figsize=(9, 5), sharey="row", layout="constrained")
    for column, by in enumerate(series):
        its = [row for row in rows if row["by"] == by]
        sizes = [row["size"][by] for row in its]
        for axis, figures in zip(axes[:, column], ([r["seconds"] for r in its], [r["peakRssBytes"] / 1e6 for r in its])):
            axis.loglog(sizes, figures, "o-", label="measured")
            slope = (figures[1] - figures[0]) / (sizes[1] - sizes[0])
            line = [figures[0] + slope * (size - sizes[0]) for size in sizes]
            axis.loglog(sizes, line, "--", color="grey", label="straight on from the first two")
            axis.set_xlabel(by)
            axis.grid(True, which="both", alpha=0.3)
    axes[0, 0].set_ylabel("seconds")
    axes[1, 0].set_ylabel("peak RSS, MB")
    axes[0, -1].legend(loc="upper left")
    figure.savefig(target, dpi=100)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
