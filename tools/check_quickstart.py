#!/usr/bin/env python3
"""Check that a run of experiments/quickstart.yaml persuades.

    tools/check_quickstart.py [RUN, default: runs/quickstart]

The distilled student must be at or above the linear baseline in micro- and macro-F1, have a macro
ROC-AUC of at least .80, and give at least 60 different label sets to the first 200 test texts.
Exit 0: it does. Exit 1: what it misses is printed.
"""

import csv
import json
import pathlib
import sys

ROC_AUC = 0.80
TEXTS = 200
LABEL_SETS = 60


def main():
    run = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "runs/quickstart")
    figures = {
        (each["architecture"], each["training"]): each for each in read(run / "metrics.json")
    }
    baseline = figures["linear", "baseline"]
    students = [key for key in figures if key[1] == "distilled"]
    misses = [] if students else ["no distilled student"]
    for key in students:
        for figure in ("microF1", "macroF1"):
            if figures[key][figure] < baseline[figure]:
                misses.append(f"{figure} {figures[key][figure]:.4f}, linear {baseline[figure]:.4f}")
        auc = next(
            each["probabilities"]["macroRocAuc"]
            for each in read(run / "thresholds.json")
            if (each["architecture"], each["training"]) == key
        )
        if auc < ROC_AUC:
            misses.append(f"macro ROC-AUC {auc:.4f}, not {ROC_AUC}")
        sets = label_sets(run / "predictions" / f"{key[0]}-distilled-fold0.csv")
        if sets < LABEL_SETS:
            misses.append(f"{sets} label sets for {TEXTS} texts, not {LABEL_SETS}")
    print("\n".join(misses) or "the quickstart persuades")
    return 1 if misses else 0


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


def label_sets(file):
    with open(file, encoding="utf-8", newline="") as lines:
        rows = [row for row, _ in zip(csv.DictReader(lines), range(TEXTS))]
    return len(
        {
            tuple(k for k, v in row.items() if k.endswith(":probability") and float(v) >= 0.5)
            for row in rows
        }
    )


if __name__ == "__main__":
    sys.exit(main())
