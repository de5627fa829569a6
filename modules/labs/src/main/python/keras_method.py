"""The Keras side of `polystill bench method`: the whole method as a Keras user would write it, in a pool of processes.

Reads texts as ids, word vectors and a split, all made by our side, and trains an expert for each label and class weight by
eq. (1), a standalone student on the labels and a distilled one on the best experts' probabilities, each with early stopping
and restored weights. A process keeps one model for each number of outputs and gives it new weights for every trial, so that
TensorFlow traces it once. Prints one JSON object, times in seconds since 1970:

    {"versions": {...}, "cpu": seconds, "tasks": [{"stage": ..., "begin": ..., "end": ..., "cpu": ..., "epochs": ...}, ...],
     "models": {"teacher": {"macroF1": ..., "microF1": ...}, ...}}

The data file is that of keras_train.py, padded to the greatest length; --method names a JSON file:

    {"train": [row, ...], "validation": [...], "test": [...], "classWeights": [...], "batchSize": 32, "learningRate": 0.001,
     "epochs": 12, "patience": 4, "studentEpochs": 60, "studentPatience": 12, "seed": 1}
"""

import argparse
import json
import multiprocessing
import os
import resource
import time

import keras_train

TRAINER = None
PREDICTED_AT_ONCE = 128


def f1(truth, predicted):
    """F1 of each label, and of all together."""
    hits = (truth & predicted).sum(0)
    both = truth.sum(0) + predicted.sum(0)
    return [2 * h / b if b else 0.0 for h, b in zip(hits, both)], 2 * hits.sum() / max(1, both.sum())


class Model:
    """A network that is compiled once and trained again and again."""

    def __init__(self, trainer, outputs):
        import keras
        import tensorflow as tf

        self.trainer, self.outputs = trainer, outputs
        self.network = self.new_network()
        self.optimizer = keras.optimizers.Adam(trainer.method["learningRate"])
        self.optimizer.build(self.network.trainable_variables)

        @tf.function  # traced for whole batches and for the last: faster than for any size
        def step(texts, targets, weight):
            with tf.GradientTape() as tape:
                logits = self.network(texts, training=True)
                loss = tf.reduce_mean(tf.nn.weighted_cross_entropy_with_logits(targets, logits, weight))
            variables = self.network.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))

        @tf.function(input_signature=[tf.TensorSpec((None, trainer.length), "int32")])
        def predict(texts):
            return tf.sigmoid(self.network(texts, training=False))

        self.step, self.predict = step, predict

    def new_network(self):
        return keras_train.network(self.trainer.options, self.trainer.length, self.trainer.vectors, self.outputs)

    def start_anew(self, seed):
        import keras

        keras.utils.set_random_seed(seed)
        self.network.set_weights(self.new_network().get_weights())
        for variable in self.optimizer.variables:
            if variable is not self.optimizer.learning_rate:
                variable.assign(variable * 0)

    def probabilities(self, rows):
        import numpy as np

        texts = self.trainer.ids[rows]
        return np.concatenate(
            [self.predict(texts[i : i + PREDICTED_AT_ONCE]).numpy() for i in range(0, len(rows), PREDICTED_AT_ONCE)]
        )

    def train(self, targets, truth, weight, epochs, patience, seed):
        """Trains on the training part and keeps the weights of the best epoch on the validation part."""
        import numpy as np
        import tensorflow as tf

        method, ids = self.trainer.method, self.trainer.ids
        self.start_anew(seed)
        texts = ids[method["train"]]
        data = tf.data.Dataset.from_tensor_slices((texts, targets.astype("float32")))
        data = data.shuffle(len(texts), seed=seed).batch(method["batchSize"]).prefetch(2)
        weight = tf.constant(weight, "float32")
        best, weights, waited, epoch = (-1.0, 0.0), None, 0, 0
        while epoch < epochs and waited < patience:
            for batch, its_targets in data:
                self.step(batch, its_targets, weight)
            answers = self.probabilities(method["validation"])
            right = np.clip(np.where(truth, answers, 1 - answers), 1e-7, 1)
            # The loss decides which of two equal figures is kept, not when training ends.
            score = float(np.mean(f1(truth, answers > 0.5)[0])), float(np.mean(np.log(right)))
            epoch, waited = epoch + 1, 0 if score[0] > best[0] else waited + 1
            if score > best:
                best, weights = score, self.network.get_weights()
        self.network.set_weights(weights)
        return best, weights, epoch


