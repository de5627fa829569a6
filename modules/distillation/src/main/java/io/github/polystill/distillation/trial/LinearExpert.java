package io.github.polystill.distillation.trial;

import de.bwaldvogel.liblinear.Feature;
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
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * An expert that is no network: logistic regression with an L2 penalty (LIBLINEAR's primal solver;
 * Fan et al., JMLR 2008), as scikit-learn's {@code LogisticRegression(solver="liblinear")}.
 *
 * @param <T> how it is given a text: token ids, or the vector of an encoder
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class LinearExpert<T> {
  /** Chosen by average precision on validation documents, see docs/RESULTS.md. */
  private static final List<Double> C_OF_WORDS = List.of(30.0);

  /** Of which each expert takes that of the least validation loss. */
  private static final List<Double> C_OF_VECTORS = List.of(0.0002, 0.0005, 0.001, 0.002, 0.005);

  private static final double TOLERANCE = 1e-4;

  /** Names all that decides what one is beside its data. */
  static final String OF_WORDS =
      "L2R_LR on TF-IDF of words and characters, C "
          + C_OF_WORDS.get(0)
          + ", tolerance "
          + TOLERANCE;

  /** The same of one on vectors. */
  static final String OF_VECTORS =
      "L2R_LR on standardised vectors, intercept free, C of "
          + C_OF_VECTORS
          + ", tolerance "
          + TOLERANCE;

  private static final String WEIGHTS = "linear";

  static {
    Linear.disableDebugOutput(); // it would go to standard output
  }

  private final LinearFeatures<T> features;

  private LinearExpert(LinearFeatures<T> features) {
    this.features = features;
  }

  /** One of words that was trained. */
  public static LinearExpert<int[]> ofWords(Vocabulary vocabulary, Map<String, float[]> weights) {
    return new LinearExpert<>(new WordFeatures(vocabulary, weights));
  }

  /** One of an encoder's vectors that was trained. */
  public static LinearExpert<float[]> ofVectors(Map<String, float[]> weights) {
    return new LinearExpert<>(new VectorFeatures(weights));
  }

  /** Learns the label of an expert from the training documents. */
  static TrialResult train(ExpertSpec trial) {
    TrainingData data = trial.data();
    if (trial.kind() == ExpertKind.LINEAR) {
      int[][] tokens = data.corpus().tokens();
      LinearExpert<int[]> expert = new LinearExpert<>(new WordFeatures(data));
      return expert.train(
          trial, tokens, expert.featuresOf(tokens, data.fold().train()), C_OF_WORDS);
    }
    Encoded encoded = encoded(data);
    return encoded.expert().train(trial, encoded.documents(), encoded.trainingRows(), C_OF_VECTORS);
  }

  /** What the experts of all labels share; a row takes 43 KB. */
  private record Encoded(
      TrainingData data,
      float[][] documents,
      LinearExpert<float[]> expert,
      Feature[][] trainingRows) {
    boolean isOf(TrainingData other) {
      return data.encoded().orElseThrow() == other.encoded().orElseThrow()
          && Arrays.equals(data.fold().train(), other.fold().train())
          && Arrays.equals(data.fold().texts(), other.fold().texts());
    }
  }

  private static SoftReference<Encoded> lastEncoded = new SoftReference<>(null);

  private static synchronized Encoded encoded(TrainingData data) {
    Encoded last = lastEncoded.get();
    if (last == null || !last.isOf(data)) {
      float[][] documents = data.encoded().orElseThrow().documents().get();
      LinearExpert<float[]> expert = new LinearExpert<>(VectorFeatures.of(data, documents));
      last =
          new Encoded(data, documents, expert, expert.featuresOf(documents, data.fold().train()));
      lastEncoded = new SoftReference<>(last);
    }
    return last;
  }

  private Feature[][] featuresOf(T[] documents, int[] which) {
    return Arrays.stream(which)
        .mapToObj(it -> features.of(documents[it]))
        .toArray(Feature[][]::new);
  }

  /** What one that was trained answers to some of the other texts of its data, [texts][1]. */
  static Function<int[], float[][]> answering(ExpertSpec trial, Map<String, float[]> weights) {
    TrainingData data = trial.data();
    if (trial.kind() == ExpertKind.LINEAR) {
      LinearExpert<int[]> reader = ofWords(data.corpus().vocabulary(), weights);
      return texts -> reader.answers(weights, rows(data.extra().tokens(), texts));
    }
    TextVectors vectors = data.encoded().orElseThrow();
    return texts -> ofVectors(weights).answers(weights, vectors.extra().apply(texts));
  }

  private static <R> R[] rows(R[] all, int[] which) {
    R[] some = Arrays.copyOf(all, which.length);
    for (int i = 0; i < some.length; i++) {
      some[i] = all[which[i]];
    }
    return some;
  }

  private TrialResult train(
      ExpertSpec trial, T[] documents, Feature[][] vectors, List<Double> strengths) {
    long start = System.nanoTime();
    TrainingData data = trial.data();
    int[] train = data.fold().train();
    int[] validation = data.fold().validation();
    double threshold = trial.settings().threshold();
    boolean[][] truth = trial.truth();
    boolean[][] learnt = rows(truth, train);
    float[] best = new float[0];
    double least = Double.POSITIVE_INFINITY;
    for (double c : strengths) {
      float[] weights = weights(vectors, learnt, c);
      double loss =
          ValidationFigure.LOSS.of(
              rows(truth, validation),
              Sigmoid.of(logits(weights, rows(documents, validation))),
              threshold);
      if (best.length == 0 || loss < least) {
        best = weights;
        least = loss;
      }
    }
    float[] weights = best;
    float[][] logits = logits(weights, documents);
    ValidationMonitor monitor =
        new ValidationMonitor(trial.validationTruth(), trial.settings().monitor(), threshold);
    double loss = ValidationFigure.LOSS.of(learnt, Sigmoid.of(rows(logits, train)), threshold);
    Epoch only = new Epoch(1, loss, monitor.score(rows(logits, validation)));
    TrainingHistory history = new TrainingHistory(List.of(only), 1, monitor.higherIsBetter());
    Map<String, float[]> kept = new TreeMap<>(features.kept());
    kept.put(WEIGHTS, weights);
    return TrialResult.finished(
        trial, history, (System.nanoTime() - start) * 1e-9, () -> logits, () -> true, () -> kept);
  }

  /**
   * What an expert that was trained on the same texts answers.
   *
   * @param weights its own, of whichever label
   * @return logits, [texts][1]
   */
  public float[][] answers(Map<String, float[]> weights, T[] texts) {
    return logits(weights.get(WEIGHTS), texts);
  }

  /**
   * Experts that were trained on the words of the same texts, for a model to serve.
   *
   * @param layout of the texts
   * @param experts weights of each
   */
  public static LinearExperts served(
      Vocabulary vocabulary, TokenLayout layout, List<Map<String, float[]>> experts) {
    List<float[]> weights = experts.stream().map(it -> it.get(WEIGHTS)).toList();
    return new WordFeatures(vocabulary, experts.get(0)).served(layout, weights);
  }

  private float[][] logits(float[] weights, T[] texts) {
    float[][] logits = new float[texts.length][1];
    for (int text = 0; text < texts.length; text++) {
      double sum = 0;
      for (Feature feature : features.of(texts[text])) {
        sum += weights[feature.getIndex() - 1] * feature.getValue();
      }
      logits[text][0] = (float) sum;
    }
    return logits;
  }

  /** One for each feature, the last one the intercept. */
  private float[] weights(Feature[][] vectors, boolean[][] truth, double c) {
    float[] weights = new float[features.size() + 1];
    int positives = (int) Arrays.stream(truth).filter(it -> it[0]).count();
    if (positives == 0 || positives == truth.length) {
      weights[features.size()] = // nothing to tell apart: the odds by Laplace's rule of succession
          (float) StrictMath.log((positives + 1.0) / (truth.length - positives + 1.0));
      return weights;
    }
    Problem problem = new Problem();
    problem.l = vectors.length;
    problem.n = weights.length;
    problem.bias = 1;
    problem.x = vectors;
    problem.y = Arrays.stream(truth).mapToDouble(it -> it[0] ? 1 : -1).toArray();
    Parameter parameter = new Parameter(SolverType.L2R_LR, c, TOLERANCE);
    parameter.setRegularizeBias(features.hasPenalisedIntercept());
    Model model = Linear.train(problem, parameter);
    double sign = model.getLabels()[0];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (sign * model.getFeatureWeights()[i]);
    }
    return weights;
  }
}
