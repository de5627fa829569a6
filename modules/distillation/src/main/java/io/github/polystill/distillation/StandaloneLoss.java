package io.github.polystill.distillation;

import io.github.polystill.distillation.trial.Targets;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.models.training.AsymmetricLoss;
import io.github.polystill.models.training.DistributionBalancedLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apiguardian.api.API;

/** How a standalone student learns the true labels. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public enum StandaloneLoss {
  /** Binary cross-entropy, as in the paper. */
  BCE,
  /** {@link AsymmetricLoss}. */
  ASYMMETRIC,
  /** {@link DistributionBalancedLoss}, by how many training documents have each label. */
  DISTRIBUTION_BALANCED;

  /** The name in experiment files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Targets targets(TrainingData data) {
    return switch (this) {
      case BCE -> Targets.trueLabels(data);
      case ASYMMETRIC -> Targets.trueLabels(data, AsymmetricLoss.PUBLISHED, Map.of("loss", key()));
      case DISTRIBUTION_BALANCED -> {
        int[] train = data.fold().train();
        yield Targets.trueLabels(
            data,
            new DistributionBalancedLoss(train.length, counts(data, train)),
            Map.of("loss", key()));
      }
    };
  }

  private static List<Integer> counts(TrainingData data, int[] documents) {
    List<Integer> counts = new ArrayList<>();
    for (int label = 0; label < data.labels().size(); label++) {
      int count = 0;
      for (int document : documents) {
        count += data.corpus().targets()[document][label] ? 1 : 0;
      }
      counts.add(count);
    }
    return counts;
  }
}
