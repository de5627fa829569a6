package io.github.polystill.distillation;

import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.Targets;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.models.training.LabelWeightedCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Trains one multi-label network (METHOD.md, pipeline step 5).
 *
 * @param settings of the network
 * @param loss how responses are learnt
 * @param labels how the standalone student learns true labels
 * @param priority of its trials but for their stage
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StudentTrainer(
    TrainingSettings settings,
    DistillationLoss loss,
    StandaloneLoss labels,
    TrialPriority priority) {
  /** A trainer whose standalone student learns by cross-entropy. */
  public StudentTrainer(TrainingSettings settings, DistillationLoss loss, TrialPriority priority) {
    this(settings, loss, StandaloneLoss.BCE, priority);
  }

  /** The trial of the student that learns the true labels. */
  public StudentSpec standaloneTrial(TrainingData data) {
    return new StudentSpec(
        key(data, TrainingRow.STANDALONE, Optional.empty()), data, settings, labels.targets(data));
  }

  /**
   * A class weight for each label, as a teacher's expert has one: that which answers best where it
   * shifts a standalone student's logits ({@link ShiftSearch}).
   *
   * @param logits of the validation documents, [validation][labels]
   * @param classWeights that are tried
   * @param select what chooses among them
   */
  List<Double> classWeights(
      TrainingData data, float[][] logits, List<Double> classWeights, ValidationFigure select) {
    boolean[][] truth = standaloneTrial(data).validationTruth();
    List<Double> chosen = new ArrayList<>();
    for (int label = 0; label < data.labels().size(); label++) {
      boolean[][] has = new boolean[truth.length][1];
      float[][] own = new float[truth.length][1];
      for (int i = 0; i < truth.length; i++) {
        has[i][0] = truth[i][label];
        own[i][0] = logits[i][label];
      }
      chosen.add(ShiftSearch.classWeight(classWeights, has, own, select, settings.threshold()));
    }
    return chosen;
  }

  /**
   * The trial of a student that learns the true labels with a class weight for each.
   *
   * @param source what they follow from
   */
  StudentSpec weightedTrial(
      TrainingData data, List<Double> classWeights, Map<String, Object> source) {
    return new StudentSpec(
        key(data, TrainingRow.STANDALONE_WEIGHTED, Optional.empty()),
        data,
        settings,
        Targets.trueLabels(data, new LabelWeightedCrossEntropy(classWeights), source));
  }

  /**
   * The trial of the student that learns a teacher's responses instead.
   *
   * @param teacher architecture of the experts, or a name for what else has answered
   */
  public StudentSpec distilledTrial(TrainingData data, String teacher, Responses responses) {
    return new StudentSpec(
        key(data, TrainingRow.DISTILLED, Optional.of(teacher)),
        data,
        settings,
        loss.targets(responses, data));
  }

  private ModelKey key(TrainingData data, TrainingRow row, Optional<String> teacher) {
    return new ModelKey(
        data.seed(),
        data.fold().index(),
        teacher,
        Optional.of(settings.architecture().name()),
        row);
  }
}
