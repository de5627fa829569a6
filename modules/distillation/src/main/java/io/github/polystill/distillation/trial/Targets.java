package io.github.polystill.distillation.trial;

import io.github.polystill.models.training.Loss;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a student learns.
 *
 * @param documents rows of what it is taught, ascending: documents, then {@linkplain ExtraTexts
 *     other texts}
 * @param values wanted outputs, [rows][labels]; only those rows are read, none behind the last
 * @param loss what is made small
 * @param source what the values follow from beside the fold, by name; values are numbers and texts
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@SuppressWarnings("ArrayRecordComponent")
public record Targets(int[] documents, float[][] values, Loss loss, Map<String, Object> source) {
  public Targets {
    source = Map.copyOf(source);
  }

  /** The true labels, by plain cross-entropy. */
  public static Targets trueLabels(TrainingData data) {
    return trueLabels(data, WeightedCrossEntropy.PLAIN, Map.of());
  }

  /** The true labels, by a loss that follows from {@code source}. */
  public static Targets trueLabels(TrainingData data, Loss loss, Map<String, Object> source) {
    return new Targets(data.withCopies(data.fold().train()), numbers(data.targets()), loss, source);
  }

  /** 1 where true, else 0. */
  static float[][] numbers(boolean[][] truth) {
    float[][] numbers = new float[truth.length][truth[0].length];
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth[i].length; j++) {
        numbers[i][j] = truth[i][j] ? 1 : 0;
      }
    }
    return numbers;
  }
}
