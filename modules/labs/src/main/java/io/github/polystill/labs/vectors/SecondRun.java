package io.github.polystill.labs.vectors;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.word2vec.Word2VecSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A second run of the original program as with another seed, which it does not have. It gets the
 * text with its first line twice, so that every random number is used for something else, and its
 * own vocabulary with counts moved by up to 3 % and ties in another order: a word's first vector
 * depends on its rank alone, so all but the few most frequent words begin elsewhere. Lines stay in
 * their order. On text whose agreement under a real change of seed was measured, this gives the
 * same (docs/RESULTS.md).
 */
record SecondRun(OriginalProgram program, Word2VecSettings settings) {
  private static final double MOVED = 0.03;

  /** The options that make a run write the vocabulary. */
  static List<String> savingVocabulary(Path vocabulary) {
    return List.of("-save-vocab", vocabulary.toString());
  }

  /** Trains so; the vocabulary was written by a run on the same text. */
  void train(Path text, Path vocabulary, Path vectors) throws IOException, InterruptedException {
    Path moved = vectors.resolveSibling("moved-vocabulary.txt");
    Path repeated = vectors.resolveSibling("repeated-line.txt");
    moveCounts(vocabulary, moved);
    repeatFirstLine(text, repeated);
    program.train(repeated, vectors, settings, List.of("-read-vocab", moved.toString()));
  }

  private void moveCounts(Path from, Path to) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(from));
    if (lines.isEmpty()) {
      throw new InvalidInputException(
          program.binary() + " wrote no vocabulary; give the original word2vec (--word2vec)");
    }
    Random random = new Random(settings.seed());
    // The end of a line is the first word and has to stay that.
    Collections.shuffle(lines.subList(1, lines.size()), random);
    try (BufferedWriter writer = Files.newBufferedWriter(to)) {
      for (String line : lines) {
        int space = line.lastIndexOf(' ');
        long count = Long.parseLong(line.substring(space + 1));
        double factor = 1 + MOVED * (2 * random.nextDouble() - 1);
        long other = Math.max(settings.minCount(), Math.round(count * factor));
        writer.write(line.substring(0, space + 1) + other + '\n');
      }
    }
  }

  private static void repeatFirstLine(Path from, Path to) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(from);
        BufferedWriter writer = Files.newBufferedWriter(to)) {
      String first = reader.readLine();
      if (first != null) {
        writer.write(first + '\n' + first + '\n');
        reader.transferTo(writer);
      }
    }
  }
}
