package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * A teacher that does not answer from memory (cross-fitting: Dao, Kamath, Syrgkanis and Mackey,
 * ICLR 2021). On the documents that they were trained on experts repeat the labels; so for each of
 * several parts of the training documents others are trained on the rest, and answer it.
 *
 * @param experts how experts are trained and chosen
 * @param parts disjoint parts that cover the training documents, see {@link
 *     PreparedFold#trainingParts}; none for the paper's teacher
 * @param answers what a student learns of both answers to a training document
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CrossFittedTeacher(BinaryRelevanceTeacher experts, List<int[]> parts, Answers answers)
    implements Teacher {
  /** Answers to training documents; others have those of the experts of all of them. */
  public enum Answers {
    /** Of experts that have seen the document, as in the paper. */
    FULL,
    /** Of experts that have not. */
    OUT_OF_FOLD,
    /** The mean of both probabilities. */
    MEAN
  }

  public CrossFittedTeacher {
    parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return experts.name();
  }

  @Override
  public TokenLayout layout(int maxLength) {
    return experts.layout(maxLength);
  }

  @Override
  public Responses respond(TrainingData data, TrialExecutor executor) {
    return responses(data, experts.findExperts(learnt(data), executor));
  }

  /** What experts are trained on: everything, then everything without each part. */
  public List<TrainingData> learnt(TrainingData data) {
    List<TrainingData> learnt = new ArrayList<>(List.of(data));
    for (int part = 0; part < parts.size(); part++) {
      learnt.add(data.without(part, parts.get(part)));
    }
    return learnt;
  }

  /**
   * The answers of experts that have been found.
   *
   * @param found for each of {@link #learnt}
   * @throws NoExpertException where a label has none
   */
  public Responses responses(TrainingData data, List<List<FoundExpert>> found) {
    List<TrainingData> learnt = learnt(data);
    if (parts.isEmpty()) {
      return experts.responses(data, found.get(0));
    }
    List<Responses> each = new ArrayList<>();
    for (int i = 0; i < learnt.size(); i++) {
      each.add(experts.responses(learnt.get(i), found.get(i)));
    }
    float[][] logits =
        Arrays.stream(each.get(0).logits()).map(float[]::clone).toArray(float[][]::new);
    for (int part = 0; part < parts.size(); part++) {
      float[][] unseen = each.get(part + 1).logits();
      for (int document : parts.get(part)) {
        for (int label = 0; label < logits[document].length; label++) {
          logits[document][label] = answer(logits[document][label], unseen[document][label]);
        }
      }
    }
    Map<String, Object> source = new TreeMap<>();
    source.put("answers", answers);
    for (int i = 0; i < each.size(); i++) {
      source.put("responses " + i, each.get(i).source());
    }
    return new Responses(each.get(0).ids(), each.get(0).labels(), logits, TrialId.of(source).hex());
  }

  private float answer(float seen, float unseen) {
    return switch (answers) {
      case FULL -> seen;
      case OUT_OF_FOLD -> unseen;
      case MEAN -> logitOfMean(seen, unseen);
    };
  }

  /** The logit of {@code (sigmoid(a) + sigmoid(b)) / 2}, the same bits on every machine. */
  static float logitOfMean(double a, double b) {
    return (float) (logSum(logSigmoid(a), logSigmoid(b)) - logSum(logSigmoid(-a), logSigmoid(-b)));
  }

  private static double logSigmoid(double x) {
    return Math.min(x, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double logSum(double a, double b) {
    return Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
  }
}
