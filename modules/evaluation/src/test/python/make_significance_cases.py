"""Writes significance-cases.json: data of all tests and the p-values of SciPy and statsmodels.

Made with Python 3.11, scipy 1.17.1, statsmodels 0.15.0, scikit-learn 1.9.1, numpy 2.4.6:

    pip install scipy==1.17.1 statsmodels==0.15.0 scikit-learn==1.9.1 numpy==2.4.6
    python make_significance_cases.py > ../resources/io/github/polystill/evaluation/significance/significance-cases.json

- t: SciPy's ttest_rel.
- corrected: the example "Statistical comparison of models using grid search" of scikit-learn's manual,
  whose scores are computed here and whose printed figures, t = 0.750 and one-sided p = 0.227, are
  asserted.
- wilcoxon: SciPy's wilcoxon, exact up to 50 differences: where some are equal or 0 over all assignments
  of signs, as SciPy does by itself up to 13; else its normal approximation without continuity correction.
  Differences that are equal up to rounding are made equal for SciPy, and left as they are in the file.
- mcnemar: statsmodels' mcnemar(exact=True).
- holm: statsmodels' multipletests(method="holm").
- randomisation: SciPy's permutation_test over all swaps of paired documents, statistics by scikit-learn.
"""

import json

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import PermutationMethod, permutation_test, ttest_rel, wilcoxon
from scipy.stats import t as student
from sklearn.datasets import make_moons
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.svm import SVC
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(20260102)


def t_cases():
    for folds in (2, 3, 5, 5, 5, 5, 10, 10, 25, 50):
        for gain in (0, 0.005, 0.03):
            standalone = np.round(rng.uniform(0.4, 0.8) + 0.02 * rng.standard_normal(folds), 6)
            distilled = np.round(standalone + gain + 0.01 * rng.standard_normal(folds), 6)
            result = ttest_rel(distilled, standalone)
            yield {
                "differences": (distilled - standalone).tolist(),
                "statistic": float(result.statistic),
                "p": float(result.pvalue),
            }


def corrected_case():
    x, y = make_moons(noise=0.352, random_state=1, n_samples=100)
    folds = RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=0)
    scores = [cross_val_score(SVC(kernel=k, random_state=0), x, y, scoring="roc_auc", cv=folds) for k in ("rbf", "linear")]
    differences = scores[0] - scores[1]
    t = differences.mean() / np.sqrt(np.var(differences, ddof=1) * (1 / 100 + 10 / 90))
    p = student.sf(abs(t), 99)
    assert round(t, 3) == 0.750 and round(p, 3) == 0.227, (t, p)
    return {"differences": differences.tolist(), "testToTraining": 10 / 90, "statistic": 0.750, "p": 2 * 0.227}


def wilcoxon_cases():
    for n in (2, 3, 5, 5, 5, 8, 10, 13, 20, 35, 50, 51, 80):
        for kind in ("distinct", "equal", "zero"):
            differences = np.round(rng.normal(0.01, 0.02, n), 6)
            if kind == "equal" and n in (5, 8, 10, 13, 80):
                differences = np.round(differences, 2) + 0.005
            elif kind == "zero" and n in (5, 8, 10, 13):
                differences[0] = 0
            elif kind != "distinct":
                continue
            # Adding 0.005 leaves equal differences that are not equal to the last bit; SciPy needs them to be.
            exact = np.round(differences, 9)
            ties = len(np.unique(np.abs(exact))) < n or (exact == 0).any()
            method = "asymptotic" if n > 50 else PermutationMethod(n_resamples=2**14) if ties else "exact"
            result = wilcoxon(exact, method=method, correction=False)
            yield {"differences": differences.tolist(), "statistic": float(result.statistic), "p": float(result.pvalue)}


def mcnemar_cases():
    for first, second in ((1, 0), (3, 3), (9, 2), (2, 9), (25, 10), (121, 59), (400, 420), (5000, 4700)):
        p = mcnemar([[7, first], [second, 11]], exact=True).pvalue
        yield {"onlyFirst": first, "onlySecond": second, "p": float(p)}


def holm_cases():
    for n in (1, 2, 4, 16, 16):
        p = np.round(rng.random(n) ** 4, 6)
        if n == 16:
            p[3] = p[7]
        yield {"p": p.tolist(), "corrected": multipletests(p, method="holm")[1].tolist()}


METRICS = {
    "microF1": lambda truth, predicted: f1_score(truth, predicted, average="micro", zero_division=0),
    "macroF1": lambda truth, predicted: f1_score(truth, predicted, average="macro", zero_division=0),
    "weightedF1": lambda truth, predicted: f1_score(truth, predicted, average="weighted", zero_division=0),
    "subsetAccuracy": accuracy_score,
}


def randomisation_cases():
    for documents, labels in ((8, 2), (9, 3), (10, 3)):
        truth = (rng.random((documents, labels)) < 0.5).astype(int)
        first = truth ^ (rng.random((documents, labels)) < 0.15)
        second = truth ^ (rng.random((documents, labels)) < 0.45)
        outputs = np.concatenate([first, second])
        p = {}
        difference = {}
        for metric, figure in METRICS.items():

            def statistic(a, b):
                a, b = a.astype(int), b.astype(int)
                return figure(truth[a % documents], outputs[a]) - figure(truth[b % documents], outputs[b])

            result = permutation_test(
                (np.arange(documents), documents + np.arange(documents)), statistic, permutation_type="samples",
                n_resamples=2**documents, vectorized=False)
            p[metric] = share_as_great(statistic, documents, float(result.statistic))
            difference[metric] = float(result.statistic)
            # SciPy's two-sided p is twice the smaller tail; the distribution is symmetric.
            assert abs(min(1, result.pvalue) - min(1, p[metric])) < 1e-9, (result.pvalue, p[metric])
        yield {
            "truth": ["".join(map(str, row)) for row in truth],
            "first": ["".join(map(str, row)) for row in first.astype(int)],
            "second": ["".join(map(str, row)) for row in second.astype(int)],
            "difference": difference,
            "p": p,
        }


def share_as_great(statistic, documents, observed):
    count = 0
    for swaps in range(2**documents):
        swapped = np.array([swaps >> i & 1 for i in range(documents)])
        own = np.arange(documents)
        value = statistic(own + documents * swapped, own + documents * (1 - swapped))
        count += abs(value) >= abs(observed) - 1e-12
    return count / 2**documents


result = {
    "versions": {
        "scipy": scipy.__version__,
        "statsmodels": statsmodels.__version__,
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
    },
    "t": list(t_cases()),
    "corrected": corrected_case(),
    "wilcoxon": list(wilcoxon_cases()),
    "mcnemar": list(mcnemar_cases()),
    "holm": list(holm_cases()),
    "randomisation": list(randomisation_cases()),
}
print("{\n" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in result.items()) + "\n}")
