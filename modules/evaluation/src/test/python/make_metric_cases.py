"""Writes metric-cases.json: random predictions and the figures that scikit-learn computes for them.

Made with Python 3.11, scikit-learn 1.9.1, numpy 2.4.6:

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python make_metric_cases.py > ../resources/io/github/polystill/evaluation/metric-cases.json

Probabilities are four-decimal numbers rounded to float32 and then compared and fed to the loss as
float64, which is what Java does with a float. The loss is scikit-learn's log_loss per label of
probabilities clipped to [1e-7, 1 - 1e-7], averaged over labels.
"""

import json

import numpy as np
import sklearn
from sklearn.metrics import accuracy_score, f1_score, log_loss, precision_recall_fscore_support

EPSILON = 1e-7
rng = np.random.default_rng(20260101)


def figures(truth, probabilities, thresholds):
    exact = np.asarray(probabilities, dtype=np.float32).astype(np.float64)
    predicted = (exact > np.asarray(thresholds)).astype(int)
    n_labels = truth.shape[1]
    if n_labels == 1:
        # scikit-learn takes one column for a binary problem, whose "macro" would average over the
        # classes 0 and 1; the one label of the problem is class 1.
        args = (truth[:, 0], predicted[:, 0])
        labels = [1]
    else:
        args = (truth, predicted)
        labels = list(range(n_labels))
    f1 = {a: f1_score(*args, labels=labels, average=a, zero_division=0) for a in ("micro", "macro", "weighted")}
    p, r, f, s = precision_recall_fscore_support(*args, labels=labels, average=None, zero_division=0)
    clipped = np.clip(exact, EPSILON, 1 - EPSILON)
    loss = np.mean([log_loss(truth[:, j], clipped[:, j], labels=[0, 1]) for j in range(n_labels)])
    return {
        "microF1": float(f1["micro"]),
        "macroF1": float(f1["macro"]),
        "weightedF1": float(f1["weighted"]),
        "subsetAccuracy": float(accuracy_score(*args)),
        "loss": float(loss),
        "support": [int(x) for x in s],
        "precision": [float(x) for x in p],
        "recall": [float(x) for x in r],
        "f1": [float(x) for x in f],
    }


def case(name, truth, probabilities, thresholds):
    truth = np.asarray(truth, dtype=int)
    probabilities = np.round(np.asarray(probabilities, dtype=float), 4)
    return {
        "name": name,
        "thresholds": [float(t) for t in thresholds],
        "truth": ["".join(map(str, row)) for row in truth],
        "probabilities": probabilities.tolist(),
        "expected": figures(truth, probabilities, thresholds),
    }


def random_truth(documents, labels):
    """A long tail: the share of label j falls with j, and some documents get no label."""
    shares = 0.7 / np.arange(1, labels + 1) ** rng.uniform(0.3, 1.2)
    return (rng.random((documents, labels)) < shares).astype(int)


def informed(truth, noise):
    return 1 / (1 + np.exp(-(3 * truth - 1.5 + noise * rng.standard_normal(truth.shape))))


cases = []
for k in range(40):
    documents = int(rng.integers(1, 120))
    labels = int(rng.integers(2, 16))
    truth = random_truth(documents, labels)
    per_label = k % 2 == 1
    thresholds = np.round(rng.uniform(0.1, 0.9, labels), 2) if per_label else np.full(labels, 0.5)
    cases.append(case(f"random {k}", truth, informed(truth, rng.uniform(0.5, 4)), thresholds))
for k in range(8):
    truth = random_truth(int(rng.integers(1, 60)), 1)
    cases.append(case(f"single label {k}", truth, informed(truth, 2), [0.5]))
for k in range(4):
    truth = random_truth(30, 6)
    truth[:, rng.integers(0, 6, 2)] = 0
    cases.append(case(f"labels without documents {k}", truth, informed(truth, 3), np.full(6, 0.5)))
for k in range(4):
    truth = random_truth(30, 5)
    truth[rng.random(30) < 0.6] = 0
    cases.append(case(f"documents without labels {k}", truth, informed(truth, 3), np.full(5, 0.5)))

truth = random_truth(25, 4)
half = np.full((25, 4), 0.5)
cases += [
    case("nothing predicted", truth, rng.uniform(0, 0.4, (25, 4)), np.full(4, 0.5)),
    case("everything predicted", truth, rng.uniform(0.6, 1, (25, 4)), np.full(4, 0.5)),
    case("nothing true", np.zeros((25, 4)), rng.random((25, 4)), np.full(4, 0.5)),
    case("nothing true, nothing predicted", np.zeros((25, 4)), half * 0.1, np.full(4, 0.5)),
    case("everything true", np.ones((25, 4)), rng.random((25, 4)), np.full(4, 0.5)),
    case("single label, nothing true, nothing predicted", np.zeros((9, 1)), np.full((9, 1), 0.2), [0.5]),
    case("perfect", truth, truth * 0.9 + 0.05, np.full(4, 0.5)),
    case("saturated and right", truth, truth, np.full(4, 0.5)),
    case("saturated and wrong", truth, 1 - truth, np.full(4, 0.5)),
    case("probability equals threshold", truth, half, np.full(4, 0.5)),
    case("float just above a threshold that is no float", truth, half * 0.6, np.full(4, 0.3)),
    case("one document", [[1, 0, 1]], [[0.9, 0.8, 0.1]], np.full(3, 0.5)),
]

header = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
lines = [json.dumps(c, separators=(",", ":")) for c in cases]
print('{"versions":' + json.dumps(header) + ',"cases":[\n' + ",\n".join(lines) + "\n]}")
