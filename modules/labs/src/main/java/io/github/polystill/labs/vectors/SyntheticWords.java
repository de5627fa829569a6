package io.github.polystill.labs.vectors;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Text of made-up words with Zipf's frequencies, in paragraphs that are each about a topic. */
final class SyntheticWords {
  private static final int COMMON = 5_000;
  private static final int TOPICS = 100;
  private static final int PER_TOPIC = 200;
  private static final int PARAGRAPH = 60;

  private SyntheticWords() {}

  static void write(Path file, int words, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int written = 0; written < words; written += PARAGRAPH) {
        int topic = random.nextInt(TOPICS);
        for (int i = 0; i < PARAGRAPH; i++) {
          boolean common = random.nextBoolean();
          writer.write(
              common ? "w" + zipf(COMMON, random) : "t" + topic + "w" + zipf(PER_TOPIC, random));
          writer.write(' ');
        }
        writer.write('\n');
      }
    }
  }

  /** Ranks whose frequency falls about as their inverse. */
  private static int zipf(int ranks, SplittableRandom random) {
    return (int) Math.pow(ranks, random.nextDouble()) - 1;
  }
}
