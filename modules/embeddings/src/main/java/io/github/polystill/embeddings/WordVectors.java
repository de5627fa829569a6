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

/**
 * All words and vectors of a file in memory, in little more than the size of the matrix.
 *
 * <p>The matrix is held in blocks, so it may have more than 2^31 numbers, and it grows with the
 * file without being copied.
 */
public final class WordVectors implements WordVectorSource {
  /**
   * Numbers of a block with its array's header: a whole number of the regions of G1, which rounds
   * large arrays up to them.
   */
  private static final int BLOCK = (1 << 20) - 4;

  private final int dimensions;
  private final PackedWords words;
  private final List<float[]> blocks;
  private final int rowsPerBlock;

  /** One over the Euclidean length of every vector, 0 for that of a zero vector; made when used. */
  private float[] scales;

  /** Rows of words that are not normalised, by what they would be; made when used. */
  private Map<String, Integer> rowsByNormal;

  private WordVectors(int dimensions, PackedWords words, List<float[]> blocks) {
    this.dimensions = dimensions;
    this.words = words;
    this.blocks = blocks;
    this.rowsPerBlock = rowsPerBlock(dimensions);
  }

  /**
   * Reads a file in any {@link WordVectorsFormat}.
   *
   * @throws InvalidInputException where {@link WordVectorsReader} throws it, and where a word comes
   *     twice
   */
  public static WordVectors read(Path file) throws IOException {
    try (VectorRows rows = FormatDetector.open(file)) {
      PackedWords words = new PackedWords();
      List<float[]> blocks = new ArrayList<>();
      int rowsPerBlock = rowsPerBlock(rows.dimensions());
      while (rows.next()) {
        int row = rows.addTo(words);
        if (row < 0) {
          throw rows.comesTwice();
        }
        int inBlock = row % rowsPerBlock;
        if (inBlock == 0) {
          blocks.add(new float[rowsPerBlock * rows.dimensions()]);
        }
        System.arraycopy(
            rows.vector(),
            0,
            blocks.get(row / rowsPerBlock),
            inBlock * rows.dimensions(),
            rows.dimensions());
      }
      return new WordVectors(rows.dimensions(), words, blocks);
    }
  }

  private static int rowsPerBlock(int dimensions) {
    return Math.max(1, BLOCK / dimensions);
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
    System.arraycopy(block(row), offset(row), into, 0, dimensions);
  }

  /** The vector of a row, scaled to length 1; zeros stay zeros. */
  public float[] direction(int row) {
    float[] direction = new float[dimensions];
    copyVector(row, direction);
    float scale = scale(row);
    for (int i = 0; i < dimensions; i++) {
      direction[i] *= scale;
    }
    return direction;
  }

  /** The scalar product of a vector and the direction of a row. */
  public double along(int row, float[] vector) {
    float[] block = block(row);
    int offset = offset(row);
    // Four sums: the next product need not wait for the last addition.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < dimensions; i += 4) {
      a += (double) block[offset + i] * vector[i];
      b += (double) block[offset + i + 1] * vector[i + 1];
      c += (double) block[offset + i + 2] * vector[i + 2];
      d += (double) block[offset + i + 3] * vector[i + 3];
    }
    for (; i < dimensions; i++) {
      a += (double) block[offset + i] * vector[i];
    }
    return (a + b + (c + d)) * scale(row);
  }

  private float scale(int row) {
    if (scales == null) {
      float[] made = new float[size()];
      for (int i = 0; i < made.length; i++) {
        double squares = 0;
        float[] block = block(i);
        for (int j = offset(i); j < offset(i) + dimensions; j++) {
          squares += (double) block[j] * block[j];
        }
        made[i] = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
      }
      scales = made;
    }
    return scales[row];
  }

  private float[] block(int row) {
    return blocks.get(row / rowsPerBlock);
  }

  private int offset(int row) {
    return row % rowsPerBlock * dimensions;
  }
}
