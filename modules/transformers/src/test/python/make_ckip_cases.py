#!/usr/bin/env python3
"""Writes two small random word segmenters in the form of CKIP's, and how they cut a thousand odd texts.

    python3 make_ckip_cases.py ../resources/io/github/polystill/transformers

Needs numpy and onnx. The models are ONNX graphs; the words are of an implementation of its own, in double
precision and one text at a time, that shares nothing with them but the weights. It follows ckip-transformers
0.3.4 (ckip_transformers/nlp/util.py and driver.py). A text in which a logit is too near a tie for single
precision is left out.
"""
import json
import math
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH, INNER, FACTOR, POSITIONS = 2, 4, 32, 64, 16, 512
DELIMITERS = "，,。：:；;！!？?"
EPSILON = 1e-12
KNOWN = "的一是不在人有我他這中大來上國病患者血壓高痛發燒咳嗽醫生檢查服藥天兩次請問為什麼頭，,。：:；;！!？?「」、0123456789abcdefghij𠮷😀"
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *KNOWN]


def weights(random, factor, layers):
    """factor: width of the embeddings, projected to WIDTH where it is another; layers: with weights of their own."""
    def matrix(*shape, scale=0.25):
        return (random.standard_normal(shape) * scale).astype(np.float32)

    def norm(name, size):
        return {name + ".weight": 1 + matrix(size, scale=0.1), name + ".bias": matrix(size, scale=0.1)}

    w = {"words": matrix(len(VOCABULARY), factor, scale=1), "positions": matrix(POSITIONS, factor), "types": matrix(2, factor)}
    w |= norm("embeddings", factor)
    if factor != WIDTH:
        w |= {"projection.weight": matrix(factor, WIDTH), "projection.bias": matrix(WIDTH)}
    for layer in range(layers):
        for name, rows, columns in [("query", WIDTH, WIDTH), ("key", WIDTH, WIDTH), ("value", WIDTH, WIDTH),
                                    ("attended", WIDTH, WIDTH), ("inner", WIDTH, INNER), ("outer", INNER, WIDTH)]:
            w |= {f"{layer}.{name}.weight": matrix(rows, columns), f"{layer}.{name}.bias": matrix(columns)}
        w |= norm(f"{layer}.norm1", WIDTH) | norm(f"{layer}.norm2", WIDTH)
    return w | {"head.weight": matrix(WIDTH, 2, scale=1), "head.bias": matrix(2)}


# ---- the network in numpy

def layer_norm(x, w, name):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * w[name + ".weight"] + w[name + ".bias"]


def gelu(x, exact):
    if exact:
        return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def logits(ids, w, albert):
    linear = lambda x, name: x @ w[name + ".weight"] + w[name + ".bias"]
    x = layer_norm(w["words"][ids] + w["positions"][: len(ids)] + w["types"][0], w, "embeddings")
    if albert:
        x = linear(x, "projection")
    for layer in [0, 0] if albert else [0, 1]:
        heads = lambda name: linear(x, f"{layer}.{name}").reshape(len(ids), HEADS, -1).transpose(1, 0, 2)
        scores = heads("query") @ heads("key").transpose(0, 2, 1) / math.sqrt(WIDTH / HEADS)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ heads("value")
        x = layer_norm(x + linear(mixed.transpose(1, 0, 2).reshape(len(ids), WIDTH), f"{layer}.attended"), w, f"{layer}.norm1")
        x = layer_norm(x + linear(gelu(linear(x, f"{layer}.inner"), not albert), f"{layer}.outer"), w, f"{layer}.norm2")
    return linear(x, "head")


def pieces(text, delimiters):
    piece = ""
    for character in text:
        piece += character
        if len(piece) == POSITIONS - 2 or (delimiters and character in DELIMITERS):
            yield piece
            piece = ""
    if piece:
        yield piece


def segment(text, w, albert, delimiters):
    """The lengths of the words in code points, and the least distance of a logit from the other."""
    lengths, margin = [], math.inf
    for piece in pieces(text, delimiters):
        ids = [VOCABULARY.index(c) if c in VOCABULARY else 1 for c in piece]
        scores = logits([2, *ids, 3], w, albert)[1:-1]
        margin = min(margin, np.abs(scores[:, 0] - scores[:, 1]).min())
        for b, i in scores:
            if b > i or not lengths:
                lengths.append(1)
            else:
                lengths[-1] += 1
    return lengths, margin


# ---- the network as an ONNX graph

