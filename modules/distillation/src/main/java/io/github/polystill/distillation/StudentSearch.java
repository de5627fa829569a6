package io.github.polystill.distillation;

import io.github.polystill.distillation.trial.StudentSpec;
import io.github.polystill.distillation.trial.Targets;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Trains a student with each of several settings and keeps the one that is best on the validation
 * documents by what early stopping watches, ties going to the first.
 *
 * <p>With {@code refit} it is then trained once more, on training and validation documents
 * together: from the first weights on, for as many epochs as the first training needed to its best,
 * as no document is left that could stop it (Goodfellow, Bengio and Courville, Deep Learning, 2016,
 * algorithm 7.2).
 *
 * @param candidates at least one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record StudentSearch(List<Candidate> candidates, boolean refit) {
  /**
   * A setting.
   *
   * @param trainer how it trains
   * @param values what tells it from the others, by name; empty for the only one
   */
  public record Candidate(StudentTrainer trainer, Map<String, Double> values) {}

  /**
   * What it came to.
   *
   * @param values of the best candidate
   * @param first its training without the validation documents, where it was trained again
   * @param result of the last training; how it diverged where no candidate did not
   */
  public record Found(
      Map<String, Double> values, Optional<TrialResult> first, TrialResult result) {}

  private record Trained(Candidate candidate, StudentSpec trial, TrialResult result) {
    boolean beats(Trained other) {
      return other.result.divergence().isPresent()
          ? result.divergence().isEmpty()
          : result.divergence().isEmpty()
              && result
                  .history()
                  .best()
                  .validation()
                  .beats(
                      other.result.history().best().validation(),
                      result.history().higherIsBetter());
    }
  }

  public StudentSearch {
    candidates = List.copyOf(candidates);
  }

  /** What a candidate is called, such as {@code dropout=0.1 learningRate=0.002}. */
  public static String variant(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(it -> it.getKey() + "=" + TrialName.plain(it.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** The trials of the standalone student before the choice. */
  public List<StudentSpec> standaloneTrials(TrainingData data) {
    return trials(it -> it.standaloneTrial(data));
  }

  /** The same of the student that learns responses. */
  public List<StudentSpec> distilledTrials(TrainingData data, String teacher, Responses responses) {
    return trials(it -> it.distilledTrial(data, teacher, responses));
  }

  /** Finds the student that learns the true labels. */
  public CompletableFuture<Found> standalone(TrainingData data, TrialExecutor executor) {
    return find(data, StudentTrainer::standaloneTrial, TrialPriority.Stage.STANDALONE, executor);
  }

  /**
   * Finds the student that learns the true labels with a class weight for each, as a teacher's
   * expert has one: that which answers best where its logarithm is added to the standalone
   * student's logits (METHOD.md, eq. 1, is least at {@code logit(p) + log W}).
   *
   * @param standalone what that student has come to; the same where it diverged
   * @param classWeights that are tried
   * @param select what chooses among them on the validation documents
   */
  public CompletableFuture<Found> weighted(
      TrainingData data,
      Found standalone,
      List<Double> classWeights,
      ValidationFigure select,
      TrialExecutor executor) {
    TrialResult known = standalone.first().orElse(standalone.result());
    if (known.divergence().isPresent()) {
      return CompletableFuture.completedFuture(standalone);
    }
    List<Double> chosen =
        candidates
            .get(0)
            .trainer()
            .classWeights(data, known.validationLogits(), classWeights, select);
    Map<String, Object> source =
        Map.of("classWeights", classWeights, "select", select.key(), "standalone", known.id());
    return find(
        data,
        (trainer, learnt) -> trainer.weightedTrial(learnt, chosen, source),
        TrialPriority.Stage.STANDALONE,
        executor);
  }

  /**
   * Finds the student that learns a teacher's responses, see {@link StudentTrainer#distilledTrial}.
   */
  public CompletableFuture<Found> distilled(
      TrainingData data, String teacher, Responses responses, TrialExecutor executor) {
    return find(
        data,
        (trainer, learnt) -> trainer.distilledTrial(learnt, teacher, responses),
        TrialPriority.Stage.DISTILLED,
        executor);
  }

  /** The trials of the candidates; those that learn the same share it. */
  private List<StudentSpec> trials(Function<StudentTrainer, StudentSpec> trial) {
    Map<Map<String, Object>, Targets> learnt = new HashMap<>();
    List<StudentSpec> trials = new ArrayList<>();
    for (Candidate candidate : candidates) {
      StudentSpec its = named(candidate, trial.apply(candidate.trainer()));
      learnt.putIfAbsent(its.learnt().source(), its.learnt());
      trials.add(its.sharing(learnt.get(its.learnt().source())));
    }
    return trials;
  }

  private static StudentSpec named(Candidate candidate, StudentSpec trial) {
    return candidate.values().isEmpty() ? trial : trial.withVariant(variant(candidate.values()));
  }

  private CompletableFuture<Found> find(
      TrainingData data,
      BiFunction<StudentTrainer, TrainingData, StudentSpec> trial,
      TrialPriority.Stage stage,
      TrialExecutor executor) {
    TrialPriority priority = candidates.get(0).trainer().priority().in(stage);
    boolean isOnly = candidates.size() == 1 && !refit;
    List<CompletableFuture<Trained>> submitted = new ArrayList<>();
    List<StudentSpec> trials = trials(it -> trial.apply(it, data));
    for (int i = 0; i < trials.size(); i++) {
      Candidate candidate = candidates.get(i);
      StudentSpec spec = trials.get(i);
      submitted.add(
          (isOnly ? executor.submitForWeights(spec, priority) : executor.submit(spec, priority))
              .thenApply(result -> new Trained(candidate, spec, result)));
    }
    return CompletableFuture.allOf(submitted.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> choose(submitted.stream().map(CompletableFuture::join).toList(), executor))
        .thenCompose(
            best ->
                refit && best.result().divergence().isEmpty()
                    ? again(
                        best,
                        trial.apply(best.candidate().trainer(), data.learningValidation()),
                        priority,
                        executor)
                    : withWeights(best, priority, executor));
  }

  /** The best; weights of the others may go. */
  private Trained choose(List<Trained> all, TrialExecutor executor) {
    int best = 0;
    for (int i = 1; i < all.size(); i++) {
      best = all.get(i).beats(all.get(best)) ? i : best;
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).result().divergence().isEmpty() && (refit || i != best)) {
        executor.release(all.get(i).trial());
      }
    }
    return all.get(best);
  }

  private static CompletableFuture<Found> again(
      Trained best, StudentSpec trial, TrialPriority priority, TrialExecutor executor) {
    return executor
        .submitForWeights(trial.withVariant(TrialName.REFIT).asLongAs(best.result()), priority)
        .thenApply(
            result -> new Found(best.candidate().values(), Optional.of(best.result()), result));
  }

  private static CompletableFuture<Found> withWeights(
      Trained best, TrialPriority priority, TrialExecutor executor) {
    boolean isComplete = best.result().divergence().isPresent() || best.result().hasWeights();
    return (isComplete
            ? CompletableFuture.completedFuture(best.result())
            : executor.submitForWeights(best.trial(), priority))
        .thenApply(result -> new Found(best.candidate().values(), Optional.empty(), result));
  }
}
