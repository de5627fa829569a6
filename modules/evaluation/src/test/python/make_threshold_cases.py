"""Writes threshold-cases.json: random predictions, scikit-learn's figures of their probabilities, and
the highest F1 that any thresholds give, found by trying them all with scikit-learn's f1_score.

Made with Python 3.11, scikit-learn 1.9.1, numpy 2.4.6:

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python make_threshold_cases.py > ../resources/io/github/polystill/evaluation/thresholds/threshold-cases.json

Probabilities are two-decimal numbers, so that many are equal, rounded to float32 and then taken as
float64, which is what Java does with a float. A macro figure is the mean over the labels for which
scikit-learn defines it.
"""

import itertools
import json

import numpy as np
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, brier_score_loss, f1_score, hamming_loss, roc_auc_score

rng = np.random.default_rng(20260103)


def cuts(scores):
    """One threshold of every gap between neighbouring scores in 0..1."""
    distinct = np.unique(scores)
    low = np.concatenate([[0.0], distinct])
    high = np.concatenate([distinct, [1.0]])
    return [(a + b) / 2 for a, b in zip(low, high) if a < b or a == 1]


def f1(truth, scores, thresholds, average):
    return f1_score(truth, (scores > thresholds).astype(int), average=average, zero_division=0)


def mean(values):
    return float(np.mean(values)) if values else None


def figures(truth, scores):
    labels = range(truth.shape[1])
    with_true = [j for j in labels if truth[:, j].any()]
    mixed = [j for j in with_true if not truth[:, j].all()]
    share, probability = calibration_curve(truth.ravel(), scores.ravel(), n_bins=10, strategy="uniform")
    return {
        "microAveragePrecision": float(average_precision_score(truth.ravel(), scores.ravel())),
        "macroAveragePrecision": mean([average_precision_score(truth[:, j], scores[:, j]) for j in with_true]),
        "microRocAuc": float(roc_auc_score(truth.ravel(), scores.ravel())),
        "macroRocAuc": mean([roc_auc_score(truth[:, j], scores[:, j]) for j in mixed]),
        "brierScore": float(np.mean([brier_score_loss(truth[:, j], scores[:, j], labels=[0, 1]) for j in labels])),
        "hammingLoss": float(hamming_loss(truth, (scores > 0.5).astype(int))),
        "meanProbabilities": probability.tolist(),
        "trueShares": share.tolist(),
    }


def best(truth, scores):
    n_labels = truth.shape[1]
    everywhere = cuts(scores.ravel())
    # A label without a true document keeps 0.5.
    own = [cuts(scores[:, j]) if truth[:, j].any() else [0.5] for j in range(n_labels)]
    combinations = [np.asarray(t) for t in itertools.product(*own)]
    return {
        "globalMicroF1": max(f1(truth, scores, t, "micro") for t in everywhere),
        "globalMacroF1": max(f1(truth, scores, t, "macro") for t in everywhere),
        "perLabelMicroF1": max(f1(truth, scores, t, "micro") for t in combinations),
        "perLabelMacroF1": max(f1(truth, scores, t, "macro") for t in combinations),
    }


def case(documents, n_labels, empty):
    truth = (rng.random((documents, n_labels)) < rng.uniform(0.1, 0.6, n_labels)).astype(int)
    truth[0, 1:] = 1
    truth[1, 1:] = 0
    truth[:, 0] = 0 if empty else truth[:, 0]
    signal = 0.3 * truth + rng.random((documents, n_labels)) * rng.uniform(0.5, 0.9, n_labels)
    written = np.round(np.clip(signal, 0, 1), 2)
    scores = written.astype(np.float32).astype(np.float64)
    return {
        "truth": ["".join(map(str, row)) for row in truth],
        "probabilities": written.tolist(),
        "figures": figures(truth, scores),
        "best": best(truth, scores),
    }


cases = [case(documents, n_labels, empty) for documents, n_labels, empty in [
    (6, 2, False), (8, 2, True), (10, 3, False), (10, 3, True), (12, 3, False), (14, 2, False), (25, 2, False),
    (40, 2, True), (9, 3, False), (60, 2, False)]]
versions = json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__})
print('{"versions":' + versions + ',"cases":[\n' + ",\n".join(map(json.dumps, cases)) + "\n]}")
