#!/usr/bin/env python3
"""Prints how hard a corpus is: what a linear SVM on character n-grams reaches on it.

    python tools/synthetic_floor.py CORPUS.jsonl [--folds 5] [--seed 1]

Character 1-3-gram TF-IDF, one linear SVM per label (scikit-learn's defaults), k random folds; every document is predicted
once by the SVM that has not seen it and the figures are over all documents. The first row is the best constant
prediction, the most frequent labels for everyone. Needs scikit-learn.
"""

import argparse
import json

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def read(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    counts = {}
    for row in rows:
        for label in row["labels"]:
            counts[label] = counts.get(label, 0) + 1
    labels = sorted(counts, key=lambda label: (-counts[label], label))
    targets = np.array([[label in row["labels"] for label in labels] for row in rows], dtype=int)
    return [row["text"] for row in rows], labels, targets


def best_constant(targets):
    """The k most frequent labels for every document, with the k that has the best micro-F1."""
    candidates = [np.tile(np.arange(targets.shape[1]) < k, (len(targets), 1)).astype(int)
                  for k in range(1, targets.shape[1] + 1)]
    return max(candidates, key=lambda c: f1_score(targets, c, average="micro", zero_division=0))


def cross_validated(texts, targets, folds, seed):
    predicted = np.zeros_like(targets)
    for train, test in KFold(folds, shuffle=True, random_state=seed).split(texts):
        model = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), OneVsRestClassifier(LinearSVC()))
        model.fit([texts[i] for i in train], targets[train])
        predicted[test] = model.predict([texts[i] for i in test])
    return predicted


def row(name, targets, predicted):
    scores = [f1_score(targets, predicted, average=a, zero_division=0) for a in ("micro", "macro", "weighted")]
    scores.append(accuracy_score(targets, predicted))
    print(f"| {name} | " + " | ".join(f"{score:.3f}" for score in scores) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    texts, labels, targets = read(options.corpus)
    lengths = [len(text) for text in texts]
    print(f"{len(texts)} documents, {targets.sum()} assignments, {targets.sum() / len(texts):.2f} per document, "
          f"characters {min(lengths)}-{max(lengths)}, median {int(np.median(lengths))}\n")
    predicted = cross_validated(texts, targets, options.folds, options.seed)
    print("| classifier | micro-F1 | macro-F1 | weighted-F1 | subset acc. |\n|---|---|---|---|---|")
    row("best constant label set", targets, best_constant(targets))
    row(f"linear SVM, {options.folds}-fold", targets, predicted)
    print("\n| label | documents | share | F1 of the SVM |\n|---|---|---|---|")
    for i, f1 in enumerate(f1_score(targets, predicted, average=None, zero_division=0)):
        print(f"| {labels[i]} | {targets[:, i].sum()} | {targets[:, i].mean():.1%} | {f1:.3f} |")


if __name__ == "__main__":
    main()
