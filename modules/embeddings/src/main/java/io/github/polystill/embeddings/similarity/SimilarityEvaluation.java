package io.github.polystill.embeddings.similarity;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.embeddings.WordVectors;
import io.github.polystill.embeddings.similarity.SimilarityPairs.SimilarityPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apiguardian.api.API;

/**
 * How well the cosines of word vectors rank pairs of words.
 *
 * @param pairs number of pairs
 * @param covered number of pairs both of whose words have vectors; the others are left out
 * @param spearman rank correlation of cosines and scores over the covered pairs, -1 to 1; equal
 *     values share their mean rank
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record SimilarityEvaluation(int pairs, int covered, double spearman) {
  /** Any two pairs correlate perfectly. */
  private static final int FEWEST_PAIRS = 3;

  /**
   * Evaluates vectors.
   *
   * @param where what messages call the pairs
   * @throws InvalidInputException where fewer than 3 pairs are covered, or all cosines or all
   *     scores are the same, so that there is nothing to correlate
   */
  public static SimilarityEvaluation of(
      WordVectors vectors, List<SimilarityPair> pairs, String where) {
    WordSearch search = new WordSearch(vectors);
    List<Double> cosines = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (SimilarityPair pair : pairs) {
      OptionalInt first = vectors.lookUp(pair.first());
      OptionalInt second = vectors.lookUp(pair.second());
      if (first.isPresent() && second.isPresent()) {
        cosines.add(search.cosine(first.getAsInt(), second.getAsInt()));
        scores.add(pair.score());
      }
    }
    if (cosines.size() < FEWEST_PAIRS) {
      throw InvalidInputException.of(
          "%s: only %s of %s pairs have vectors for both words, and a correlation needs %s; give"
              + " other pairs",
          where, cosines.size(), pairs.size(), FEWEST_PAIRS);
    }
    double spearman = correlation(ranks(cosines), ranks(scores));
    if (Double.isNaN(spearman)) {
      throw InvalidInputException.of(
          "%s: all cosines or all scores are the same; give other pairs", where);
    }
    return new SimilarityEvaluation(pairs.size(), cosines.size(), spearman);
  }

  /** Ranks about their mean. */
  private static double[] ranks(List<Double> values) {
    double[] ranks =
        new NaturalRanking().apply(values.stream().mapToDouble(Double::doubleValue).toArray());
    return Arrays.stream(ranks).map(rank -> rank - (ranks.length + 1) / 2.0).toArray();
  }

  /** Pearson's correlation of values whose mean is 0; NaN where those of one kind are all 0. */
  private static double correlation(double[] first, double[] second) {
    return product(first, second) / Math.sqrt(product(first, first) * product(second, second));
  }

  private static double product(double[] first, double[] second) {
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] * second[i]).sum();
  }
}
