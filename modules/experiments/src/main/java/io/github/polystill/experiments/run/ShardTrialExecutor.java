package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Lets through only the trials of a part of a run; others are cancelled. */
final class ShardTrialExecutor implements TrialExecutor {
  private final Predicate<TrialName> own;
  private final TrialExecutor trainer;
  private final SortedSet<String> missing = new ConcurrentSkipListSet<>();

  /** What is its own, students and searches for experts, the trainer runs. */
  ShardTrialExecutor(Predicate<TrialName> own, TrialExecutor trainer) {
    this.own = own;
    this.trainer = trainer;
  }

  @Override
  public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
    return isOwn(trial) ? trainer.submit(trial, priority) : cancelled();
  }

  @Override
  public CompletableFuture<TrialResult> submitForWeights(TrialSpec trial, TrialPriority priority) {
    return isOwn(trial) ? trainer.submitForWeights(trial, priority) : cancelled();
  }

  @Override
  public CompletableFuture<Supplier<float[][]>> answer(
      TrialSpec trial, TrialResult result, TrialPriority priority) {
    return isOwn(trial) ? trainer.answer(trial, result, priority) : cancelled();
  }

  private boolean isOwn(TrialSpec trial) {
    boolean isOwn = own.test(trial.name().part());
    if (!isOwn) {
      missing.add(trial.name().toString());
    }
    return isOwn;
  }

  private static <T> CompletableFuture<T> cancelled() {
    CompletableFuture<T> nowhere = new CompletableFuture<>();
    nowhere.cancel(false);
    return nowhere;
  }

  @Override
  public void release(TrialSpec trial) {
    trainer.release(trial);
  }

  /** Names of the trials that another process should have trained. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  @Override
  public int parallelism() {
    return trainer.parallelism();
  }

  @Override
  public void close() {
    trainer.close();
  }
}
