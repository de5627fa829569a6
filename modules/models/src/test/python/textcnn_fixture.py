"""Writes textcnn-keras.json: logits, loss and gradients of TextCNN as TensorFlow computes them.

Run with Python TensorFlow (2.21 made the stored file):
    python modules/models/src/test/python/textcnn_fixture.py
Each text is convolved alone at its true length with tf.nn.conv1d, so no padding is involved, and the
loss is tf.nn.weighted_cross_entropy_with_logits. Everything is float64.
"""

import json
import math
import pathlib

import numpy as np
import tensorflow as tf

RESOURCES = pathlib.Path(__file__).parents[1] / "resources/io/github/polystill/models/training"
WORDS, DIMENSIONS = 12, 3


def pooled(text, vectors, kernel, bias, chunks):
    """[chunks * filters]: maximum of each chunk of the windows, plus bias, ReLU."""
    width = kernel.shape[0]
    embedded = tf.gather(vectors, text)
    missing = max(width - len(text), 0)
    embedded = tf.pad(embedded, [[0, missing], [0, 0]])
    features = tf.nn.conv1d(embedded[tf.newaxis], kernel, stride=1, padding="VALID")[0]
    windows = features.shape[0]
    maxima = [
        tf.reduce_max(features[c * windows // chunks : math.ceil((c + 1) * windows / chunks)], axis=0)
        for c in range(chunks)
    ]
    return tf.reshape(tf.nn.relu(tf.stack(maxima) + bias), [-1])


def logits(text, tables, weights, settings):
    vectors = tf.concat(tables, axis=1)
    filters, parts, slot = settings["filters"], [], 0
    for width in settings["widths"]:
        columns = weights["convolution.weights"][:, slot * filters : (slot + width) * filters]
        kernel = tf.transpose(tf.reshape(columns, [-1, width, filters]), [1, 0, 2])
        bias = weights[f"convolution.bias_{width}"]
        parts.append(pooled(text, vectors, kernel, bias, settings["chunks"]))
        slot += width
    hidden = tf.concat(parts, axis=0)[tf.newaxis]
    for name in ["bottleneck", "output"]:
        hidden = hidden @ weights[f"{name}.weights"] + weights[f"{name}.bias"]
        if name == "bottleneck":
            hidden = tf.nn.relu(hidden)
    return hidden[0]


def case(seed, channels, widths, outputs, class_weight, soft):
    random = np.random.default_rng(seed)

    def values(*shape):
        return random.uniform(-0.6, 0.6, shape).astype(np.float32)

    settings = {"channels": channels, "widths": widths, "filters": 2, "chunks": 3, "bottleneck": 4}
    texts = [random.integers(1, WORDS, n).tolist() for n in [0, 1, 2, 5, 9, 20]] + [[4] * 6]
    inputs = DIMENSIONS * (2 if channels == "TWO" else 1)
    weights = {
        "convolution.weights": values(inputs, sum(widths) * 2),
        **{f"convolution.bias_{k}": values(2) for k in widths},
        "bottleneck.weights": values(len(widths) * 3 * 2, 4),
        "bottleneck.bias": values(4),
        "output.weights": values(4, outputs),
        "output.bias": values(outputs),
    }
    frozen = values(WORDS, DIMENSIONS)
    if channels != "FROZEN":
        weights["embedding.fine_tuned"] = values(WORDS, DIMENSIONS)
    targets = random.uniform(0, 1, (len(texts), outputs)).astype(np.float32)
    if not soft:
        targets = np.rint(targets)
    variables = {name: tf.Variable(value, dtype=tf.float64) for name, value in weights.items()}
    tables = [] if channels == "FINE_TUNED" else [tf.constant(frozen, tf.float64)]
    if channels != "FROZEN":
        tables.append(variables["embedding.fine_tuned"])
    with tf.GradientTape() as tape:
        rows = tf.stack([logits(np.array(t, np.int32), tables, variables, settings) for t in texts])
        loss = tf.reduce_mean(
            tf.nn.weighted_cross_entropy_with_logits(targets.astype(np.float64), rows, class_weight)
        )
    gradients = tape.gradient(loss, variables)
    return {
        "settings": settings,
        "classWeight": class_weight,
        "texts": texts,
        "targets": targets.tolist(),
        "vectors": frozen.ravel().tolist(),
        "weights": {name: value.ravel().tolist() for name, value in weights.items()},
        "logits": rounded(rows),
        "loss": float(loss),
        "gradients": {
            name: rounded(tf.reshape(tf.convert_to_tensor(gradient), [-1]))
            for name, gradient in gradients.items()
        },
    }


def rounded(tensor):
    return np.round(tensor.numpy(), 9).tolist()


if __name__ == "__main__":
    cases = [
        case(1, "TWO", [2, 4, 8], 3, 5.0, True),
        case(2, "FINE_TUNED", [3], 1, 0.05, False),
        case(3, "FROZEN", [1, 6], 2, 1.0, False),
    ]
    content = {"words": WORDS, "dimensions": DIMENSIONS, "cases": cases}
    (RESOURCES / "textcnn-keras.json").write_text(json.dumps(content) + "\n", encoding="utf-8")
