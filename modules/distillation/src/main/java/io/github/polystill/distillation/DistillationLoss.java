package io.github.polystill.distillation;

import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.Targets;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.models.training.LogitError;
import io.github.polystill.models.training.Loss;
import io.github.polystill.models.training.SoftenedCrossEntropy;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/** How a student learns responses. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@FunctionalInterface
public interface DistillationLoss {
  /**
   * Plain binary cross-entropy against the teacher's probabilities in place of the true labels
   * (METHOD.md, eq. 2): {@code L_S = -mean[ r log(z) + (1 - r) log(1 - z) ]}.
   */
  DistillationLoss RESPONSES =
      (responses, data) ->
          new Targets(
              data.texts(),
              responses.probabilitiesFor(data),
              WeightedCrossEntropy.PLAIN,
              Map.of("responses", responses.source()));

  /**
   * What a student is to learn of some responses. The {@linkplain Targets#source source} has all
   * that decides it, numbers of the loss included.
   *
   * @throws io.github.polystill.data.InvalidInputException where a label or a training document has
   *     no answer
   */
  Targets targets(Responses responses, TrainingData data);

  /**
   * Cross-entropy at a temperature, mixed with that of the true labels ({@link
   * SoftenedCrossEntropy}); {@link #RESPONSES} with temperature 1 and no true labels.
   *
   * @param trueLabels their share, from 0 to 1
   */
  static DistillationLoss probabilities(double temperature, double trueLabels) {
    if (temperature == 1 && trueLabels == 0) {
      return RESPONSES;
    }
    SoftenedCrossEntropy loss = new SoftenedCrossEntropy(temperature, trueLabels);
    Map<String, Object> decisive = Map.of("temperature", temperature, "trueLabels", trueLabels);
    return (responses, data) -> mixed(responses, data, loss, loss::target, decisive);
  }

  /**
   * Squared error of logits, mixed with the cross-entropy of the true labels ({@link LogitError}).
   *
   * @param trueLabels their share, below 1
   */
  static DistillationLoss logits(double trueLabels) {
    LogitError loss = new LogitError(trueLabels);
    Map<String, Object> decisive = Map.of("target", "logit", "trueLabels", trueLabels);
    return (responses, data) -> mixed(responses, data, loss, loss::target, decisive);
  }

  /** What one output is to learn. */
  @FunctionalInterface
  interface OutputTarget {
    /**
     * One number for both.
     *
     * @param logit of the teacher
     * @param truth 1 where the document has the label, 0 where it has not, the teacher's
     *     probability where that is not known
     */
    float of(float logit, float truth);
  }

  private static Targets mixed(
      Responses responses,
      TrainingData data,
      Loss loss,
      OutputTarget target,
      Map<String, Object> decisive) {
    float[][] values = responses.logitsFor(data);
    float[][] truth = Sigmoid.of(values); // the best there is without labels
    boolean[][] known = data.targets();
    for (int document : data.withCopies(data.fold().train())) {
      for (int label = 0; label < values[document].length; label++) {
        truth[document][label] = known[document][label] ? 1 : 0;
      }
    }
    for (int document = 0; document < values.length; document++) {
      for (int label = 0; label < values[document].length; label++) {
        values[document][label] = target.of(values[document][label], truth[document][label]);
      }
    }
    Map<String, Object> source = new TreeMap<>(decisive);
    source.put("responses", responses.source());
    return new Targets(data.texts(), values, loss, source);
  }
}
