"""The Keras side of `polystill bench inference`: the same network with the same weights, asked as a Keras user would.

Writes a line of JSON when the model is there: {"versions": {...}, "probabilities": [[...]]} of the first texts. Then
reads lines {"batch": n, "seconds": s} and answers each with the times of all calls in seconds:

    {"predict_on_batch": [...], "function": [...]}

`function` is a `tf.function` around the model that takes a tensor and whose result is read as an array. Both are called
for as long as asked, in turns of several calls, after calls that are not counted. Where onnx and onnxruntime are
installed, `onnxruntime` is a third way for TextCNN and GRU-Att: the same weights in a graph written here, whose answers
must agree with Keras' to 1e-5 before anything is timed. The data file is that of keras_train.py; the weights are a JSON
object of lists by polystill's names.
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


def onnx_model(options, model, vectors, length):
    """The network in operators of ONNX, as its converters write them."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    nodes, constants = [], []

    def node(operator, *inputs, outputs=1, **attributes):
        names = [f"{operator}_{len(nodes)}_{i}" for i in range(outputs)]
        nodes.append(helper.make_node(operator, list(inputs), names, **attributes))
        return names[0]

    def constant(array):
        constants.append(numpy_helper.from_array(np.ascontiguousarray(array), f"constant_{len(constants)}"))
        return constants[-1].name

    def whole(*numbers):
        return constant(np.array(numbers, dtype="int64"))

    def weights(name):
        return model.get_layer(name).get_weights()

    def dense(value, name):
        kernel, bias = weights(name)
        return node("Gemm", value, constant(kernel), constant(bias))

    def gru_att(texts):
        present = node("Cast", node("Not", node("Equal", "tokens", constant(np.int32(0)))), to=TensorProto.FLOAT)
        count = node("ReduceSum", present, whole(1), keepdims=1)
        absent = node("Mul", node("Sub", constant(np.float32(1)), present), constant(np.float32(-1e9)))
        absent = node("Unsqueeze", absent, whole(2))
        lengths = node("Cast", node("Squeeze", count, whole(1)), to=TensorProto.INT32)
        arrays = weights("recurrent")
        directions = [arrays[i : i + 3] for i in range(0, len(arrays), 3)]
        states = node(
            "GRU",
            node("Transpose", texts, perm=[1, 0, 2]),
            constant(np.stack([kernel.T for kernel, _, _ in directions])),
            constant(np.stack([recurrent.T for _, recurrent, _ in directions])),
            constant(np.stack([bias.reshape(-1) for _, _, bias in directions])),
            lengths,
            hidden_size=options.hidden,
            linear_before_reset=1,
            direction="bidirectional" if len(directions) == 2 else "forward",
        )
        states = node("Transpose", states, perm=[2, 0, 1, 3])
        states = node("Reshape", states, whole(0, 0, len(directions) * options.hidden))
        kernel, bias = weights("attention")
        hidden = node("Tanh", node("Add", node("MatMul", states, constant(kernel)), constant(bias)))
        scores = node("MatMul", hidden, constant(weights("attention_context")[0]))
        shares = node("Softmax", node("Add", scores, absent), axis=1)
        attended = node("ReduceSum", node("Mul", shares, states), whole(1), keepdims=0)
        highest = node("ReduceMax", node("Add", states, absent), axes=[1], keepdims=0)
        mean = node("Div", node("ReduceSum", states, whole(1), keepdims=0), count)  # states of padding are 0
        return node("Concat", attended, highest, mean, axis=1)

    def textcnn(texts):
        texts = node("Transpose", texts, perm=[0, 2, 1])
        pooled = []
        for width in [int(width) for width in options.widths.split(",")]:
            kernel, bias = weights(f"convolution_{width}")
            features = node("Conv", texts, constant(kernel.transpose(2, 1, 0)), constant(bias))
            windows, chunks = length - width + 1, options.chunks
            for c in range(chunks):
                begin, end = c * windows // chunks, -(-(c + 1) * windows // chunks)
                chunk = features if chunks == 1 else node("Slice", features, whole(begin), whole(end), whole(2))
                pooled.append(node("ReduceMax", chunk, axes=[2], keepdims=0))
        return node("Relu", dense(node("Relu", node("Concat", *pooled, axis=1)), "bottleneck"))

    bodies = {"gru-att": gru_att, "textcnn": textcnn}
    texts = node("Gather", constant(vectors), "tokens")
    output = node("Sigmoid", dense(bodies[options.architecture](texts), "output"))
    graph = helper.make_graph(
        nodes,
        "polystill",
        [helper.make_tensor_value_info("tokens", TensorProto.INT32, ["batch", length])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", options.outputs])],
        constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def onnx_session(options, model, vectors, length):
    """A session of ONNX Runtime with all of its optimisations, or None where it is not measured."""
    if options.architecture not in ("gru-att", "textcnn"):
        return None
    try:
        import onnx  # noqa: F401
        import onnxruntime
    except ImportError:
        return None
    session = onnxruntime.SessionOptions()
    session.intra_op_num_threads = options.threads
    session.inter_op_num_threads = 1
    session.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    graph = onnx_model(options, model, vectors, length).SerializeToString()
    return onnxruntime.InferenceSession(graph, session, providers=["CPUExecutionProvider"])


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
    first = model.predict_on_batch(ids[:FIRST])
    session = onnx_session(options, model, vectors, ids.shape[1])
    if session:
        import onnxruntime

        versions["onnxruntime"] = onnxruntime.__version__
        calls["onnxruntime"] = lambda array: session.run(None, {"tokens": array})[0]
        difference = float(abs(calls["onnxruntime"](ids[:FIRST]) - first).max())
        if not difference <= 1e-5:
            raise SystemExit(f"ONNX Runtime's probabilities differ from Keras' by {difference}")
    print(json.dumps({"versions": versions, "probabilities": first.tolist()}), flush=True)
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
