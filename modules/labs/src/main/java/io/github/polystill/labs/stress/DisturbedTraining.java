package io.github.polystill.labs.stress;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code vectors train} with a checkpoint every 18 milliseconds; a process that is killed when its
 * file is in place is followed by one that replaces it.
 *
 * @param text to train on, a sentence of words a line
 */
record DisturbedTraining(Path text) implements Disturbed {
  @Override
  public String name() {
    return "vectors train";
  }

  @Override
  public List<String> arguments(Path out) {
    return List.of(
        "vectors",
        "train",
        text.toString(),
        "--out",
        out.resolve("vectors.bin").toString(),
        "--force",
        "--segmenter=whitespace",
        "--dimensions=64",
        "--threads=1",
        "--checkpoint-minutes=0.0003");
  }
}
