package io.github.polystill.distillation.trial;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.models.savedmodel.LinearExperts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * TF-IDF of a document's words and their characters, as scikit-learn's {@code
 * TfidfVectorizer(sublinear_tf=True)} over both: {@code (1 + ln(count)) idf}, {@code idf = ln((1 +
 * n) / (1 + df)) + 1} over the training texts, labelled or not, documents of length 1.
 */
final class WordFeatures implements LinearFeatures<int[]> {
  private static final String FREQUENCIES = "frequencies";

  /** Features of each word: its own, then those of its characters. */
  private final int[][] features;

  /** In how many training texts each feature is, and behind them the number of texts. */
  private final float[] frequencies;

  private final double[] inverse;

  /** Of training texts. */
  WordFeatures(TrainingData data) {
    this.features = features(data.corpus().vocabulary());
    int size = 1 + Arrays.stream(features).flatMapToInt(Arrays::stream).max().orElse(0);
    int[] documents = data.fold().texts();
    this.frequencies = new float[size + 1];
    for (int document : documents) {
      int last = -1;
      for (int feature : sortedFeatures(data.corpus().tokens()[document])) {
        frequencies[feature] += feature == last ? 0 : 1;
        last = feature;
      }
    }
    frequencies[size] = documents.length;
    this.inverse = inverse(frequencies);
  }

  /** Those of an expert that was trained. */
  WordFeatures(Vocabulary vocabulary, Map<String, float[]> kept) {
    this.features = features(vocabulary);
    this.frequencies = kept.get(FREQUENCIES);
    this.inverse = inverse(frequencies);
  }

  private static int[][] features(Vocabulary vocabulary) {
    List<String> words = vocabulary.words();
    Map<Integer, Integer> characters = new TreeMap<>();
    words.stream()
        .skip(Vocabulary.RESERVED)
        .flatMapToInt(String::codePoints)
        .forEach(it -> characters.put(it, characters.size()));
    int next = words.size();
    for (Map.Entry<Integer, Integer> character : characters.entrySet()) {
      character.setValue(next++);
    }
    int[][] features = new int[words.size()][0];
    for (int word = Vocabulary.RESERVED; word < features.length; word++) {
      features[word] =
          IntStream.concat(IntStream.of(word), words.get(word).codePoints().map(characters::get))
              .toArray();
    }
    return features;
  }

  private static double[] inverse(float[] frequencies) {
    double documents = frequencies[frequencies.length - 1];
    return IntStream.range(0, frequencies.length - 1)
        .mapToDouble(it -> StrictMath.log((1 + documents) / (1.0 + frequencies[it])) + 1)
        .toArray();
  }

  private int[] sortedFeatures(int[] tokens) {
    return Arrays.stream(tokens)
        .flatMap(token -> Arrays.stream(features[token]))
        .sorted()
        .toArray();
  }

  LinearExperts served(TokenLayout layout, List<float[]> weights) {
    return new LinearExperts(layout, features, inverse, weights);
  }

  @Override
  public int size() {
    return inverse.length;
  }

  @Override
  public Feature[] of(int[] tokens) {
    List<Feature> vector = new ArrayList<>();
    int[] sorted = sortedFeatures(tokens);
    double squares = 0;
    for (int i = 0; i < sorted.length; ) {
      int from = i;
      while (i < sorted.length && sorted[i] == sorted[from]) {
        i++;
      }
      double weight = (1 + StrictMath.log(i - from)) * inverse[sorted[from]];
      squares += weight * weight;
      vector.add(new FeatureNode(sorted[from] + 1, weight));
    }
    double norm = Math.sqrt(squares);
    vector.forEach(it -> it.setValue(it.getValue() / norm));
    vector.add(new FeatureNode(inverse.length + 1, 1));
    return vector.toArray(Feature[]::new);
  }

  @Override
  public boolean hasPenalisedIntercept() {
    return true;
  }

  @Override
  public Map<String, float[]> kept() {
    return Map.of(FREQUENCIES, frequencies);
  }
}
