"""Makes density-cases.json: Gaussian kernel densities by SciPy with Silverman's bandwidth.

    python make_density_cases.py > ../resources/io/github/polystill/report/figures/density-cases.json
"""

import json

import numpy as np
import scipy
from scipy.stats import gaussian_kde

random = np.random.default_rng(5)
cases = []
for size in [2, 3, 5, 10, 40]:
    sample = random.gamma(2.0, 7.0, size)
    density = gaussian_kde(sample, bw_method="silverman")
    at = np.linspace(sample.min() - 5, sample.max() + 5, 7)
    cases.append({"sample": list(sample), "at": list(at), "density": list(density(at))})
print(json.dumps({"scipy": scipy.__version__, "cases": cases}, indent=1))
