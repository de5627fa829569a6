package io.github.polystill.embeddings.similarity;

import io.github.polystill.embeddings.WordVectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apiguardian.api.API;

/** Finds the words of a file whose vectors point most in a direction, by looking at all of them. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class WordSearch {
  /**
   * A word that was found.
   *
   * @param word the word
   * @param cosine of the angle between its vector and what was looked for, -1 to 1; 0 where one of
   *     them is zero
   */
  public record ScoredWord(String word, double cosine) {}

  private record Candidate(int row, double cosine) {}

  /** The best first; of equals the one that comes first in the file. */
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(Candidate::cosine).reversed().thenComparingInt(Candidate::row);

  private final WordVectors vectors;

  public WordSearch(WordVectors vectors) {
    this.vectors = vectors;
  }

  /** The words nearest to the word of a row, itself left out, best first. */
  public List<ScoredWord> neighbors(int row, int count) {
    return nearest(vectors.direction(row), Set.of(row), count);
  }

  /**
   * The words that are to {@code c} what {@code b} is to {@code a}, best first: those nearest to b
   * - a + c, all of length 1, these three left out.
   *
   * <p>Source: Mikolov, Yih and Zweig 2013, "Linguistic regularities in continuous space word
   * representations", section 4; Levy and Goldberg 2014 call it 3CosAdd.
   */
  public List<ScoredWord> analogy(int a, int b, int c, int count) {
    float[] from = vectors.direction(a);
    float[] to = vectors.direction(b);
    float[] wanted = vectors.direction(c);
    double squares = 0;
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] += to[i] - from[i];
      squares += (double) wanted[i] * wanted[i];
    }
    for (int i = 0; squares > 0 && i < wanted.length; i++) {
      wanted[i] /= (float) Math.sqrt(squares);
    }
    return nearest(wanted, new HashSet<>(List.of(a, b, c)), count);
  }

  /**
   * The cosine of the angle between the vectors of two rows, 0 where one of them is zero; the same
   * to the last bit whichever comes first, so that a pair and its reverse tie.
   */
  public double cosine(int row, int other) {
    float[] a = new float[vectors.dimensions()];
    float[] b = new float[vectors.dimensions()];
    vectors.copyVector(row, a);
    vectors.copyVector(other, b);
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
    return lengths > 0 ? product / lengths : 0;
  }

  private List<ScoredWord> nearest(float[] direction, Set<Integer> excluded, int count) {
    PriorityQueue<Candidate> best = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int row = 0; row < vectors.size(); row++) {
      double cosine = vectors.along(row, direction);
      boolean full = best.size() == count;
      if ((full && cosine <= best.element().cosine()) || excluded.contains(row)) {
        continue;
      }
      if (full) {
        best.remove();
      }
      best.add(new Candidate(row, cosine));
    }
    List<Candidate> sorted = new ArrayList<>(best);
    Collections.sort(sorted, BEST_FIRST);
    return sorted.stream().map(it -> new ScoredWord(vectors.word(it.row()), it.cosine())).toList();
  }
}