def graph(w, albert):
    nodes, constants = [], {}

    def op(kind, *inputs, **attributes):
        nodes.append(helper.make_node(kind, list(inputs), [f"t{len(nodes)}"], **attributes))
        return nodes[-1].output[0]

    def constant(value, dtype=np.float32):
        name = f"c{len(constants)}"
        constants[name] = np.array(value, dtype)
        return name

    linear = lambda x, name: op("Add", op("MatMul", x, name + ".weight"), name + ".bias")
    norm = lambda x, name: op("LayerNormalization", x, name + ".weight", name + ".bias", epsilon=EPSILON)
    length = op("Gather", op("Shape", "input_ids"), constant([1], np.int64))
    positions = op("Slice", "positions", constant([0], np.int64), length)
    x = op("Add", op("Gather", "words", "input_ids"), op("Gather", "types", "token_type_ids"))
    x = norm(op("Add", x, positions), "embeddings")
    if albert:
        x = linear(x, "projection")
    mask = op("Sub", constant(1), op("Cast", op("Unsqueeze", "attention_mask", constant([1, 2], np.int64)), to=TensorProto.FLOAT))
    mask = op("Mul", mask, constant(-3.4e38))
    for layer in [0, 0] if albert else [0, 1]:
        def heads(name, order):
            split = op("Reshape", linear(x, f"{layer}.{name}"), constant([0, 0, HEADS, WIDTH // HEADS], np.int64))
            return op("Transpose", split, perm=order)
        scores = op("MatMul", heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1]))
        scores = op("Add", op("Div", scores, constant(math.sqrt(WIDTH / HEADS))), mask)
        mixed = op("MatMul", op("Softmax", scores, axis=-1), heads("value", [0, 2, 1, 3]))
        mixed = op("Reshape", op("Transpose", mixed, perm=[0, 2, 1, 3]), constant([0, 0, WIDTH], np.int64))
        x = norm(op("Add", x, linear(mixed, f"{layer}.attended")), f"{layer}.norm1")
        inner = linear(x, f"{layer}.inner")
        if albert:
            cube = op("Mul", op("Pow", inner, constant(3)), constant(0.044715))
            curve = op("Tanh", op("Mul", op("Add", inner, cube), constant(math.sqrt(2 / math.pi))))
        else:
            curve = op("Erf", op("Div", inner, constant(math.sqrt(2))))
        inner = op("Mul", op("Mul", inner, constant(0.5)), op("Add", curve, constant(1)))
        x = norm(op("Add", x, linear(inner, f"{layer}.outer")), f"{layer}.norm2")
    nodes.append(helper.make_node("Add", [op("MatMul", x, "head.weight"), "head.bias"], ["logits"]))
    axes = ["batch_size", "sequence_length"]
    model = helper.make_model(
        helper.make_graph(
            nodes, "segmenter",
            [helper.make_tensor_value_info(name, TensorProto.INT64, axes)
             for name in ["input_ids", "attention_mask", "token_type_ids"]],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*axes, 2])],
            [numpy_helper.from_array(value, name) for name, value in (w | constants).items()]),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def texts(random):
    odd = ["", " ", "中", "，", "\n", "\t \r\n", "A", "😀", "😀😀中", "𠮷中", "中文字耶，啊哈哈哈。", "BP 120/80 mmHg，頭痛。", "[CLS]", "[UNK]中",
           "ＡＢＣ，１２３", "中\u0301文\u200b字", "的" * 509, "的" * 510, "的" * 511, "一" * 1021, "😀" * 511, "，" * 30,
           "我" * 509 + "，" + "他" * 5, "我" * 510 + "，" + "他" * 5, "a" * 510 + "。" * 2]
    yield from odd
    alphabet = KNOWN + "甲乙丙丁XYZ　 \n\t😷🧬𡃁é"
    while True:
        length = int(random.choice([random.integers(1, 12), random.integers(12, 60), random.integers(500, 1100)], p=[0.6, 0.39, 0.01]))
        yield "".join(random.choice(list(alphabet), length))


def main(directory):
    random = np.random.default_rng(20)
    networks = {"bert": (weights(random, WIDTH, 2), False), "albert": (weights(random, FACTOR, 1), True)}
    for name, (w, albert) in networks.items():
        # As many beginnings of words as not: a random network would have nearly all or nearly none.
        ids = [2, *random.integers(5, len(VOCABULARY), 500), 3]
        w["head.bias"] = -np.median(logits(ids, w, albert), axis=0).astype(np.float32)
        place = directory / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "model.onnx").write_bytes(graph(w, albert).SerializeToString())
        (place / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
        (place / "config.json").write_text(
            json.dumps({"model_type": name, "id2label": {"0": "B", "1": "I"}, "vocab_size": len(VOCABULARY)}, indent=2) + "\n")
    cases = []
    for text in texts(random):
        case = {"text": text}
        for name, (w, albert) in networks.items():
            for delimiters in [False, True]:
                lengths, margin = segment(text, w, albert, delimiters)
                if margin < 1e-3:
                    break
                case[name + (" delimiters" if delimiters else "")] = lengths
        if len(case) == 5:
            cases.append(json.dumps(case, ensure_ascii=False, separators=(",", ":")))
        if len(cases) == 1000:
            break
    (directory / "ckip-cases.jsonl").write_text("\n".join(cases) + "\n", encoding="utf-8")


main(pathlib.Path(sys.argv[1]))
