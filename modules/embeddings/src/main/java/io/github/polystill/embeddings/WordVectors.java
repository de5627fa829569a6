package io.github.polystill.embeddings;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.segmentation.TextNormalizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** All words and vectors of a file in memory, in little more than the size of the matrix. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class WordVectors implements WordVectorSource {
  private final int dimensions;
  private final PackedWords words;
  private final List<float[]> vectors;

  /** One over the Euclidean length of every vector, 0 for that of a zero vector; made when used. */
  private float[] scales;

  /** Rows of words that are not normalised, by what they would be; made when used. */
  private Map<String, Integer> rowsByNormal;

  private WordVectors(int dimensions, PackedWords words, List<float[]> vectors) {
    this.dimensions = dimensions;
    this.words = words;
    this.vectors = vectors;
  }

  /**
   * Reads a file in any {@link WordVectorsFormat}.
   *
   * @throws InvalidInputException where {@link WordVectorsReader} throws it, and where a word comes
   *     twice
   */
  public static WordVectors read(Path file) throws IOException {
    try (VectorRows rows = VectorRows.open(file)) {
      PackedWords words = new PackedWords();
      List<float[]> vectors = new ArrayList<>();
      while (rows.next()) {
        if (rows.addTo(words) < 0) {
          throw rows.comesTwice();
        }
        vectors.add(rows.vector.clone());
      }
      return new WordVectors(rows.vector.length, words, vectors);
    }
  }

  @Override
  public int size() {
    return words.size();
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public String word(int row) {
    return words.word(row);
  }

  /** The words in the order of the file; each is made when it is asked for. */
  public List<String> words() {
    return new AbstractList<>() {
      @Override
      public String get(int row) {
        return words.word(row);
      }

      @Override
      public int size() {
        return words.size();
      }
    };
  }

  /** The row of a word, empty where the file lacks it. */
  public OptionalInt row(String word) {
    int row = words.find(word);
    return row < 0 ? OptionalInt.empty() : OptionalInt.of(row);
  }

  /**
   * The row of a word: as it is spelled, or else as {@link TextNormalizer} makes it, or else the
   * first of which that makes the same.
   */
  public OptionalInt lookUp(String word) {
    OptionalInt spelled = row(word);
    if (spelled.isPresent()) {
      return spelled;
    }
    String normal = TextNormalizer.normalize(word);
    OptionalInt found = row(normal);
    if (found.isPresent()) {
      return found;
    }
    if (rowsByNormal == null) {
      Map<String, Integer> made = new HashMap<>();
      for (int row = 0; row < size(); row++) {
        String other = word(row);
        if (TextNormalizer.mayChange(other)) {
          made.putIfAbsent(TextNormalizer.normalize(other), row);
        }
      }
      rowsByNormal = made;
    }
    Integer row = rowsByNormal.get(normal);
    return row == null ? OptionalInt.empty() : OptionalInt.of(row);
  }

  @Override
  public void copyVector(int row, float[] into) {
    System.arraycopy(vectors.get(row), 0, into, 0, dimensions);
  }

  /** The vector of a row, scaled to length 1; zeros stay zeros. */
  public float[] direction(int row) {
    float[] direction = vectors.get(row).clone();
    float scale = scale(row);
    for (int i = 0; i < dimensions; i++) {
      direction[i] *= scale;
    }
    return direction;
  }

  /** The scalar product of a vector and the direction of a row. */
  public double along(int row, float[] vector) {
    float[] own = vectors.get(row);
    // Four sums: the next product need not wait for the last addition.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < dimensions; i += 4) {
      a += (double) own[i] * vector[i];
      b += (double) own[i + 1] * vector[i + 1];
      c += (double) own[i + 2] * vector[i + 2];
      d += (double) own[i + 3] * vector[i + 3];
    }
    for (; i < dimensions; i++) {
      a += (double) own[i] * vector[i];
    }
    return (a + b + (c + d)) * scale(row);
  }

  private float scale(int row) {
    if (scales == null) {
      float[] made = new float[size()];
      for (int i = 0; i < made.length; i++) {
        double squares = 0;
        for (float value : vectors.get(i)) {
          squares += (double) value * value;
        }
        made[i] = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
      }
      scales = made;
    }
    return scales[row];
  }
}
