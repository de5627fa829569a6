package io.github.polystill.distillation.trial;

import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.models.training.LearntTexts;
import io.github.polystill.models.training.Loss;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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
  public LearntTexts learntTexts() {
    int[] all = learnt.documents();
    int pool = (int) Arrays.stream(all).filter(it -> it >= data.firstTransfer()).count();
    int always = all.length - pool;
    return new LearntTexts(
        Arrays.copyOf(all, always),
        Arrays.copyOfRange(all, always, all.length),
        pool == 0 ? 0 : data.extra().perEpoch());
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
    if (!learnsExtra()) {
      return learnt.source();
    }
    Map<String, Object> fields = new TreeMap<>(learnt.source());
    if (student.training() == TrainingRow.DISTILLED) {
      fields.put("texts", data.extra().hash());
      fields.put("texts.perEpoch", data.extra().perEpoch());
    } else {
      fields.put("copies", data.extra().copies());
    }
    return fields;
  }
}
