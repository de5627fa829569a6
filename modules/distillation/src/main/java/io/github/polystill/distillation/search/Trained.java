package io.github.polystill.distillation.search;

import io.github.polystill.distillation.search.FoundExpert.Expert;
import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.ExtraTexts;
import io.github.polystill.distillation.trial.Sigmoid;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.evaluation.ValidationFigure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A network of a search and what it has come to so far. */
record Trained(ExpertSpec trial, TrialResult result) {
  /** Trains networks to their end. */
  static List<Trained> all(
      List<ExpertSpec> trials, TrialExecutor executor, TrialPriority priority) {
    return join(trials, trials.stream().map(it -> executor.submit(it, priority)).toList());
  }

  /** Waits for what has been submitted. */
  static List<Trained> join(
      List<ExpertSpec> trials, List<CompletableFuture<TrialResult>> submitted) {
    List<Trained> trained = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      trained.add(new Trained(trials.get(i), TrialExecutor.join(submitted.get(i))));
    }
    return trained;
  }

  boolean isSound() {
    return result.divergence().isEmpty();
  }

  int epochs() {
    return isSound() ? result.history().epochs().size() : result.divergence().get().epoch();
  }

  /** The same, to its end, with weights and with its answers to what else a student learns. */
  Expert expert(TrialExecutor executor, TrialPriority priority) {
    ExpertSpec whole = trial.toItsEnd();
    boolean heldOut = whole.data().heldOut().isPresent(); // its answers are all that is wanted
    TrialResult expert =
        heldOut || result.hasWeights()
            ? result
            : TrialExecutor.join(executor.submitForWeights(whole, priority));
    TrialResult answered = new Trained(whole, expert).answered(executor, priority);
    if (heldOut) {
      executor.release(whole);
    }
    return new Expert(whole, answered, whole.classWeight());
  }

  /** The result with answers to what else a student learns. */
  private TrialResult answered(TrialExecutor executor, TrialPriority priority) {
    ExtraTexts texts = trial.data().extra();
    TrialPriority soon = priority.in(TrialPriority.Stage.CONTINUED);
    return texts.size() == 0
        ? result
        : result.with(texts, TrialExecutor.join(executor.answer(trial, result, soon)));
  }

  static Trained best(List<Trained> some, ValidationFigure select) {
    return bestFirst(some, select).get(0);
  }

  static List<Trained> bestFirst(List<Trained> some, ValidationFigure select) {
    List<ExpertChoice.Candidate> candidates =
        some.stream().map(it -> it.candidate(select)).toList();
    return ExpertChoice.bestFirst(candidates, select).stream().map(some::get).toList();
  }

  private ExpertChoice.Candidate candidate(ValidationFigure select) {
    double figure =
        select == trial.settings().monitor()
            ? result.history().best().validation().figure()
            : figureOf(select);
    double loss = result.history().best().validation().loss();
    return new ExpertChoice.Candidate(trial.classWeight(), figure, loss);
  }

  private double figureOf(ValidationFigure select) {
    return select.of(
        trial.validationTruth(),
        Sigmoid.of(result.validationLogits()),
        trial.settings().threshold());
  }
}
