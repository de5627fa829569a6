#!/usr/bin/env python3
"""Load exported models with Python TensorFlow and compare their outputs with polystill's.

    tools/check_savedmodel.py savedmodels/student [--tolerance 1e-5]

A directory is a model's, of which the highest version is taken, or one version's.

polystill export writes some texts and their probabilities to assets.extra/check.json in a model's
directory. All signatures are asked: words, ids by the vocabulary file, and, where there is that
signature, raw text. Exit 0: all agree, or Python TensorFlow is not installed (it says so). Exit 1: one does
not. Exit 2: a directory holds no model or no check.json.
"""

import argparse
import json
import os
import pathlib
import sys
import unicodedata

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
NEEDED = ["saved_model.pb", "assets.extra/check.json"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directories", nargs="+", type=pathlib.Path, metavar="MODEL")
    parser.add_argument("--tolerance", type=float, default=1e-5, help="largest difference allowed")
    arguments = parser.parse_args()

    versions = [newest(directory) for directory in arguments.directories]
    for file in [version / name for version in versions for name in NEEDED]:
        if not file.is_file():
            print(f"{file}: not there; give the directory that polystill export wrote", file=sys.stderr)
            return 2
    try:
        import tensorflow
    except ImportError:
        print("skipped: Python TensorFlow is not installed")
        return 0
    agree = [check(tensorflow, each, arguments.tolerance) for each in versions]
    return 0 if all(agree) else 1


def newest(directory):
    """The highest version in a model's directory, or the directory itself where it has none."""
    versions = [int(each.name) for each in directory.glob("[1-9]*") if each.name.isdecimal()]
    return directory / str(max(versions)) if versions else directory


def check(tf, directory, tolerance):
    """Prints a line; true where all signatures give the probabilities expected."""
    expected = json.loads((directory / NEEDED[1]).read_text(encoding="utf-8"))
    probabilities = tf.constant(expected["probabilities"], tf.float64)
    tokens = expected["tokens"]
    model = tf.saved_model.load(str(directory))
    by_words = model.signatures["serving_default"](tokens=padded(tf, tokens, "", tf.string))
    by_ids = model.signatures["token_ids"](
        token_ids=padded(tf, ids(directory, tokens), 0, tf.int32)
    )
    found = [by_words["probabilities"], by_ids["probabilities"], tf.sigmoid(by_ids["logits"])]
    if "characters" in model.signatures:
        texts = tf.constant(["".join(text) for text in tokens])
        by_text = model.signatures["characters"](texts=texts)
        again = model.signatures["serving_default"](tokens=by_text["tokens"])
        same = tf.reduce_max(tf.abs(by_text["probabilities"] - again["probabilities"]))
        if float(same) > tolerance:
            print(f"{directory} FAILED: raw text and its own tokens differ by {float(same):.3g}")
            return False
    if any(each.shape != probabilities.shape for each in found):
        print(f"{directory} FAILED: outputs {found[0].shape}, expected {probabilities.shape}")
        return False
    if not labels_follow(by_words, tokens, words_that_count(directory)):
        print(f"{directory} FAILED: labels are not those above their thresholds")
        return False
    found = [tf.cast(each, tf.float64) for each in found]
    difference = max(float(tf.reduce_max(tf.abs(each - probabilities))) for each in found)
    finite = all(bool(tf.reduce_all(tf.math.is_finite(each))) for each in found)
    agrees = finite and difference <= tolerance
    print(
        f"{directory} {'agrees' if agrees else 'FAILED'}: {len(tokens)} texts x "
        f"{probabilities.shape[1]} labels, largest difference {difference:.3g} "
        f"(tolerance {tolerance:g}, TensorFlow {tf.__version__})"
    )
    return agrees


def vocabulary(directory):
    text = (directory / "assets" / "vocabulary.txt").read_text(encoding="utf-8")
    return text.split("\n")[:-1]


def words_that_count(directory):
    """Words of the vocabulary but for punctuation: a text with none of them gets no labels."""
    kinds = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So", "Cn"}
    words = vocabulary(directory)[2:]
    return {word for word in words if any(unicodedata.category(c) in kinds for c in word)}


def ids(directory, texts):
    """Line numbers of the vocabulary file, 1 for other words, -1 for line ends."""
    numbers = {word: number for number, word in enumerate(vocabulary(directory))}
    return [[-1 if word == "\n" else numbers.get(word, 1) for word in words] for words in texts]


def padded(tf, rows, padding, dtype):
    width = max(len(row) for row in rows)
    flat = [row + [padding] * (width - len(row)) for row in rows]
    return tf.reshape(tf.constant(sum(flat, []), dtype), [len(rows), width])


def labels_follow(outputs, texts, known):
    """Whether each text has just the labels whose probabilities exceed their thresholds, or none
    where it has no known word; models that were exported earlier give such a text some."""
    for text, names, values, limits, labels in zip(
        texts,
        *(outputs[key].numpy() for key in ["label_names", "probabilities", "thresholds", "labels"]),
    ):
        if known.isdisjoint(text) and not any(labels):
            continue
        above = [name for name, value, limit in zip(names, values, limits) if value > limit]
        if list(labels) != above + [b""] * (len(names) - len(above)):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
