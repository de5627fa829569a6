"""Writes textrnn-keras.json, gruatt-keras.json and han-keras.json: logits, loss and gradients.

Run with Python TensorFlow and Keras (2.21 and 3 made the stored files):
    python modules/models/src/test/python/architecture_fixture.py
Each text, and in HAN each sentence, is read alone at its true length by Keras's LSTM or GRU, so no
padding is involved; a text without words has zeros for features. The loss is
tf.nn.weighted_cross_entropy_with_logits. Everything is float64.
"""

import pathlib

import keras
import numpy as np
import tensorflow as tf

from recurrent_fixture import (
    flat,
    layer,
    nested,
    own_form,
    random_weights,
    uniform,
    variables,
    write,
)

RESOURCES = pathlib.Path(__file__).parents[1] / "resources/io/github/polystill/models/training"
WORDS, DIMENSIONS = 14, 3
GRU, LSTM = keras.layers.GRU, keras.layers.LSTM


class Network:
    """Random weights under their names, and the layers that read them."""

    def __init__(self, seed, channels):
        self.random = np.random.default_rng(seed)
        self.values = uniform(self.random, 1.2)
        self.layers, self.trained = {}, {}
        self.frozen = self.values(WORDS, DIMENSIONS)
        self.tables = [] if channels == "FINE_TUNED" else [tf.constant(self.frozen, tf.float64)]
        if channels != "FROZEN":
            self.tables.append(self.add("embedding.fine_tuned", WORDS, DIMENSIONS))
        self.inputs = DIMENSIONS * len(self.tables)

    def add(self, name, *shape):
        self.trained[name] = tf.Variable(self.values(*shape), dtype=tf.float64)
        return self.trained[name]

    def add_recurrent(self, name, kind, inputs, units, backward=False):
        built = layer(kind, random_weights(kind, self.values, inputs, units), backward)
        self.layers[name] = built
        self.trained.update({f"{name}.{part}": value for part, value in variables(built).items()})

    def add_bidirectional(self, name, inputs, units):
        self.add_recurrent(f"{name}.forward", GRU, inputs, units)
        self.add_recurrent(f"{name}.backward", GRU, inputs, units, backward=True)

    def add_attention(self, name, inputs, size):
        self.add(f"{name}.weights", inputs, size)
        self.add(f"{name}.bias", size)
        self.add(f"{name}.context", size)

    def add_output(self, inputs, outputs):
        self.add("output.weights", inputs, outputs)
        self.add("output.bias", outputs)
        self.features = inputs

    def own_form(self, values, gradients=False):
        """Values or gradients of all weights as polystill orders them."""
        own = dict(values)
        for name, built in self.layers.items():
            parts = {part: own.pop(f"{name}.{part}") for part in variables(built)}
            own.update(
                {f"{name}.{part}": v for part, v in own_form(type(built), parts, gradients).items()}
            )
        return own

    def embed(self, text):
        return tf.gather(tf.concat(self.tables, axis=1), np.array(text, np.int32))

    def states(self, name, vectors):
        """[T, units], or [T, 2 * units] where both directions were added."""
        if name in self.layers:
            return self.layers[name](vectors[tf.newaxis])[0][0]
        forward = self.layers[f"{name}.forward"](vectors[tf.newaxis])[0][0]
        backward = self.layers[f"{name}.backward"](vectors[tf.newaxis])[0][0]
        return tf.concat([forward, tf.reverse(backward, axis=[0])], axis=1)

    def attend(self, name, states):
        """Yang et al. 2016, equations 5 to 7."""
        hidden = tf.tanh(states @ self.trained[f"{name}.weights"] + self.trained[f"{name}.bias"])
        weights = tf.nn.softmax(tf.linalg.matvec(hidden, self.trained[f"{name}.context"]))
        return tf.linalg.matvec(states, weights, transpose_a=True)

    def logits(self, features):
        rows = [tf.zeros(self.features, tf.float64) if row is None else row for row in features]
        return tf.stack(rows) @ self.trained["output.weights"] + self.trained["output.bias"]


def textrnn(seed, settings, outputs):
    network = Network(seed, settings["channels"])
    network.add_recurrent("recurrent", LSTM, network.inputs, settings["hidden"])
    network.add_output(settings["hidden"], outputs)

    def features(text):
        return network.states("recurrent", network.embed(text))[-1] if text else None

    return network, features


def gruatt(seed, settings, outputs):
    network = Network(seed, settings["channels"])
    width = settings["hidden"] * (2 if settings["bidirectional"] else 1)
    if settings["bidirectional"]:
        network.add_bidirectional("recurrent", network.inputs, settings["hidden"])
    else:
        network.add_recurrent("recurrent", GRU, network.inputs, settings["hidden"])
    network.add_attention("attention", width, width)
    network.add_output(3 * width, outputs)

    def features(text):
        if not text:
            return None
        states = network.states("recurrent", network.embed(text))
        return tf.concat(
            [
                network.attend("attention", states),
                tf.reduce_max(states, axis=0),
                tf.reduce_mean(states, axis=0),
            ],
            axis=0,
        )

    return network, features


