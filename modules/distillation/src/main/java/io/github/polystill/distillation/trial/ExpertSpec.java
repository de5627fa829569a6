package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.models.training.Loss;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import io.github.polystill.models.training.WeightedCrossEntropy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * A teacher's binary network for one label, trained by eq. (1) of METHOD.md.
 *
 * @param teacher that it may be a part of
 * @param label column of its label
 * @param classWeight W of eq. (1)
 * @param epochs passes at most, those made before included
 * @param before where to go on: of the same trial with fewer epochs, or the neighbour's result
 * @param traits what it is
 * @param neighbour to its end, of another class weight, whose best weights are its first ones
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record ExpertSpec(
    ModelKey teacher,
    TrainingData data,
    TrainingSettings settings,
    int label,
    double classWeight,
    int epochs,
    Optional<TrialResult> before,
    ExpertTraits traits,
    Optional<ExpertSpec> neighbour)
    implements TrialSpec {
  /** An expert that is trained to its end. */
  public ExpertSpec(
      ModelKey teacher,
      TrainingData data,
      TrainingSettings settings,
      int label,
      double classWeight) {
    this(
        teacher,
        data,
        settings,
        label,
        classWeight,
        settings.optimisation().epochs(),
        Optional.empty(),
        ExpertTraits.PAPER,
        Optional.empty());
  }

  /** The same as one of several. */
  public ExpertSpec with(ExpertTraits others) {
    return new ExpertSpec(
        teacher, data, settings, label, classWeight, epochs, before, others, neighbour);
  }

  /** The same with another class weight. */
  public ExpertSpec withClassWeight(double other) {
    return new ExpertSpec(teacher, data, settings, label, other, epochs, before, traits, neighbour);
  }

  /**
   * The same up to a number of epochs.
   *
   * @param from what it came to with fewer; empty to begin
   */
  public ExpertSpec upTo(int most, Optional<TrialResult> from) {
    return new ExpertSpec(
        teacher, data, settings, label, classWeight, most, from, traits, neighbour);
  }

  /** The same to its end. */
  public ExpertSpec toItsEnd() {
    return upTo(settings.optimisation().epochs(), Optional.empty());
  }

  /**
   * The same that begins with the best weights of another.
   *
   * @param result the other's; may be empty where an executor knows it
   */
  public ExpertSpec after(ExpertSpec other, Optional<TrialResult> result) {
    return new ExpertSpec(
        teacher,
        data,
        settings,
        label,
        classWeight,
        epochs,
        result,
        traits,
        Optional.of(other.toItsEnd()));
  }

  /** What it is. */
  public ExpertKind kind() {
    return traits.kind();
  }

  /** Where its training begins, if not with first weights of its own. */
  Optional<TrainingCheckpoint> begin() {
    if (neighbour.isEmpty()) {
      return before.flatMap(TrialResult::checkpoint);
    }
    TrainingHistory none = TrainingHistory.none(settings.monitor().higherIsBetter());
    return Optional.of(new TrainingCheckpoint(none, before.orElseThrow().weights()));
  }

  @Override
  public TrialName name() {
    return new TrialName(
        teacher,
        Optional.of(data.labels().name(label)),
        Optional.of(classWeight),
        data.heldOut(),
        traits.variant());
  }

  @Override
  public Loss loss() {
    return new WeightedCrossEntropy(classWeight);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public int[] learntDocuments() {
    int[] train = data.fold().train();
    return traits.learnsCopies() ? data.withCopies(train) : train;
  }

  @Override
  public int[][] tokens() {
    return traits.learnsCopies() ? data.tokens() : data.corpus().tokens();
  }

  @Override
  public boolean[][] truth() {
    return column(data.corpus().targets());
  }

  private boolean[][] column(boolean[][] all) {
    boolean[][] column = new boolean[all.length][1];
    for (int i = 0; i < column.length; i++) {
      column[i][0] = all[i][label];
    }
    return column;
  }

  @Override
  public float[][] targets() {
    return Targets.numbers(
        column(traits.learnsCopies() ? data.targets() : data.corpus().targets()));
  }

  @Override
  public Map<String, Object> decisiveFields() {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("label", data.labels().name(label));
    fields.put("classWeight", classWeight);
    if (traits.learnsCopies()) {
      fields.put("copies", data.extra().copies());
    }
    if (kind() == ExpertKind.LINEAR) {
      fields.put("kind", LinearExpert.OF_WORDS);
      fields.put("vocabulary", data.corpus().vocabulary().contentHash());
    } else if (kind() == ExpertKind.ENCODER) {
      fields.put("kind", LinearExpert.OF_VECTORS);
      fields.put("encoder", data.encoded().orElseThrow().contentHash());
    }
    neighbour.ifPresent(it -> fields.put("first weights of", it.id()));
    return fields;
  }
}
