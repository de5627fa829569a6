package io.github.polystill.distillation.trial;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Where trials run: on workers here, in a ledger that knows their results, on other machines. What
 * runs them knows nothing of the method, and the method nothing of where they run.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public interface TrialExecutor extends AutoCloseable {
  /**
   * Asks for the result of a trial. Trials don't depend on each other's being submitted, and may
   * run in any order and side by side.
   *
   * @param priority the lower, the sooner
   * @return completed with a divergence where the training diverges; cancelled where the trial is
   *     not run here or the work is stopped; exceptionally where something is broken
   */
  CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority);

  /** The same with weights: trained again where only the figures of a trial are kept. */
  default CompletableFuture<TrialResult> submitForWeights(TrialSpec trial, TrialPriority priority) {
    return submit(trial, priority);
  }

  /**
   * Asks what a trained network answers to the {@linkplain TrainingData#extra other texts} of its
   * data that a teacher has to answer.
   *
   * @param result the trial's, to its end; its weights are read unless the answers are known
   * @return completed with something that reads the logits, [texts][outputs]; else as {@link
   *     #submit} is
   */
  default CompletableFuture<Supplier<float[][]>> answer(
      TrialSpec trial, TrialResult result, TrialPriority priority) {
    throw new UnsupportedOperationException("no texts beside the documents are answered here");
  }

  /**
   * Waits for a result.
   *
   * @throws CancellationException where the trial is not run here or the work is stopped
   */
  static <T> T join(CompletableFuture<T> submitted) {
    try {
      return submitted.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Says that nothing but its figures is wanted of a trial any more: weights and checkpoint may go,
   * where they are kept for later.
   */
  default void release(TrialSpec trial) {}

  /** How many trials run side by side. */
  int parallelism();

  /** Stops what runs and gives back what it takes; results stay readable. */
  @Override
  void close();
}
