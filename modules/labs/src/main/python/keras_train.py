"""The Keras side of `polystill bench train`: the same networks on the same data, trained as a Keras user would.

Every process trains its trials one after another, each with a model of its own. A callback times the steps, because
`fit` sometimes stalls after its last one. Prints one JSON object:

    {"versions": {...}, "jit": bool,
     "processes": [[{"setup": seconds, "steps": [seconds, ...], "cpu": seconds}, ...], ...]}

`setup` is the time from nothing to the end of the first step (building, compiling, tracing); `steps` are the others,
from the end of one to the end of the next. `cpu` is the CPU time of one of those steps, which other jobs on the machine
change little.

The data file is little-endian: int32 magic, documents, length, words, dimensions, labels; int32 ids
[documents, length], padded with 0 behind the last token; float32 targets [documents, labels]; float32 vectors
[words, dimensions]. For HAN the words of sentence s are at s * W .. s * W + W - 1.
"""

import argparse
import json
import multiprocessing
import os
import time

MAGIC = 0x504C5354


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_network(parser)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--jit", default="auto", choices=["auto", "true", "false"])
    parser.add_argument("--bf16", action="store_true", help="Keras' policy mixed_bfloat16")
    parser.add_argument("--trials", type=int, default=1, help="models that each process trains")
    parser.add_argument("--steps", type=int, default=8, help="steps of each trial, the first included")
    parser.add_argument("--batch", type=int, default=32)
    return parser.parse_args()


def add_network(parser):
    parser.add_argument("--data", required=True)
    parser.add_argument("--architecture", required=True, choices=["textrnn", "gru-att", "han", "textcnn"])
    parser.add_argument("--channels", default="frozen", choices=["frozen", "two"])
    parser.add_argument("--threads", type=int, default=1, help="TensorFlow's intra-op and inter-op threads of a process")
    parser.add_argument("--unroll", action="store_true", help="unroll the recurrent layers")
    parser.add_argument("--bfc", action="store_true", help="TensorFlow's other CPU allocator, which our side uses")
    parser.add_argument("--hidden", type=int, default=128, help="units of a recurrent layer, per direction")
    parser.add_argument("--attention", type=int, default=128, help="units of GRU-Att's attention")
    parser.add_argument("--word-attention", type=int, default=256)
    parser.add_argument("--sentence-attention", type=int, default=256)
    parser.add_argument("--bidirectional", action="store_true", help="GRU-Att in both directions")
    parser.add_argument("--sentences", type=int, default=15)
    parser.add_argument("--words-per-sentence", type=int, default=20)
    parser.add_argument("--widths", default="2,4,8", help="of TextCNN's filters")
    parser.add_argument("--filters", type=int, default=128)
    parser.add_argument("--chunks", type=int, default=8)
    parser.add_argument("--bottleneck", type=int, default=512)
    parser.add_argument("--dropout", type=float, default=0.5)


def read(path):
    import numpy as np

    with open(path, "rb") as file:
        magic, documents, length, words, dimensions, labels = np.fromfile(file, "<i4", 6)
        if magic != MAGIC:
            raise SystemExit(f"{path} is no data file of this benchmark")
        ids = np.fromfile(file, "<i4", documents * length).reshape(documents, length)
        targets = np.fromfile(file, "<f4", documents * labels).reshape(documents, labels)
        vectors = np.fromfile(file, "<f4", words * dimensions).reshape(words, dimensions)
    return ids, targets, vectors


