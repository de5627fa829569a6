package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.models.training.Loss;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * One multi-label network, whatever it learns.
 *
 * @param student which model of a run it is
 * @param learnt what it learns: true labels, or what a teacher has answered
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StudentSpec(
    ModelKey student, TrainingData data, TrainingSettings settings, Targets learnt)
    implements TrialSpec {
  @Override
  public TrialName name() {
    return TrialName.student(student);
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
  public float[][] targets() {
    return learnt.values();
  }

  @Override
  public Map<String, Object> decisiveFields() {
    return learnt.source();
  }
}
