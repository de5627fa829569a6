"""Writes t-test-cases.json: figures per fold of two students and SciPy's p-value of their difference.

Made with Python 3.11, scipy 1.17.1, numpy 2.4.6:

    pip install scipy==1.17.1 numpy==2.4.6
    python make_t_test_cases.py > ../resources/io/github/polystill/evaluation/table/t-test-cases.json
"""

import json

import numpy as np
import scipy
from scipy.stats import ttest_rel

rng = np.random.default_rng(20260102)
cases = []
for folds in (2, 3, 5, 5, 5, 5, 10, 10, 25, 50):
    for gain in (0, 0.005, 0.03):
        standalone = np.round(rng.uniform(0.4, 0.8) + 0.02 * rng.standard_normal(folds), 6)
        distilled = np.round(standalone + gain + 0.01 * rng.standard_normal(folds), 6)
        p = float(ttest_rel(distilled, standalone).pvalue)
        cases.append({"distilled": distilled.tolist(), "standalone": standalone.tolist(), "p": p})

versions = json.dumps({"scipy": scipy.__version__, "numpy": np.__version__})
print('{"versions":' + versions + ',"cases":[\n' + ",\n".join(map(json.dumps, cases)) + "\n]}")