class Trainer:
    """What a process of the pool has."""

    def __init__(self, options):
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
        os.environ["TF_CPU_ALLOCATOR_USE_BFC"] = "true" if options.bfc else "false"
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(options.threads)
        tf.config.threading.set_inter_op_parallelism_threads(options.threads)
        self.options = options
        self.method = read_method(options)
        self.ids, targets, self.vectors = keras_train.read(options.data)
        self.truth = targets > 0.5
        # Nearly every batch of 32 has a text of the greatest length, and a graph of one length is faster than one of any.
        self.length = self.ids.shape[1]
        self.models = {}

    def model(self, outputs):
        if outputs not in self.models:
            self.models[outputs] = Model(self, outputs)
        return self.models[outputs]


def start(options):
    global TRAINER
    TRAINER = Trainer(options)


def versions_of():
    import keras
    import tensorflow as tf

    return {"tensorflow": tf.__version__, "keras": keras.__version__}


def read_method(options):
    with open(options.method, encoding="utf-8") as file:
        return json.load(file)


def timed(stage, work):
    begin, cpu = time.time(), time.process_time()
    epochs, result = work()
    task = {"stage": stage, "begin": begin, "end": time.time(), "cpu": time.process_time() - cpu, "epochs": epochs}
    return task, result


def expert(label, weight, seed):
    def work():
        method, truth = TRAINER.method, TRAINER.truth[:, label : label + 1]
        score, weights, epochs = TRAINER.model(1).train(
            truth[method["train"]], truth[method["validation"]], weight, method["epochs"], method["patience"], seed
        )
        return epochs, (*score, -abs(weight - 1), weights)

    return timed("teacher", work)


def respond(weights):
    """One expert's probabilities for the training and the test part."""

    def work():
        model = TRAINER.model(1)
        model.network.set_weights(weights)
        return 0, [model.probabilities(TRAINER.method[part])[:, 0] for part in ("train", "test")]

    return timed("responses", work)


def student(stage, targets, seed):
    def work():
        method, truth = TRAINER.method, TRAINER.truth
        model = TRAINER.model(truth.shape[1])
        learnt = truth[method["train"]] if targets is None else targets
        epochs = model.train(
            learnt, truth[method["validation"]], 1.0, method["studentEpochs"], method["studentPatience"], seed
        )[2]
        return epochs, model.probabilities(method["test"])

    return timed(stage, work)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    keras_train.add_network(parser)
    parser.add_argument("--method", required=True)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    import numpy as np

    method = read_method(options)
    truth = keras_train.read(options.data)[1] > 0.5
    labels, weights, seed = truth.shape[1], method["classWeights"], method["seed"]
    context = multiprocessing.get_context("spawn")
    with context.Pool(options.processes, start, (options,)) as pool:
        experts = [
            [pool.apply_async(expert, (label, w, seed + label * len(weights) + i)) for i, w in enumerate(weights)]
            for label in range(labels)
        ]
        standalone = pool.apply_async(student, ("standalone", None, seed))
        found = [[one.get() for one in of_label] for of_label in experts]
        best = [max((result for _, result in of_label), key=lambda it: it[:3])[3] for of_label in found]
        responses = pool.map(respond, best, chunksize=1)
        of_train, of_test = (np.stack([result[part] for _, result in responses], 1) for part in (0, 1))
        distilled = pool.apply_async(student, ("distilled", of_train, seed)).get()
        standalone = standalone.get()
        versions = pool.apply(versions_of)
        pool.close()
        pool.join()
    models = {}
    for name, answers in [("teacher", of_test), ("standalone", standalone[1]), ("distilled", distilled[1])]:
        of_labels, micro = f1(truth[method["test"]], answers > 0.5)
        models[name] = {"macroF1": float(np.mean(of_labels)), "microF1": float(micro)}
    tasks = [task for of_label in found for task, _ in of_label] + [task for task, _ in responses]
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(
        json.dumps(
            {
                "versions": versions,
                "cpu": sum(it.ru_utime + it.ru_stime for it in used),
                "tasks": tasks + [standalone[0], distilled[0]],
                "models": models,
            }
        )
    )


if __name__ == "__main__":
    main()
