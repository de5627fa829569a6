package io.github.polystill.distillation;

import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.distillation.search.FoundExpert;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
 * @param pairs of the fold with each other one, where their experts answer the parts; else empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record CrossFittedTeacher(
    BinaryRelevanceTeacher experts, List<int[]> parts, Answers answers, List<FoldPair> pairs)
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
    pairs = List.copyOf(pairs);
  }

  /** A teacher whose experts are its own. */
  public CrossFittedTeacher(BinaryRelevanceTeacher experts, List<int[]> parts, Answers answers) {
    this(experts, parts, answers, List.of());
  }

  /**
   * The teacher of a fold that shares experts with those of all others.
   *
   * @param pairs of the fold with each of them
   */
  public static CrossFittedTeacher sharing(
      BinaryRelevanceTeacher experts, int fold, Answers answers, List<FoldPair> pairs) {
    List<int[]> parts = pairs.stream().map(it -> it.part(fold)).toList();
    return new CrossFittedTeacher(experts, parts, answers, pairs);
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
    return responses(data, BinaryRelevanceTeacher.find(searches(data, executor), executor));
  }

  /** The searches for the experts of each of {@link #learnt}. */
  List<List<Callable<FoundExpert>>> searches(TrainingData data, TrialExecutor executor) {
    List<TrainingData> learnt = learnt(data);
    List<List<Callable<FoundExpert>>> searches = new ArrayList<>();
    for (int i = 0; i < learnt.size(); i++) {
      searches.add(
          i == 0 || pairs.isEmpty()
              ? experts.searches(learnt.get(i), executor)
              : pairs.get(i - 1).searches(experts, learnt.get(i), executor));
    }
    return searches;
  }

  /**
   * What experts are trained on: everything, then everything without each part, or what each pair
   * has in common.
   *
   * @throws IllegalArgumentException where the parts are not those of the training documents
   */
  public List<TrainingData> learnt(TrainingData data) {
    int[] all = parts.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    if (!parts.isEmpty() && !Arrays.equals(all, data.fold().train())) {
      throw new IllegalArgumentException("the parts are not those of fold " + data.fold().index());
    }
    List<TrainingData> learnt = new ArrayList<>(List.of(data));
    for (int part = 0; part < parts.size(); part++) {
      learnt.add(
          pairs.isEmpty()
              ? data.without(part, parts.get(part))
              : pairs.get(part).learnt(experts, data.rows()));
    }
    return learnt;
  }

  /**
   * The answers of experts that have been found. Those of experts that have not seen a document are
   * shifted to the class weight of the label's expert of all documents, so that the answers to a
   * label have one operating point; where such an expert is missing, or has seen no document with
   * the label, that of all documents answers. A copy is answered as its document is. No expert has
   * seen a transfer text, so unless the full answers are wanted, that has the mean of all experts.
   *
   * @param found for each of {@link #learnt}
   * @throws NoExpertException where a label has no expert of all documents
   */
  public Responses responses(TrainingData data, List<List<FoundExpert>> found) {
    Responses full = experts.responses(data, found.get(0));
    if (parts.isEmpty()) {
      return full;
    }
    Map<String, Object> source = new TreeMap<>();
    source.put("answers", answers);
    source.put("responses", full.source());
    float[][] logits = Arrays.stream(full.logits()).map(float[]::clone).toArray(float[][]::new);
    List<TrainingData> learnt = learnt(data);
    List<UnaryOperator<float[][]>> inRowsOfData = new ArrayList<>();
    List<int[]> unseen = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      TrainingData rest = learnt.get(part + 1);
      inRowsOfData.add(pairs.isEmpty() ? UnaryOperator.identity() : inRows(data, rest));
      unseen.add(
          IntStream.concat(
                  IntStream.of(data.withCopies(parts.get(part))),
                  IntStream.of(data.withOtherWords(parts.get(part))))
              .toArray());
      source.put("responses without part " + part, experts.source(rest).hex());
    }
    for (int label = 0; label < full.labels().size(); label++) {
      double classWeight = found.get(0).get(label).expert().orElseThrow().classWeight();
      List<float[][]> unseenBy = new ArrayList<>();
      for (int part = 0; part < parts.size(); part++) {
        Optional<float[][]> its =
            answers(learnt.get(part + 1), label, found.get(part + 1).get(label), classWeight)
                .map(inRowsOfData.get(part));
        if (its.isPresent()) {
          unseenBy.add(its.get());
          for (int row : unseen.get(part)) {
            logits[row][label] = answer(logits[row][label], its.get()[row][0]);
          }
        }
      }
      for (int text = data.firstTransfer(); text < logits.length; text++) {
        logits[text][label] = transferAnswer(text, logits[text][label], unseenBy);
      }
    }
    return new Responses(full.ids(), full.labels(), logits, TrialId.of(source).hex());
  }

  /**
   * The answers to training documents of experts that have not seen them.
   *
   * @param found for each of {@link #learnt}
   * @param classWeights that answers are shifted to, by label; 1 gives the logits of probabilities
   *     that no class weight has moved, eq. (1)
   * @return [documents][labels]; NaN where there is no such expert, or it has seen no document with
   *     the label; a row without any for other documents
   */
  public float[][] unseen(TrainingData data, List<List<FoundExpert>> found, double[] classWeights) {
    float[][] logits = new float[data.corpus().size()][0];
    List<TrainingData> learnt = learnt(data);
    for (int part = 0; part < parts.size(); part++) {
      for (int document : parts.get(part)) {
        logits[document] = new float[classWeights.length];
        Arrays.fill(logits[document], Float.NaN);
      }
      for (int label = 0; label < classWeights.length; label++) {
        Optional<float[][]> its =
            answers(
                learnt.get(part + 1), label, found.get(part + 1).get(label), classWeights[label]);
        if (its.isPresent()) {
          for (int document : parts.get(part)) {
            logits[document][label] = its.get()[document][0];
          }
        }
      }
    }
    return logits;
  }

  /** Brings the answers to other data with further texts in the order of data; none is empty. */
  private static UnaryOperator<float[][]> inRows(TrainingData data, TrainingData other) {
    Map<String, Integer> rows = new HashMap<>();
    List<String> ids = other.ids();
    for (int row = 0; row < ids.size(); row++) {
      rows.put(ids.get(row), row);
    }
    int[] ofData = data.ids().stream().mapToInt(id -> rows.getOrDefault(id, -1)).toArray();
    return logits ->
        Arrays.stream(ofData)
            .mapToObj(row -> row < 0 ? new float[0] : logits[row])
            .toArray(float[][]::new);
  }

  /** The shifted answers of an expert that has seen a document with the label. */
  private static Optional<float[][]> answers(
      TrainingData learnt, int label, FoundExpert found, double classWeight) {
    return found
        .expert()
        .filter(expert -> hasPositives(learnt, label))
        .map(
            it ->
                FoundExpert.shifted(it.logits(), FoundExpert.shift(classWeight, it.classWeight())));
  }

  private static boolean hasPositives(TrainingData data, int label) {
    return Arrays.stream(data.fold().train()).anyMatch(it -> data.corpus().targets()[it][label]);
  }

  private float answer(float seen, float unseen) {
    return switch (answers) {
      case FULL -> seen;
      case OUT_OF_FOLD -> unseen;
      case MEAN -> logitOfMean(seen, unseen);
    };
  }

  private float transferAnswer(int text, float full, List<float[][]> others) {
    if (answers == Answers.FULL) {
      return full;
    }
    double[] all = new double[others.size() + 1];
    all[0] = full;
    for (int i = 1; i < all.length; i++) {
      all[i] = others.get(i - 1)[text][0];
    }
    return logitOfMean(all);
  }

  /** The logit of the mean of {@code sigmoid(x)}, the same bits on every machine. */
  static float logitOfMean(double... logits) {
    double positive = logSigmoid(logits[0]);
    double negative = logSigmoid(-logits[0]);
    for (int i = 1; i < logits.length; i++) {
      positive = logSum(positive, logSigmoid(logits[i]));
      negative = logSum(negative, logSigmoid(-logits[i]));
    }
    return (float) (positive - negative);
  }

  private static double logSigmoid(double x) {
    return Math.min(x, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  private static double logSum(double a, double b) {
    return Math.max(a, b) + StrictMath.log1p(StrictMath.exp(-Math.abs(a - b)));
  }
}
