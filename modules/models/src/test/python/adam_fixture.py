"""Writes adam-keras.json: what Keras's Adam makes of a sequence of gradients.

Run with Python Keras (3.15 made the stored file):
    python modules/models/src/test/python/adam_fixture.py
"dense" is a vector that gets a gradient in each of 20 steps. "rows" are the rows of a table: each
is a variable of its own with an optimiser of its own that is run in the steps that touch the row
only, at the global number of the step (optimizer.iterations), which is what lazy Adam means.
"""

import json
import pathlib

import keras
import numpy as np

RESOURCES = pathlib.Path(__file__).parents[1] / "resources/io/github/polystill/models/training"
STEPS, RATE = 20, 0.01
DECAY, NORM, WARM_UP = 0.1, 2.0, 5


def trained(start, gradients):
    """Values after the steps; a step without a gradient leaves the variable alone."""
    variable = keras.Variable(start)
    optimizer = keras.optimizers.Adam(RATE)
    optimizer.build([variable])
    history = []
    for step, gradient in enumerate(gradients):
        if gradient is not None:
            optimizer.iterations.assign(step)
            optimizer.apply([keras.ops.convert_to_tensor(gradient)])
        history.append(keras.ops.convert_to_numpy(variable).tolist())
    return history


def variants(random):
    """Keras's own AdamW, global_clipnorm and CosineDecay on a matrix and a bias."""
    start = [random.normal(size=shape).astype(np.float32) for shape in [(4, 3), (3,)]]
    scales = 10.0 ** random.uniform(-2, 1, size=STEPS)
    gradients = [
        [(random.normal(size=v.shape) * scale).astype(np.float32) for v in start]
        for scale in scales
    ]
    cosine = keras.optimizers.schedules.CosineDecay(
        0.0, decay_steps=STEPS - WARM_UP, warmup_target=RATE, warmup_steps=WARM_UP
    )
    optimizers = {
        "decay": keras.optimizers.AdamW(RATE, weight_decay=DECAY),
        "clip": keras.optimizers.Adam(RATE, global_clipnorm=NORM),
        "all": keras.optimizers.AdamW(cosine, weight_decay=DECAY, global_clipnorm=NORM),
    }
    expected = {}
    for name, optimizer in optimizers.items():
        matrix, bias = [keras.Variable(value) for value in start]
        if name != "clip":
            optimizer.exclude_from_weight_decay(var_list=[bias])
        optimizer.build([matrix, bias])
        expected[name] = []
        for gradient in gradients:
            optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradient])
            values = [keras.ops.convert_to_numpy(v).tolist() for v in (matrix, bias)]
            expected[name].append({"matrix": values[0], "bias": values[1]})
    return {
        "weightDecay": DECAY,
        "clipNorm": NORM,
        "warmUp": WARM_UP,
        "rates": [float(cosine(step)) for step in range(STEPS)],
        "start": {"matrix": start[0].tolist(), "bias": start[1].tolist()},
        "gradients": [{"matrix": g[0].tolist(), "bias": g[1].tolist()} for g in gradients],
        "expected": expected,
    }


def main():
    random = np.random.default_rng(7)
    start = random.normal(size=5).astype(np.float32)
    scales = 10.0 ** np.array([-6, -3, 0, 1, 3])
    dense = (random.normal(size=(STEPS, 5)) * scales).astype(np.float32)
    table = random.normal(size=(6, 3)).astype(np.float32)
    touched, rows = [], [[None] * STEPS for _ in table]
    for step in range(STEPS):
        # Row 5 is never touched, row 1 in the first step only.
        chosen = [0] + ([1] if step == 0 else []) + ([2] if step % 3 == 2 else [])
        chosen += [3] if step >= 10 else []
        chosen += [4] if random.uniform() < 0.5 else []
        order = [int(row) for row in random.permutation(chosen)]
        for row in order:
            rows[row][step] = random.normal(size=3).astype(np.float32)
        touched.append({"rows": order, "values": [rows[row][step].tolist() for row in order]})
    by_row = [trained(table[i], rows[i]) for i in range(len(table))]
    content = {
        "learningRate": RATE,
        "dense": {
            "start": start.tolist(),
            "gradients": dense.tolist(),
            "expected": trained(start, list(dense)),
        },
        "rows": {
            "start": table.tolist(),
            "gradients": touched,
            "expected": [[by_row[i][step] for i in range(len(table))] for step in range(STEPS)],
        },
        "variants": variants(random),
    }
    (RESOURCES / "adam-keras.json").write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
