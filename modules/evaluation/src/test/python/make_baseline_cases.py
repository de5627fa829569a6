"""Writes baseline-cases.json: small corpora, scikit-learn's TF-IDF vectors of their texts and the margins of its linear SVMs.

Made with Python 3.11.2, scikit-learn 1.2.1, numpy 1.24.2 (Debian's python3-sklearn):

    python3 make_baseline_cases.py > ../resources/io/github/polystill/evaluation/baseline/baseline-cases.json

Vectors are the values of the n-grams that the training texts have, in the n-grams' order. Margins are those of
LinearSVC's defaults but for a tolerance that reaches the optimum, which the order of documents then does not move.
"""

import json

import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

rng = np.random.default_rng(20261130)
ALPHABETS = ["abcAB  ", "發燒咳嗽頭痛。 \n", "aé😀𠮷 \n\n"]


def texts(alphabet, count):
    lengths = rng.integers(1, 40, count)
    drawn = ["".join(rng.choice(list(alphabet), length)) for length in lengths]
    return [text if text.strip() else text + alphabet[0] for text in drawn]


def margins(truth, vectors, test):
    if truth.all() or not truth.any():
        return [1.0 if truth.all() else -1.0] * test.shape[0]
    svm = LinearSVC(tol=1e-10, max_iter=10_000_000).fit(vectors, truth)
    return svm.decision_function(test).tolist()


def case(alphabet, training, test, labels):
    train_texts = texts(alphabet, training)
    test_texts = texts(alphabet, test - 1) + ["zz"]
    truth = np.array([[(text.count(alphabet[j % 3]) > 1 + j) ^ (rng.random() < 0.1) for j in range(labels)]
                      for text in train_texts])
    truth[:, -1] = True
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    vectors = vectorizer.fit_transform(train_texts)
    tested = vectorizer.transform(test_texts)
    return {
        "training": train_texts,
        "test": test_texts,
        "truth": ["".join("1" if value else "0" for value in row) for row in truth],
        "vectors": [tested[i].toarray()[0][tested[i].toarray()[0] > 0].tolist() for i in range(test)],
        "margins": np.transpose([margins(truth[:, j], vectors, tested) for j in range(labels)]).tolist(),
    }


cases = [case(alphabet, training, 8, 3) for alphabet, training in zip(ALPHABETS, [30, 50, 20])]
print(json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}, ensure_ascii=False))
