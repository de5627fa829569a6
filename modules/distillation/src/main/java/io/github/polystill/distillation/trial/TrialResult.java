package io.github.polystill.distillation.trial;

import io.github.polystill.models.training.Divergence;
import io.github.polystill.models.training.TrainingCheckpoint;
import io.github.polystill.models.training.TrainingHistory;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * What a trial comes to. Its large parts may lie elsewhere and are read when they are asked for; to
 * ask for one that it has not is a {@link NoSuchElementException}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class TrialResult {
  private final TrialId id;
  private final double seconds;
  private final Optional<Divergence> divergence;
  private final Optional<TrainingHistory> history;
  private Supplier<float[][]> logits = TrialResult::noLogits;
  private Supplier<float[][]> validationLogits = TrialResult::noLogits;
  private BooleanSupplier hasWeights = () -> false;
  private Supplier<Map<String, float[]>> weights = TrialResult::noWeights;
  private Supplier<Optional<TrainingCheckpoint>> checkpoint = Optional::empty;

  private TrialResult(
      TrialId id,
      double seconds,
      Optional<Divergence> divergence,
      Optional<TrainingHistory> history) {
    this.id = id;
    this.seconds = seconds;
    this.divergence = divergence;
    this.history = history;
  }

  /**
   * The result of a trial that was trained to its end.
   *
   * @param logits of every document under the best weights, [documents][outputs]
   * @param hasWeights whether the best weights are kept
   * @param weights by parameter name
   */
  public static TrialResult finished(
      TrialSpec trial,
      TrainingHistory history,
      double seconds,
      Supplier<float[][]> logits,
      BooleanSupplier hasWeights,
      Supplier<Map<String, float[]>> weights) {
    TrialResult result =
        new TrialResult(trial.whole(), seconds, Optional.empty(), Optional.of(history));
    int[] validation = trial.data().fold().validation();
    result.logits = logits;
    result.validationLogits =
        () -> {
          float[][] all = logits.get();
          float[][] some = new float[validation.length][];
          for (int i = 0; i < some.length; i++) {
            some[i] = all[validation[i]];
          }
          return some;
        };
    result.hasWeights = hasWeights;
    result.weights = weights;
    return result;
  }

  /**
   * The result of a trial that was stopped before its end.
   *
   * @param validationLogits of the validation documents under the best weights so far,
   *     [validation][outputs]
   * @param checkpoint where it can go on, if that is kept
   */
  public static TrialResult stopped(
      TrialSpec trial,
      TrainingHistory history,
      double seconds,
      float[][] validationLogits,
      Supplier<Optional<TrainingCheckpoint>> checkpoint) {
    TrialResult result =
        new TrialResult(trial.id(), seconds, Optional.empty(), Optional.of(history));
    result.validationLogits = () -> validationLogits;
    result.checkpoint = checkpoint;
    return result;
  }

  /** The result of a trial that diverged, which is no more than that. */
  public static TrialResult diverged(TrialSpec trial, Divergence divergence, double seconds) {
    return new TrialResult(trial.whole(), seconds, Optional.of(divergence), Optional.empty());
  }

  /**
   * The same with the logits of further texts behind those of the documents.
   *
   * @param answers to those that {@link TrialExecutor#answer} is asked for
   */
  public TrialResult with(ExtraTexts texts, Supplier<float[][]> answers) {
    TrialResult result = new TrialResult(id, seconds, divergence, history);
    result.logits = () -> texts.joined(logits.get(), answers.get());
    result.validationLogits = validationLogits;
    result.hasWeights = hasWeights;
    result.weights = weights;
    return result;
  }

  /** What another trial needs to begin where this one ended, for {@link #ofBeginning}. */
  Object[] beginning() {
    Map<String, float[]> kept = hasWeights() ? weights() : Map.of();
    return new Object[] {id, seconds, history(), checkpoint(), kept};
  }

  /** A result of no more than that. */
  @SuppressWarnings("unchecked")
  static TrialResult ofBeginning(Object[] fields) {
    TrialResult result =
        new TrialResult(
            (TrialId) fields[0],
            (double) fields[1],
            Optional.empty(),
            Optional.of((TrainingHistory) fields[2]));
    Optional<TrainingCheckpoint> kept = (Optional<TrainingCheckpoint>) fields[3];
    result.checkpoint = () -> kept;
    result.hasWeights = () -> !((Map<?, ?>) fields[4]).isEmpty();
    result.weights = () -> (Map<String, float[]>) fields[4];
    return result;
  }

  private static float[][] noLogits() {
    throw new NoSuchElementException("no logits are kept of this trial");
  }

  private static Map<String, float[]> noWeights() {
    throw new NoSuchElementException("no weights are kept of this trial");
  }

  /** Its name in a ledger. */
  public TrialId id() {
    return id;
  }

  /** Seconds that training it took. */
  public double seconds() {
    return seconds;
  }

  /** How it diverged, if it did. */
  public Optional<Divergence> divergence() {
    return divergence;
  }

  /** Epochs and the best of them; none of a trial that diverged. */
  public TrainingHistory history() {
    return history.orElseThrow();
  }

  /** Logits of every document under the best weights, [documents][outputs]. */
  public float[][] logits() {
    return logits.get();
  }

  /** Logits of the validation documents under the best weights so far, [validation][outputs]. */
  public float[][] validationLogits() {
    return validationLogits.get();
  }

  /** Whether the best weights are kept. */
  public boolean hasWeights() {
    return hasWeights.getAsBoolean();
  }

  /** The best weights by parameter name. */
  public Map<String, float[]> weights() {
    return weights.get();
  }

  /** Where it can go on, if it was stopped before its end and that is kept. */
  public Optional<TrainingCheckpoint> checkpoint() {
    return checkpoint.get();
  }
}
