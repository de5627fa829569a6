"""The Keras side of `polystill bench inference`: the same network with the same weights, asked as a Keras user would.

Writes a line of JSON when the model is there: {"versions": {...}, "probabilities": [[...]]} of the first texts. Then
reads lines {"batch": n, "seconds": s} and answers each with the times of all calls in seconds:

    {"predict_on_batch": [...], "function": [...]}

`function` is a `tf.function` around the model that takes a tensor and whose result is read as an array. Both are called
for as long as asked, in turns of several calls, after calls that are not counted. The data file is that of keras_train.py;
the weights are a JSON object of lists by polystill's names.
"""

import argparse
import json
import os
import sys
import time

import keras_train

FIRST = 8
TURNS = 4


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    keras_train.add_network(parser)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--outputs", type=int, required=True)
    return parser.parse_args()


def set_weights(options, model, weights):
    """Puts polystill's weights into Keras' order of gates and kinds of biases; every one must be used."""
    import numpy as np

    left = dict(weights)

    def take(name, *shape):
        return np.array(left.pop(name), dtype="float32").reshape(shape)

    def dense(layer, name, inputs, units):
        layer.set_weights([take(name + ".weights", inputs, units), take(name + ".bias", units)])

    def attention(name, size, units):
        dense(model.get_layer(name), name, size, units)
        model.get_layer(name + "_context").set_weights([take(name + ".context", units, 1)])

    def gru(name, inputs):
        units = options.hidden
        kernel, recurrent = take(name + ".kernel", inputs, 3 * units), take(name + ".recurrent_kernel", units, 3 * units)
        bias = np.zeros((2, 3 * units), dtype="float32")
        bias[0] = take(name + ".bias", 3 * units)
        bias[1, 2 * units :] = take(name + ".candidate_bias", units)
        return [kernel, recurrent, bias]

    def lstm(name, inputs):
        def ordered(array):  # ours i, f, o, g; theirs i, f, g, o
            i, f, o, g = np.split(array, 4, axis=-1)
            return np.concatenate([i, f, g, o], axis=-1)

        units = options.hidden
        shapes = {".kernel": (inputs, 4 * units), ".recurrent_kernel": (units, 4 * units), ".bias": (4 * units,)}
        return [ordered(take(name + end, *shape)) for end, shape in shapes.items()]

    def both(name, inputs):
        return gru(name + ".forward", inputs) + gru(name + ".backward", inputs)

    dimensions, units = options.dimensions, options.hidden
    if options.architecture == "textrnn":
        model.get_layer("recurrent").set_weights(lstm("recurrent", dimensions))
        size = units
    elif options.architecture == "gru-att":
        size = 2 * units if options.bidirectional else units
        values = both("recurrent", dimensions) if options.bidirectional else gru("recurrent", dimensions)
        model.get_layer("recurrent").set_weights(values)
        attention("attention", size, options.attention)
        size = 3 * size
    elif options.architecture == "han":
        size = 2 * units
        model.get_layer("word").set_weights(both("word", dimensions))
        attention("word_attention", size, options.word_attention)
        model.get_layer("sentence").set_weights(both("sentence", size))
        attention("sentence_attention", size, options.sentence_attention)
    else:
        widths = [int(width) for width in options.widths.split(",")]
        filters = options.filters
        slots = take("convolution.weights", dimensions, sum(widths), filters).transpose(1, 0, 2)
        slot = 0
        for width in widths:
            layer = model.get_layer(f"convolution_{width}")
            layer.set_weights([slots[slot : slot + width], take(f"convolution.bias_{width}", filters)])
            slot += width
        dense(model.get_layer("bottleneck"), "bottleneck", len(widths) * options.chunks * filters, options.bottleneck)
        size = options.bottleneck
    dense(model.get_layer("output"), "output", size, options.outputs)
    if left:
        raise SystemExit("no place for the weights " + ", ".join(left))


def timed(call, arrays, seconds):
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        array = arrays[len(times) % len(arrays)]
        start = time.perf_counter()
        call(array)
        times.append(time.perf_counter() - start)
    return times


def main():
    options = arguments()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ["TF_CPU_ALLOCATOR_USE_BFC"] = "true" if options.bfc else "false"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    ids, _, vectors = keras_train.read(options.data)
    options.dimensions = vectors.shape[1]
    logits = keras_train.network(options, ids.shape[1], vectors, options.outputs, chunks_as_ours=True)
    with open(options.weights) as file:
        set_weights(options, logits, json.load(file))
    model = keras.Model(logits.input, keras.layers.Activation("sigmoid")(logits.output))

    @tf.function(reduce_retracing=True)
    def function(tokens):
        return model(tokens, training=False)

    calls = {"predict_on_batch": model.predict_on_batch, "function": lambda array: function(tf.constant(array)).numpy()}
    versions = {"tensorflow": tf.__version__, "keras": keras.__version__}
    first = model.predict_on_batch(ids[:FIRST]).tolist()
    print(json.dumps({"versions": versions, "probabilities": first}), flush=True)
    warm = set()
    for line in sys.stdin:
        request = json.loads(line)
        batch = request["batch"]
        arrays = [ids[i : i + batch] for i in range(0, len(ids) - batch + 1, batch)]
        for call in calls.values() if batch not in warm else []:
            timed(call, arrays, request["seconds"])
        warm.add(batch)
        times = {name: [] for name in calls}
        for _ in range(TURNS):
            for name, call in calls.items():
                times[name] += timed(call, arrays, request["seconds"] / TURNS)
        print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main()
