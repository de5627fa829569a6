package io.github.polystill.distillation.trial;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.savedmodel.LinearExperts;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * An expert that is no network: logistic regression with an L2 penalty (LIBLINEAR's primal solver;
 * Fan et al., JMLR 2008) on TF-IDF of a document's words and their characters. As scikit-learn's
 * {@code TfidfVectorizer(sublinear_tf=True)} over both and {@code LogisticRegression(C=30,
 * solver="liblinear")}: weights {@code (1 + ln(count)) idf}, {@code idf = ln((1 + n) / (1 + df)) +
 * 1} over the training texts, labelled or not, documents of length 1.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class LinearExpert {
  /** Chosen by average precision on validation documents, see docs/RESULTS.md. */
  private static final double C = 30;

  private static final double TOLERANCE = 1e-4;

  /** Names all that decides what it is beside its data. */
  static final String KIND =
      "L2R_LR on TF-IDF of words and characters, C " + C + ", tolerance " + TOLERANCE;

  private static final String WEIGHTS = "linear";

  private static final String FREQUENCIES = "frequencies";

  static {
    Linear.disableDebugOutput(); // it would go to standard output
  }

  /** Features of each word: its own, then those of its characters. */
  private final int[][] features;

  /** In how many training texts each feature is, and behind them the number of texts. */
  private final float[] frequencies;

  private final double[] inverse;

  /** Of no documents yet. */
  LinearExpert(TrainingData data) {
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

  /** One that was trained. */
  public LinearExpert(Vocabulary vocabulary, Map<String, float[]> weights) {
    this.features = features(vocabulary);
    this.frequencies = weights.get(FREQUENCIES);
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

  /** A text by feature, counted from 1, and behind them one for the intercept. */
  private Feature[] vector(int[] tokens) {
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

  /** Learns the label of an expert from the training documents. */
  TrialResult train(ExpertSpec trial) {
    long start = System.nanoTime();
    TrainingData data = trial.data();
    boolean[][] truth = trial.truth();
    float[] weights = weights(data, truth);
    float[][] logits = logits(weights, data.corpus().tokens());
    TrainingSettings settings = trial.settings();
    ValidationMonitor monitor =
        new ValidationMonitor(trial.validationTruth(), settings.monitor(), settings.threshold());
    int[] train = data.fold().train();
    double loss =
        ValidationFigure.LOSS.of(
            Arrays.stream(train).mapToObj(it -> truth[it]).toArray(boolean[][]::new),
            Sigmoid.of(rows(logits, train)),
            settings.threshold());
    Epoch only = new Epoch(1, loss, monitor.score(rows(logits, data.fold().validation())));
    TrainingHistory history = new TrainingHistory(List.of(only), 1, monitor.higherIsBetter());
    return TrialResult.finished(
        trial,
        history,
        (System.nanoTime() - start) * 1e-9,
        () -> logits,
        () -> true,
        () -> new TreeMap<>(Map.of(WEIGHTS, weights, FREQUENCIES, frequencies)));
  }

  private static float[][] rows(float[][] logits, int[] documents) {
    return Arrays.stream(documents).mapToObj(it -> logits[it]).toArray(float[][]::new);
  }

  /**
   * What an expert that was trained on the same texts answers.
   *
   * @param weights its own, of whichever label
   * @return logits, [texts][1]
   */
  public float[][] answers(Map<String, float[]> weights, int[][] tokens) {
    return logits(weights.get(WEIGHTS), tokens);
  }

  /**
   * Experts that were trained on the same texts, for a model to serve.
   *
   * @param layout of the texts
   * @param experts weights of each
   */
  public LinearExperts served(TokenLayout layout, List<Map<String, float[]>> experts) {
    List<float[]> weights = experts.stream().map(it -> it.get(WEIGHTS)).toList();
    return new LinearExperts(layout, features, inverse, weights);
  }

  private float[][] logits(float[] weights, int[][] tokens) {
    float[][] logits = new float[tokens.length][1];
    for (int text = 0; text < tokens.length; text++) {
      double sum = 0;
      for (Feature feature : vector(tokens[text])) {
        sum += weights[feature.getIndex() - 1] * feature.getValue();
      }
      logits[text][0] = (float) sum;
    }
    return logits;
  }

  /** One for each feature, the last one the intercept. */
  private float[] weights(TrainingData data, boolean[][] truth) {
    int[] documents = data.fold().train();
    float[] weights = new float[inverse.length + 1];
    int positives = (int) Arrays.stream(documents).filter(it -> truth[it][0]).count();
    if (positives == 0 || positives == documents.length) {
      weights[inverse.length] = // nothing to tell apart: the odds by Laplace's rule of succession
          (float) StrictMath.log((positives + 1.0) / (documents.length - positives + 1.0));
      return weights;
    }
    Problem problem = new Problem();
    problem.l = documents.length;
    problem.n = weights.length;
    problem.bias = 1;
    problem.x =
        Arrays.stream(documents)
            .mapToObj(it -> vector(data.corpus().tokens()[it]))
            .toArray(Feature[][]::new);
    problem.y = Arrays.stream(documents).mapToDouble(it -> truth[it][0] ? 1 : -1).toArray();
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, C, TOLERANCE));
    double sign = model.getLabels()[0];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (sign * model.getFeatureWeights()[i]);
    }
    return weights;
  }
}
