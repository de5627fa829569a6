package io.github.polystill.embeddings.similarity;

import io.github.polystill.data.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pairs of words: a line {@code word<TAB>word<TAB>score} each, in UTF-8; lines that are blank
 * or begin with {@code #} are remarks.
 */
public final class SimilarityPairs {
  /** Where the pairs of {@link #builtIn()} come from; goes with every figure measured on them. */
  public static final String BUILT_IN_ORIGIN =
      "40 built-in pairs, graded by how polystill's authors built them, not by readers:"
          + " compare files with them, and give --pairs for figures to publish";

  private static final String RESOURCE = "pairs-zh-hant.tsv";

  private SimilarityPairs() {}

  /**
   * Reads a file.
   *
   * @throws InvalidInputException where there is no file, or a line is no pair, with its number
   */
  public static List<SimilarityPair> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": no such file of pairs; check the path");
    }
    try (BufferedReader in = Files.newBufferedReader(file)) {
      return read(in, file.toString());
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is not UTF-8; convert it", e);
    }
  }

  /**
   * Traditional-Chinese pairs of everyday words in four grades: synonyms 3, members of one group 2,
   * things met in one place 1, unrelated 0. See {@link #BUILT_IN_ORIGIN}.
   */
  public static List<SimilarityPair> builtIn() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                SimilarityPairs.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
      return read(in, RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SimilarityPair> read(BufferedReader in, String name) throws IOException {
    List<SimilarityPair> pairs = new ArrayList<>();
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
      if (!text.isBlank() && !text.startsWith("#")) {
        pairs.add(pair(text, name + ":" + number));
      }
    }
    return pairs;
  }

  private static SimilarityPair pair(String line, String where) {
    String[] fields = line.split("\t", -1);
    if (fields.length < 3 || fields[0].isBlank() || fields[1].isBlank()) {
      throw new InvalidInputException(
          where + ": not a word, a word and a score with tabs between; repair the line");
    }
    double score;
    try {
      score = Double.parseDouble(fields[2].strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          where + ": score \"" + fields[2] + "\" is not a number; repair the line", e);
    }
    if (!Double.isFinite(score)) {
      throw new InvalidInputException(
          where + ": score \"" + fields[2] + "\" is not a finite number; repair the line");
    }
    return new SimilarityPair(fields[0].strip(), fields[1].strip(), score);
  }
}
