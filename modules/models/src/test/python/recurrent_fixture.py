"""Writes gru-keras.json and lstm-keras.json: states and gradients of Keras's recurrent layers.

Run with Python TensorFlow and Keras (2.21 and 3 made the stored files):
    python modules/models/src/test/python/recurrent_fixture.py
The layers get the padded batch and its mask. Reading backwards is go_backwards, so the backward
direction starts at the last word of each text. Padding holds random values, which nothing may read.
Everything is float64.
"""

import json
import pathlib

import keras
import numpy as np
import tensorflow as tf

keras.config.set_floatx("float64")

RESOURCES = pathlib.Path(__file__).parents[1] / "resources/io/github/polystill/models/layers"
LENGTHS, INPUTS, UNITS = [7, 1, 4, 6, 0], 3, 5
GATES = {keras.layers.GRU: 3, keras.layers.LSTM: 4}


def layer(kind, weights, backward=False):
    """A recurrent layer that returns [states, last state, ...], with the given weights."""
    units = weights["recurrent_kernel"].shape[0]
    options = {"reset_after": True} if kind is keras.layers.GRU else {}
    built = kind(
        units, return_sequences=True, return_state=True, go_backwards=backward, **options
    )
    built.build((None, None, weights["kernel"].shape[0]))
    for name, value in weights.items():
        getattr(built.cell, name).assign(value)
    return built


def variables(built):
    """The layer's weights by name, to differentiate with respect to."""
    return {name: getattr(built.cell, name).value for name in ["kernel", "recurrent_kernel", "bias"]}


def random_weights(kind, values, inputs, units):
    gates = GATES[kind]
    return {
        "kernel": values(inputs, gates * units),
        "recurrent_kernel": values(units, gates * units),
        "bias": values(2, gates * units) if kind is keras.layers.GRU else values(gates * units),
    }


def own_form(kind, parts, gradients=False):
    """Kernels and biases of one layer as polystill has them.

    Its LSTM orders the gates i, f, o, c; its GRU has one bias for both products of z and r, and
    `candidate_bias` for the recurrent product of the candidate.
    """
    if kind is keras.layers.LSTM:
        order = [0, 1, 3, 2]
        return {
            name: np.concatenate([np.split(np.asarray(v), 4, axis=-1)[i] for i in order], axis=-1)
            for name, v in parts.items()
        }
    own = {name: np.asarray(value) for name, value in parts.items()}
    bias, recurrent = own["bias"]
    gates = 2 * len(bias) // 3
    own["candidate_bias"] = recurrent[gates:]
    own["bias"] = bias if gradients else bias + np.append(recurrent[:gates], 0 * recurrent[gates:])
    return own


def digits(value):
    """Plain lists of numbers with nine significant digits, those of a float32."""
    if isinstance(value, list):
        return [digits(element) for element in value]
    return float(f"{value:.9g}")


def nested(tensor):
    return digits(np.asarray(tensor).tolist())


def flat(tensor):
    return nested(np.ravel(np.asarray(tensor)))


def uniform(random, scale):
    return lambda *shape: random.uniform(-scale, scale, shape).astype(np.float32)


def direction(kind, random, backward, inputs, mask):
    values = uniform(random, 0.9)
    weights = random_weights(kind, values, INPUTS, UNITS)
    built = layer(kind, weights, backward)
    valid = mask[:, :, np.newaxis]
    upstream = values(*mask.shape, UNITS) * valid
    last_upstream = values(mask.shape[0], UNITS)
    read = tf.Variable(inputs, dtype=tf.float64)
    parts = {"inputs": read, **variables(built)}
    with tf.GradientTape(persistent=True) as tape:
        states, last, *_ = built(read, mask=tf.constant(mask))
        if backward:
            states = tf.reverse(states, axis=[1])
        of_states = tf.reduce_sum(states * upstream)
        of_last = tf.reduce_sum(last * last_upstream)
    return {
        "weights": {name: flat(value) for name, value in own_form(kind, weights).items()},
        "states": nested(states * valid),
        "last": nested(last),
        "statesUpstream": nested(upstream),
        "statesGradients": gradients(kind, tape, of_states, parts),
        "lastUpstream": nested(last_upstream),
        "lastGradients": gradients(kind, tape, of_last, parts),
    }


def gradients(kind, tape, target, parts):
    result = tape.gradient(target, parts)
    inputs = result.pop("inputs")
    result = {"inputs": inputs, **own_form(kind, result, gradients=True)}
    for name, gradient in result.items():
        assert np.max(np.abs(gradient)) > 1e-3, f"{name} has hardly a gradient"
    return {name: flat(gradient) for name, gradient in result.items()}


def fixture(kind, seed):
    random = np.random.default_rng(seed)
    steps = max(LENGTHS)
    mask = np.arange(steps)[np.newaxis] < np.array(LENGTHS)[:, np.newaxis]
    inputs = uniform(random, 1.5)(len(LENGTHS), steps, INPUTS)
    return {
        "units": UNITS,
        "lengths": LENGTHS,
        "inputs": nested(inputs),
        "forward": direction(kind, random, False, inputs, mask),
        "backward": direction(kind, random, True, inputs, mask),
    }


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(RESOURCES / "gru-keras.json", fixture(keras.layers.GRU, 1))
    write(RESOURCES / "lstm-keras.json", fixture(keras.layers.LSTM, 2))
