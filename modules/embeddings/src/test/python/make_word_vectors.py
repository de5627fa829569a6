"""Writes the word vectors that WordVectorsReaderTests reads, and what numpy reads in them.

Usage: python make_word_vectors.py DIRECTORY    (needs numpy; made with 2.x, seed below)

Each file is laid out as one of the usual programs does it:
  word2vec.bin  binary with a line end after every row      word2vec.txt  text, a blank after every number
  gensim.bin    binary without line ends                    gensim.txt    text, shortest digits, no blank at the end
  fasttext.vec  text, 5 significant digits                  glove.txt     text without a header
expected.tsv has a line per file and word: file, word, the float32 numbers as hexadecimal bits.
"""

import pathlib
import struct
import sys

import numpy as np

WORDS = ["</s>", "頭痛", "的", "0.5", "\U00020000", "a\u00a0b", "\u2028x", "\u3000", '"', "é", "-", "x" * 200]
DIMENSIONS = 7


def main(directory: pathlib.Path) -> None:
    random = np.random.default_rng(20)
    vectors = random.normal(0, 0.3, (len(WORDS), DIMENSIONS)).astype(np.float32)
    vectors[1, 0] = 0.0
    vectors[1, 1] = -1.0
    vectors[1, 2] = 1e-30
    # 0x0a and 0x20 inside numbers: a line end and a blank are no separators there.
    vectors[2, 0] = struct.unpack("<f", b"\x0a\x20\x0a\x3f")[0]
    vectors[3, 0] = struct.unpack("<f", b"\x20\x20\x20\x3e")[0]
    header = f"{len(WORDS)} {DIMENSIONS}\n".encode()
    expected = []

    def binary(name: str, row_end: bytes) -> None:
        with open(directory / name, "wb") as out:
            out.write(header)
            for word, vector in zip(WORDS, vectors):
                out.write(word.encode() + b" " + struct.pack(f"<{DIMENSIONS}f", *vector) + row_end)
                expected.append((name, word, vector))

    def text(name: str, first: bytes, number, row_end: str) -> None:
        with open(directory / name, "wb") as out:
            out.write(first)
            for word, vector in zip(WORDS, vectors):
                numbers = [number(value) for value in vector]
                out.write((word + " " + " ".join(numbers) + row_end).encode())
                expected.append((name, word, [np.float32(n) for n in numbers]))

    binary("word2vec.bin", b"\n")
    binary("gensim.bin", b"")
    text("word2vec.txt", header, lambda v: "%f" % v, " \n")
    text("gensim.txt", header, lambda v: str(v), "\n")
    text("fasttext.vec", header, lambda v: "%.5g" % v, " \n")
    text("glove.txt", b"", lambda v: "%.6f" % v, "\n")

    with open(directory / "expected.tsv", "w", encoding="utf-8", newline="\n") as out:
        for name, word, vector in expected:
            bits = " ".join("%08x" % struct.unpack("<I", struct.pack("<f", value)) for value in vector)
            out.write(f"{name}\t{word}\t{bits}\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
