package io.github.polystill.distillation.search;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.models.training.Divergence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What the search for a label's expert has come to. Networks that diverged are left out.
 *
 * @param expert the best; empty where all diverged
 * @param divergences of the others
 * @param epochs passes over the training documents of all networks together
 * @param grid what the full grid would have done, where a search that is not it was asked to find
 *     out
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record FoundExpert(
    Optional<Expert> expert, List<Divergence> divergences, int epochs, Optional<Grid> grid) {
  public FoundExpert {
    divergences = List.copyOf(divergences);
  }

  /** The same that stands for another class weight. */
  public FoundExpert withClassWeight(double other) {
    return new FoundExpert(expert.map(it -> it.withClassWeight(other)), divergences, epochs, grid);
  }

  /** The same with another part in the answer of several members of a teacher. */
  public FoundExpert withPart(double part) {
    return new FoundExpert(expert.map(it -> it.withPart(part)), divergences, epochs, grid);
  }

  /**
   * The chosen one, with its weights.
   *
   * @param classWeight chosen; where another was trained with, it is stood for by a shift of logits
   * @param others that answer with it, of the same class weight
   * @param part its weight in the mean over the members of a teacher
   */
  public record Expert(
      ExpertSpec trial, TrialResult result, double classWeight, List<Expert> others, double part) {
    public Expert {
      others = List.copyOf(others);
    }

    /** One of a teacher whose members count alike. */
    public Expert(ExpertSpec trial, TrialResult result, double classWeight, List<Expert> others) {
      this(trial, result, classWeight, others, 1);
    }

    /** One that answers alone. */
    public Expert(ExpertSpec trial, TrialResult result, double classWeight) {
      this(trial, result, classWeight, List.of());
    }

    private Expert withClassWeight(double other) {
      List<Expert> same = others.stream().map(it -> it.withClassWeight(other)).toList();
      return new Expert(trial, result, other, same, part);
    }

    private Expert withPart(double other) {
      List<Expert> same = others.stream().map(it -> it.withPart(other)).toList();
      return new Expert(trial, result, classWeight, same, other);
    }

    /** Its answers to every document, [documents][1]; with others the mean. */
    public float[][] logits() {
      List<float[][]> all = new ArrayList<>();
      all.add(shifted(result.logits(), shift(classWeight, trial.classWeight())));
      others.forEach(other -> all.add(other.logits()));
      return mean(all);
    }

    /** The same to the validation documents, [validation][1], as if of the class weight 1. */
    public float[][] unshiftedValidationLogits() {
      List<float[][]> all = new ArrayList<>();
      all.add(shifted(result.validationLogits(), shift(1, trial.classWeight())));
      others.forEach(other -> all.add(other.unshiftedValidationLogits()));
      return mean(all);
    }
  }

  /**
   * The mean of several networks' logits.
   *
   * @param networks logits of each, all of the same shape
   */
  public static float[][] mean(List<float[][]> networks) {
    return mean(networks, Collections.nCopies(networks.size(), 1.0));
  }

  /** The same where each has a part of its own. */
  public static float[][] mean(List<float[][]> networks, List<Double> parts) {
    if (networks.size() == 1) {
      return networks.get(0);
    }
    double all = parts.stream().mapToDouble(Double::doubleValue).sum();
    float[][] mean = new float[networks.get(0).length][];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = new float[networks.get(0)[i].length];
      for (int j = 0; j < mean[i].length; j++) {
        double sum = 0;
        for (int network = 0; network < parts.size(); network++) {
          sum += parts.get(network) * networks.get(network)[i][j];
        }
        mean[i][j] = (float) (sum / all);
      }
    }
    return mean;
  }

  /** What is added to the logits of a network to stand for another class weight than its own. */
  public static double shift(double classWeight, double trainedWith) {
    return StrictMath.log(classWeight / trainedWith);
  }

  /** Logits with something added. */
  public static float[][] shifted(float[][] logits, double shift) {
    if (shift == 0) {
      return logits;
    }
    float[][] sums = new float[logits.length][];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = logits[i].clone();
      for (int j = 0; j < sums[i].length; j++) {
        sums[i][j] += (float) shift;
      }
    }
    return sums;
  }

  /**
   * The full grid.
   *
   * @param classWeight chosen
   * @param epochs passes over the training documents for all class weights together
   */
  public record Grid(double classWeight, int epochs) {}
}