def han(seed, settings, outputs):
    network = Network(seed, settings["channels"])
    word, sentence = 2 * settings["wordHidden"], 2 * settings["sentenceHidden"]
    network.add_bidirectional("word", network.inputs, settings["wordHidden"])
    network.add_attention("word_attention", word, settings["wordAttention"])
    network.add_bidirectional("sentence", word, settings["sentenceHidden"])
    network.add_attention("sentence_attention", sentence, settings["sentenceAttention"])
    network.add_output(sentence, outputs)

    def features(text):
        sentences = split(text, settings["wordsPerSentence"])
        if not sentences:
            return None
        vectors = [
            network.attend("word_attention", network.states("word", network.embed(sentence)))
            for sentence in sentences
        ]
        return network.attend(
            "sentence_attention", network.states("sentence", tf.stack(vectors))
        )

    return network, features


def split(text, width):
    """The sentences of a text in the flat layout, without padding; empty ones are no sentences."""
    slots = [text[start : start + width] for start in range(0, len(text), width)]
    sentences = [[token for token in slot if token] for slot in slots]
    return [sentence for sentence in sentences if sentence]


def flat_texts(random):
    return [random.integers(1, WORDS, n).tolist() for n in [6, 0, 1, 2, 11, 4]] + [[4] * 5]


def sentence_texts(random, settings):
    """Flat layout, trailing padding trimmed: full, cut short, of one word, without any, repeated."""
    width = settings["wordsPerSentence"]
    texts = []
    for lengths in [[2, width, 1, width], [], [1], [width], [3, 2], [1, 1, 3]]:
        text = []
        for length in lengths:
            text += random.integers(1, WORDS, length).tolist() + [0] * (width - length)
        while text and text[-1] == 0:
            text.pop()
        texts.append(text)
    return texts + [[5] * (2 * width)]


def case(make, seed, settings, outputs, class_weight, soft, texts=None):
    network, features = make(seed, settings, outputs)
    if texts is None:
        sentences = "wordsPerSentence" in settings
        texts = sentence_texts(network.random, settings) if sentences else flat_texts(network.random)
    targets = network.random.uniform(0, 1, (len(texts), outputs)).astype(np.float32)
    if not soft:
        targets = np.rint(targets)
    with tf.GradientTape() as tape:
        logits = network.logits([features(text) for text in texts])
        loss = tf.reduce_mean(
            tf.nn.weighted_cross_entropy_with_logits(targets.astype(np.float64), logits, class_weight)
        )
    gradients = {
        name: np.asarray(tf.convert_to_tensor(gradient))
        for name, gradient in tape.gradient(loss, network.trained).items()
    }
    for name, gradient in gradients.items():
        assert np.max(np.abs(gradient)) > 1e-3, f"{name} has hardly a gradient"
    return {
        "settings": settings,
        "classWeight": class_weight,
        "texts": texts,
        "targets": nested(targets),
        "vectors": flat(network.frozen),
        "weights": {name: flat(v) for name, v in network.own_form(network.trained).items()},
        "logits": nested(logits),
        "loss": float(loss),
        "gradients": {name: flat(v) for name, v in network.own_form(gradients, True).items()},
    }


def save(name, cases):
    content = {"words": WORDS, "dimensions": DIMENSIONS, "cases": cases}
    write(RESOURCES / f"{name}-keras.json", content)


def han_settings(channels, word, word_attention, sentence, sentence_attention):
    return {
        "channels": channels,
        "wordHidden": word,
        "wordAttention": word_attention,
        "sentenceHidden": sentence,
        "sentenceAttention": sentence_attention,
        "sentences": 5,
        "wordsPerSentence": 4,
    }


if __name__ == "__main__":
    save(
        "textrnn",
        [
            case(textrnn, 1, {"channels": "FROZEN", "hidden": 4}, 1, 0.5, False),
            case(textrnn, 2, {"channels": "FINE_TUNED", "hidden": 5}, 3, 5.0, True),
            case(textrnn, 3, {"channels": "TWO", "hidden": 3}, 2, 1.0, True),
        ],
    )
    save(
        "gruatt",
        [
            case(
                gruatt,
                4 + number,
                {"channels": channels, "hidden": hidden, "bidirectional": both},
                outputs,
                class_weight,
                outputs > 1,
            )
            for number, (channels, hidden, both, outputs, class_weight) in enumerate(
                [
                    ("FROZEN", 4, False, 1, 5.0),
                    ("FINE_TUNED", 3, True, 2, 0.5),
                    ("TWO", 5, False, 3, 1.0),
                    ("FROZEN", 4, True, 1, 3.0),
                ]
            )
        ],
    )
    # An empty sentence between others takes no part: the next one follows on the one before it.
    gap = [
        [1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 0, 0, 6],
        [0, 0, 0, 0, 6, 7, 8, 9, 0, 0, 0, 0, 10, 11, 0, 0, 12, 13],
        [10, 11],
    ]
    save(
        "han",
        [
            case(han, 8, han_settings("FROZEN", 3, 4, 2, 3), 1, 5.0, False),
            case(han, 9, han_settings("FINE_TUNED", 2, 3, 4, 5), 3, 3.0, True),
            case(han, 10, han_settings("TWO", 3, 6, 3, 6), 2, 1.0, True),
            case(han, 11, han_settings("FINE_TUNED", 2, 4, 2, 4), 2, 1.0, True, gap),
        ],
    )
