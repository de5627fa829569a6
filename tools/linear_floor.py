#!/usr/bin/env python3
"""Prints how hard a corpus is: what a linear SVM on character n-grams reaches on it.

    python tools/linear_floor.py CORPUS.jsonl [--folds 5] [--seed 1]
    python tools/linear_floor.py CORPUS.jsonl --run RUN

Character 1-3-gram TF-IDF, one linear SVM per label (scikit-learn's defaults). Either k random folds, every document predicted
once by the SVM that has not seen it, and the figures over all documents; or the folds and labels of a run of polystill: trained
on the training and validation part of each fold, and mean and standard deviation of the figures over the test parts, as in the
run's table. The first row is the best constant prediction, the most frequent labels for everyone. Needs scikit-learn.
"""

import argparse
import json
import pathlib

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


class Corpus:
    """Texts and targets; labels by falling frequency, of all labels or of the given ones only."""

    def __init__(self, path, only=None):
        with open(path, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
        counts = {}
        for row in rows:
            for label in row["labels"]:
                if only is None or label in only:
                    counts[label] = counts.get(label, 0) + 1
        labels = sorted(counts, key=lambda label: (-counts[label], label))
        self.labels = labels
        self.texts = [row["text"] for row in rows]
        self.targets = np.array([[label in row["labels"] for label in labels] for row in rows], dtype=int)
        self.index = {str(row["id"]): i for i, row in enumerate(rows)}

    def predicted(self, train, test):
        model = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), OneVsRestClassifier(LinearSVC()))
        model.fit([self.texts[i] for i in train], self.targets[train])
        return model.predict([self.texts[i] for i in test])

    def best_constant(self):
        """The k most frequent labels for every document, with the k that has the best micro-F1."""
        labels = self.targets.shape[1]
        candidates = [np.tile(np.arange(labels) < k, (len(self.texts), 1)).astype(int) for k in range(1, labels + 1)]
        return max(candidates, key=lambda c: f1_score(self.targets, c, average="micro", zero_division=0))


def figures(targets, predicted):
    averages = [f1_score(targets, predicted, average=a, zero_division=0) for a in ("micro", "macro", "weighted")]
    return averages + [accuracy_score(targets, predicted)]


def print_row(name, values):
    print(f"| {name} | " + " | ".join(values) + " |")


def print_header(constant):
    print("| classifier | micro-F1 | macro-F1 | weighted-F1 | subset accuracy |")
    print("|---|---|---|---|---|")
    print_row("best constant label set", [f"{value:.3f}" for value in constant])


def print_size(corpus):
    lengths = [len(text) for text in corpus.texts]
    assigned = corpus.targets.sum()
    print(f"{len(lengths)} documents, {assigned} assignments, {assigned / len(lengths):.2f} per document, "
          f"characters {min(lengths)}-{max(lengths)}, median {int(np.median(lengths))}\n")


def on_random_folds(corpus, folds, seed):
    predicted = np.zeros_like(corpus.targets)
    for train, test in KFold(folds, shuffle=True, random_state=seed).split(corpus.texts):
        predicted[test] = corpus.predicted(train, test)
    print_header(figures(corpus.targets, corpus.best_constant()))
    print_row(f"linear SVM, {folds}-fold", [f"{value:.3f}" for value in figures(corpus.targets, predicted)])
    print("\n| label | documents | share | F1 of the SVM |\n|---|---|---|---|")
    for i, f1 in enumerate(f1_score(corpus.targets, predicted, average=None, zero_division=0)):
        documents = corpus.targets[:, i]
        print(f"| {corpus.labels[i]} | {documents.sum()} | {documents.mean():.1%} | {f1:.3f} |")


def labels_of(run):
    metrics = json.loads((run / "metrics.json").read_text(encoding="utf-8"))
    return {row["label"] for row in metrics[0]["perLabel"]}


def on_folds_of(corpus, run):
    per_fold = []
    for fold in json.loads((run / "folds.json").read_text(encoding="utf-8")):
        train = np.array([corpus.index[i] for i in fold["train"] + fold["validation"]])
        test = np.array([corpus.index[i] for i in fold["test"]])
        per_fold.append(figures(corpus.targets[test], corpus.predicted(train, test)))
    print_header(figures(corpus.targets, corpus.best_constant()))
    deviations = np.std(per_fold, axis=0, ddof=1)
    values = [f"{mean:.3f} ± {sd:.3f}" for mean, sd in zip(np.mean(per_fold, axis=0), deviations)]
    print_row(f"linear SVM, the run's {len(per_fold)} folds", values)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--run", type=pathlib.Path, help="a run directory with folds.json and metrics.json")
    arguments = parser.parse_args()
    corpus = Corpus(arguments.corpus, labels_of(arguments.run) if arguments.run else None)
    print_size(corpus)
    if arguments.run:
        on_folds_of(corpus, arguments.run)
    else:
        on_random_folds(corpus, arguments.folds, arguments.seed)


if __name__ == "__main__":
    main()
