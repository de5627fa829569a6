#!/usr/bin/env python3
"""Load exported models with Python TensorFlow and compare their outputs with polystill's.

    tools/check_savedmodel.py savedmodels/student [--tolerance 1e-5]

A directory is a model's, of which the highest version is taken, or one version's.

polystill export writes some texts and their probabilities to assets.extra/check.json in a model's
directory. Exit 0: all agree, or Python TensorFlow is not installed (it says so). Exit 1: one does
not. Exit 2: a directory holds no model or no check.json.
"""

import argparse
import json
import os
import pathlib
import sys

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
    """Prints a line; true where the model's probabilities, and its logits, are those expected."""
    expected = json.loads((directory / NEEDED[1]).read_text(encoding="utf-8"))
    probabilities = tf.constant(expected["probabilities"], tf.float64)
    model = tf.saved_model.load(str(directory))
    outputs = model.signatures["serving_default"](
        token_ids=tf.constant(expected["token_ids"], tf.int32)
    )
    actual = tf.cast(outputs["probabilities"], tf.float64)
    if actual.shape != probabilities.shape:
        print(f"{directory} FAILED: outputs {actual.shape}, expected {probabilities.shape}")
        return False
    from_logits = tf.sigmoid(tf.cast(outputs["logits"], tf.float64))
    difference = max(
        float(tf.reduce_max(tf.abs(values - probabilities))) for values in (actual, from_logits)
    )
    finite = bool(tf.reduce_all(tf.math.is_finite(actual) & tf.math.is_finite(from_logits)))
    agrees = finite and difference <= tolerance
    print(
        f"{directory} {'agrees' if agrees else 'FAILED'}: {actual.shape[0]} texts x "
        f"{actual.shape[1]} labels, largest difference {difference:.3g} "
        f"(tolerance {tolerance:g}, TensorFlow {tf.__version__})"
    )
    return agrees


if __name__ == "__main__":
    sys.exit(main())
