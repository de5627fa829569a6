"""Writes the vectors and pairs that WordSearchTests reads, and what NumPy and SciPy compute from them.

Usage: python make_similarities.py DIRECTORY    (needs numpy and scipy; made with 2.4 and 1.17, seed below)

similarity.bin  60 words of 11 dimensions, the last a zero vector
pairs.tsv       40 pairs with scores that tie often; 6 of them have a word without a vector
similarity.tsv  neighbor/analogy: kind, words looked for, word found, cosine, best first; spearman: covered, value
"""

import pathlib
import struct
import sys

import numpy as np
import scipy.stats

WORDS, DIMENSIONS = 60, 11


def main(directory: pathlib.Path) -> None:
    random = np.random.default_rng(4)
    vectors = random.normal(0, 1, (WORDS, DIMENSIONS)).astype(np.float32)
    vectors[:, 0] += 1
    vectors[-1] = 0
    words = [f"詞{i}" for i in range(WORDS)]
    with open(directory / "similarity.bin", "wb") as out:
        out.write(f"{WORDS} {DIMENSIONS}\n".encode())
        for word, vector in zip(words, vectors):
            out.write(word.encode() + b" " + struct.pack(f"<{DIMENSIONS}f", *vector) + b"\n")
    norms = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    unit = vectors / np.where(norms > 0, norms, 1)
    lines = []

    def nearest(kind: str, name: str, direction, excluded) -> None:
        cosines = unit @ (direction / np.linalg.norm(direction))
        cosines[list(excluded)] = -2
        for i in np.argsort(-cosines, kind="stable")[:10]:
            lines.append(f"{kind}\t{name}\t{words[i]}\t{cosines[i]:.17g}\n")

    for i in (0, 17, 58):
        nearest("neighbor", words[i], unit[i], {i})
    for a, b, c in ((0, 1, 2), (33, 5, 12)):
        nearest("analogy", f"{words[a]} {words[b]} {words[c]}", unit[b] - unit[a] + unit[c], {a, b, c})

    with open(directory / "pairs.tsv", "w", encoding="utf-8", newline="\n") as out:
        out.write("# word, word, score\n")
        cosines, scores = [], []
        for k in range(40):
            i, j = (int(x) for x in random.choice(WORDS - 1, 2, replace=False))
            score = round(float(unit[i] @ unit[j]) * 4 + random.normal(0, 1))
            second = words[j] if k % 7 else "沒有"
            out.write(f"{words[i]}\t{second}\t{score}\n")
            if k % 7:
                cosines.append(unit[i] @ unit[j])
                scores.append(score)
    lines.append(f"spearman\t\t{len(cosines)}\t{scipy.stats.spearmanr(cosines, scores).statistic:.17g}\n")
    (directory / "similarity.tsv").write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
