package io.github.polystill.embeddings.similarity;

import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Reads pairs of words: a line {@code word<TAB>word<TAB>score} each, in UTF-8; lines that are blank
 * or begin with {@code #} are remarks.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class SimilarityPairs {
  /** Where the pairs of {@link #builtIn()} come from; goes with every figure measured on them. */
  public static final String BUILT_IN_ORIGIN =
      "40 built-in pairs, graded by how polystill's authors built them, not by readers:"
          + " compare files with them, and give `pairs` for figures to publish";

  private static final String RESOURCE = "pairs-zh-hant.tsv";

  private SimilarityPairs() {}

  /**
   * Two words and how similar they were judged.
   *
   * @param first a word
   * @param second another
   * @param score on any scale, higher for more similar
   */
  public record SimilarityPair(String first, String second, double score) {}

  /**
   * Reads a file.
   *
   * @throws InvalidInputException where there is no file, or a line is no pair, with its number
   */
  public static List<SimilarityPair> read(Path file) throws IOException {
    InputFile.requireReadable(file, "file of pairs");
    try {
      return read(Files.readString(file), file.toString());
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + ": is not UTF-8; convert it", e);
    }
  }

  /**
   * Traditional-Chinese pairs of everyday words in four grades: synonyms 3, members of one group 2,
   * things met in one place 1, unrelated 0. See {@link #BUILT_IN_ORIGIN}.
   */
  public static List<SimilarityPair> builtIn() {
    try (InputStream in = SimilarityPairs.class.getResourceAsStream(RESOURCE)) {
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8), RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SimilarityPair> read(String text, String name) {
    List<SimilarityPair> pairs = new ArrayList<>();
    int number = 0;
    for (String line : text.replaceFirst("^\ufeff", "").lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        pairs.add(pair(line, name + ":" + number));
      }
    }
    return pairs;
  }

  private static SimilarityPair pair(String line, String where) {
    String[] fields = line.split("\t", -1);
    if (fields.length < 3 || fields[0].isBlank() || fields[1].isBlank()) {
      throw InvalidInputException.of(
          "%s: not a word, a word and a score with tabs between; repair the line", where);
    }
    double score;
    try {
      score = Double.parseDouble(fields[2].strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          where + ": score \"" + fields[2] + "\" is not a number; repair the line", e);
    }
    if (!Double.isFinite(score)) {
      throw InvalidInputException.of(
          "%s: score \"%s\" is not a finite number; repair the line", where, fields[2]);
    }
    return new SimilarityPair(fields[0].strip(), fields[1].strip(), score);
  }
}