def network(options, length, vectors, outputs=1, chunks_as_ours=False):
    """The network; layers with weights have names, as keras_infer.py wants them.

    Our chunks of pooled windows overlap where they do not divide the windows evenly; `chunks_as_ours` makes the same.
    """
    import keras
    from keras import layers, ops

    def embedded(tokens):
        words, dimensions = vectors.shape
        tables = []
        for trainable in [False] if options.channels == "frozen" else [False, True]:
            # TextCNN's convolution takes no mask; the recurrent layers get it from here.
            table = layers.Embedding(words, dimensions, mask_zero=options.architecture != "textcnn", trainable=trainable)
            table.build()
            table.set_weights([vectors])
            tables.append(table(tokens))
        return tables[0] if len(tables) == 1 else layers.Concatenate()(tables)

    def attention(states, mask, units, name):
        hidden = layers.Dense(units, activation="tanh", name=name)(states)
        scores = layers.Dense(1, use_bias=False, name=name + "_context")(hidden)
        scores = scores + (1.0 - ops.expand_dims(ops.cast(mask, "float32"), 2)) * -1e9
        return ops.sum(ops.softmax(scores, axis=1) * states, axis=1)

    def gru(name):
        return layers.GRU(options.hidden, return_sequences=True, unroll=options.unroll, name=name)

    def textrnn(tokens):
        states = layers.LSTM(options.hidden, unroll=options.unroll, name="recurrent")(embedded(tokens))
        return layers.Dropout(options.dropout)(states)

    def gru_att(tokens):
        mask = ops.not_equal(tokens, 0)
        layer = layers.Bidirectional(gru("gru"), name="recurrent") if options.bidirectional else gru("recurrent")
        states = layer(embedded(tokens))
        present = ops.expand_dims(ops.cast(mask, "float32"), 2)
        highest = ops.max(states + (1.0 - present) * -1e9, axis=1)
        mean = layers.GlobalAveragePooling1D()(states, mask=mask)
        pooled = layers.Concatenate()([attention(states, mask, options.attention, "attention"), highest, mean])
        return layers.Dropout(options.dropout)(pooled)

    def han(tokens):
        sentences, words = options.sentences, options.words_per_sentence
        # All sentences of the batch side by side: faster than TimeDistributed.
        tokens = ops.reshape(tokens, (-1, words))
        mask = ops.not_equal(tokens, 0)
        states = layers.Bidirectional(gru("word_gru"), name="word")(embedded(tokens))
        vectors_of_sentences = attention(states, mask, options.word_attention, "word_attention")
        vectors_of_sentences = ops.reshape(vectors_of_sentences, (-1, sentences, 2 * options.hidden))
        mask = ops.reshape(ops.any(mask, axis=1), (-1, sentences))
        states = layers.Bidirectional(gru("sentence_gru"), name="sentence")(vectors_of_sentences, mask=mask)
        vector = attention(states, mask, options.sentence_attention, "sentence_attention")
        return layers.Dropout(options.dropout)(vector)

    def maxima(features, windows):
        chunks = options.chunks
        if not chunks_as_ours:
            return layers.MaxPooling1D(-(-windows // chunks), padding="same")(features)
        bounds = [(c * windows // chunks, -(-(c + 1) * windows // chunks)) for c in range(chunks)]
        return ops.stack([ops.max(features[:, begin:end], axis=1) for begin, end in bounds], axis=1)

    def textcnn(tokens):
        texts = embedded(tokens)
        pooled = []
        for width in [int(width) for width in options.widths.split(",")]:
            features = layers.Conv1D(options.filters, width, name=f"convolution_{width}")(texts)
            # ReLU after the maximum is the same and cheaper.
            features = layers.ReLU()(maxima(features, length - width + 1))
            pooled.append(layers.Flatten()(features))
        hidden = layers.Dense(options.bottleneck, activation="relu", name="bottleneck")(layers.Concatenate()(pooled))
        return layers.Dropout(options.dropout)(hidden)

    bodies = {"textrnn": textrnn, "gru-att": gru_att, "han": han, "textcnn": textcnn}
    tokens = layers.Input((length,), dtype="int32")
    return keras.Model(tokens, layers.Dense(outputs, name="output")(bodies[options.architecture](tokens)))


def train(options, process, barrier, results):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ["TF_CPU_ALLOCATOR_USE_BFC"] = "true" if options.bfc else "false"
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    ids, targets, vectors = read(options.data)

    class Clock(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.ends = []
            self.cpu = []

        def on_train_batch_end(self, batch, logs=None):
            self.ends.append(time.perf_counter())
            self.cpu.append(time.process_time())

    trials = []
    weights = [0.05, 0.1, 0.5, 1.0, 2.0, 3.0, 5.0]
    needed = options.batch * options.steps
    rows = [i % len(ids) for i in range(needed)]
    jit = {"auto": "auto", "true": True, "false": False}[options.jit]
    barrier.wait()
    for trial in range(options.trials):
        start = time.perf_counter()
        keras.backend.clear_session()
        keras.utils.set_random_seed(1 + trial)
        keras.mixed_precision.set_dtype_policy("mixed_bfloat16" if options.bf16 else "float32")
        weight = weights[trial % len(weights)]

        def loss(truth, logits, weight=weight):
            truth, logits = tf.cast(truth, tf.float32), tf.cast(logits, tf.float32)
            return tf.reduce_mean(tf.nn.weighted_cross_entropy_with_logits(truth, logits, weight))

        model = network(options, ids.shape[1], vectors)
        model.compile(keras.optimizers.Adam(1e-3), loss, jit_compile=jit)
        clock = Clock()
        label = (trial + process) % targets.shape[1]
        model.fit(ids[rows], targets[rows][:, label : label + 1], batch_size=options.batch, verbose=0, callbacks=[clock])
        ends = clock.ends
        steps = [after - before for before, after in zip(ends, ends[1:])]
        cpu = (clock.cpu[-1] - clock.cpu[0]) / len(steps)
        trials.append({"setup": ends[0] - start, "steps": steps, "cpu": cpu})
    versions = {"tensorflow": tf.__version__, "keras": keras.__version__}
    results.put((process, {"trials": trials, "versions": versions, "jit": bool(model.jit_compile)}))
    # No process may have the machine to itself while another one is still being timed.
    barrier.wait()


def main():
    options = arguments()
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(options.processes)
    results = context.Queue()
    workers = [
        context.Process(target=train, args=(options, i, barrier, results)) for i in range(options.processes)
    ]
    for worker in workers:
        worker.start()
    done = {}
    while len(done) < len(workers):
        try:
            process, result = results.get(timeout=1)
            done[process] = result
        except Exception:
            if any(worker.exitcode not in (None, 0) for worker in workers):
                for worker in workers:
                    worker.terminate()
                raise SystemExit("a Keras process failed; its error is above")
    for worker in workers:
        worker.join()
    first = done[0]
    print(
        json.dumps(
            {
                "versions": first["versions"],
                "jit": first["jit"],
                "processes": [done[i]["trials"] for i in range(len(workers))],
            }
        )
    )


if __name__ == "__main__":
    main()
