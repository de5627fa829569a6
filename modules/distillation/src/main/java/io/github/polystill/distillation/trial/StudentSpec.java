package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.training.LearntTexts;
import io.github.polystill.models.training.Loss;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * One multi-label network, whatever it learns.
 *
 * @param student which model of a run it is
 * @param learnt what it learns: true labels, or what a teacher has answered
 * @param variant what tells it from other trainings of the same student, if there are any
 * @param first the training whose best epoch is this one's last; empty where early stopping ends it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StudentSpec(
    ModelKey student,
    TrainingData data,
    TrainingSettings settings,
    Targets learnt,
    Optional<String> variant,
    Optional<TrialResult> first)
    implements TrialSpec {
  /** A student that is trained once, until early stopping ends it. */
  public StudentSpec(
      ModelKey student, TrainingData data, TrainingSettings settings, Targets learnt) {
    this(student, data, settings, learnt, Optional.empty(), Optional.empty());
  }

  /** The same as one of several. */
  public StudentSpec withVariant(String what) {
    return new StudentSpec(student, data, settings, learnt, Optional.of(what), first);
  }

  /** The same with what another learns, which is equal, so that both are one in memory. */
  public StudentSpec sharing(Targets equal) {
    return new StudentSpec(student, data, settings, equal, variant, first);
  }

  /** The same for as many epochs as another training needed to its best. */
  public StudentSpec asLongAs(TrialResult other) {
    return new StudentSpec(student, data, settings, learnt, variant, Optional.of(other));
  }

  @Override
  public TrialName name() {
    TrialName name = TrialName.student(student);
    return variant.map(name::withVariant).orElse(name);
  }

  @Override
  public int epochs() {
    return first.map(it -> it.history().bestEpoch()).orElse(settings.optimisation().epochs());
  }

  @Override
  public TrialId id() {
    return whole(); // its number of epochs follows from the first training
  }

  @Override
  public Loss loss() {
    return learnt.loss();
  }

  @Override
  public int outputs() {
    return data.labels().size();
  }

  @Override
  public boolean[][] truth() {
    return data.corpus().targets();
  }

  @Override
  public int[] learntDocuments() {
    return learnt.documents();
  }

  @Override
  public LearntTexts learntTexts() {
    int[] all = learnt.documents();
    int always = countBelow(all, data.firstUnlabelled());
    int turns = countBelow(all, data.firstTransfer());
    int copied = (int) IntStream.of(data.extra().replaced()).distinct().count();
    return new LearntTexts(
        Arrays.copyOf(all, always),
        Arrays.copyOfRange(all, always, turns),
        turns == always ? 0 : copied,
        Arrays.copyOfRange(all, turns, all.length),
        turns == all.length ? 0 : data.extra().perEpoch());
  }

  private static int countBelow(int[] rows, int end) {
    return (int) Arrays.stream(rows).filter(it -> it < end).count();
  }

  @Override
  public int[][] tokens() {
    return learnsExtra() ? data.tokens() : data.corpus().tokens();
  }

  private boolean learnsExtra() {
    int[] all = learnt.documents();
    return all.length > 0 && all[all.length - 1] >= data.corpus().size();
  }

  @Override
  public float[][] targets() {
    return learnt.values();
  }

  @Override
  public Map<String, Object> decisiveFields() {
    Map<String, Object> fields = new TreeMap<>(learnt.source());
    first.ifPresent(it -> fields.put("epochs of", it.id()));
    if (learnsExtra() && student.training() == TrainingRow.DISTILLED) {
      fields.put("texts", data.extra().hash());
      fields.put("texts.perEpoch", data.extra().perEpoch());
    } else if (learnsExtra()) {
      fields.put("copies", data.extra().copies());
    }
    return fields;
  }
}
