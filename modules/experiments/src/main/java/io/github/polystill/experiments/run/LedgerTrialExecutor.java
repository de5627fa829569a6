package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.ExpertSpec;
import io.github.polystill.distillation.trial.TrialExecutor;
import io.github.polystill.distillation.trial.TrialId;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialResult;
import io.github.polystill.distillation.trial.TrialSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.commons.lang3.function.Failable;

/**
 * Answers from a ledger what that knows, and puts into it what another executor trains: so a run
 * goes on where it stood. A trial that diverged is known too, and so is one that a search stopped.
 */
final class LedgerTrialExecutor implements TrialExecutor {
  private final RunDirectory directory;
  private final TrialLedger ledger;
  private final TrialExecutor trainer;
  private final RunProgress progress;
  private final AtomicBoolean saidNotKept = new AtomicBoolean();

  LedgerTrialExecutor(
      RunDirectory directory, TrialLedger ledger, TrialExecutor trainer, RunProgress progress) {
    this.directory = directory;
    this.ledger = ledger;
    this.trainer = trainer;
    this.progress = progress;
  }

  @Override
  public CompletableFuture<TrialResult> submit(TrialSpec trial, TrialPriority priority) {
    return submit(trial, priority, false);
  }

  @Override
  public CompletableFuture<TrialResult> submitForWeights(TrialSpec trial, TrialPriority priority) {
    return submit(trial, priority, true);
  }

  private CompletableFuture<TrialResult> submit(
      TrialSpec trial, TrialPriority priority, boolean needsWeights) {
    try {
      Optional<TrialResult> known = known(trial);
      if (known.isPresent()) {
        TrialResult result = known.get();
        if (!needsWeights || result.divergence().isPresent() || result.hasWeights()) {
          progress.known(trial, result);
          return CompletableFuture.completedFuture(result);
        }
        if (!removeWhereNotKept(trial.whole().hex(), result)) {
          progress.warn(
              "trial-damaged",
              trial.name() + ": its weights are damaged, so it is trained again",
              Map.of("trial", trial.name(), "hash", trial.whole().hex()));
          ledger.remove(trial.whole().hex());
        }
      }
      ledger.removeDamaged(trial.whole().hex());
      ledger.removeDamaged(trial.id().hex());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new UncheckedIOException(e));
    }
    return ready(trial, priority)
        .thenCompose(it -> trainer.submit(it, priority))
        .thenApply(result -> store(trial, result));
  }

  /** The trial with the weights that it begins with, where those are another's. */
  private CompletableFuture<TrialSpec> ready(TrialSpec trial, TrialPriority priority) {
    if (trial instanceof ExpertSpec expert
        && expert.neighbour().isPresent()
        && !expert.before().map(TrialResult::hasWeights).orElse(false)) {
      ExpertSpec other = expert.neighbour().get();
      return submitForWeights(other, priority)
          .thenApply(result -> expert.after(other, Optional.of(result)));
    }
    return CompletableFuture.completedFuture(trial);
  }

  @Override
  public CompletableFuture<Supplier<float[][]>> answer(
      TrialSpec trial, TrialResult result, TrialPriority priority) {
    String hash =
        TrialId.of(Map.of("trial", trial.whole(), "texts", trial.data().extra().hash())).hex();
    try {
      Optional<TrialLedger.Answers> known = ledger.answers(hash);
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(stored(hash, known.get()));
      }
      ledger.removeDamaged(hash);
      removeWhereNotKept(trial.whole().hex(), result);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new UncheckedIOException(e));
    }
    CompletableFuture<TrialResult> weights =
        result.hasWeights()
            ? CompletableFuture.completedFuture(result)
            : submitForWeights(trial, priority);
    return weights
        .thenCompose(trained -> trainer.answer(trial, trained, priority))
        .thenApply(
            Failable.asFunction(
                answers -> {
                  directory.unseal();
                  return stored(hash, ledger.addAnswers(hash, trial.name(), answers.get()));
                }));
  }

  /** Weights that no model needs are not kept, so that they are gone is no damage. */
  private boolean removeWhereNotKept(String whole, TrialResult result) throws IOException {
    boolean notKept =
        !result.hasWeights()
            && ledger.find(whole).isPresent()
            && !Files.exists(ledger.weightsFile(whole));
    if (notKept) {
      if (!saidNotKept.getAndSet(true)) {
        progress.message("experts whose weights were not kept are trained again");
      }
      ledger.remove(whole);
    }
    return notKept;
  }

  private Supplier<float[][]> stored(String hash, TrialLedger.Answers answers) {
    return Failable.asSupplier(() -> ledger.logits(hash, answers));
  }

  private Optional<TrialResult> known(TrialSpec trial) throws IOException {
    String whole = trial.whole().hex();
    Optional<TrialLedger.Failure> failure = ledger.failure(whole);
    if (failure.isPresent() && failure.get().divergence().epoch() <= trial.epochs()) {
      return Optional.of(TrialResult.diverged(trial, failure.get().divergence(), 0));
    }
    Optional<TrialLedger.Entry> entry = ledger.find(whole);
    if (entry.isPresent() && entry.get().history().epochs().size() <= trial.epochs()) {
      return Optional.of(finished(trial, entry.get()));
    }
    return trial.id().equals(trial.whole())
        ? Optional.empty()
        : ledger.rung(trial.id().hex()).map(rung -> stopped(trial, rung));
  }

  private TrialResult store(TrialSpec trial, TrialResult result) {
    try {
      directory.unseal();
      String whole = trial.whole().hex();
      if (result.divergence().isPresent()) {
        ledger.addFailure(whole, trial.name(), result.divergence().get());
        progress.diverged(trial, result);
        return result;
      }
      if (result.id().equals(trial.whole())) {
        TrialLedger.Entry entry = ledger.add(whole, trial.name(), result);
        progress.finished(trial, result);
        return finished(trial, entry);
      }
      TrialLedger.Rung rung = ledger.addRung(result.id().hex(), trial.name(), result);
      progress.stopped(trial, result);
      return stopped(trial, rung);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrialResult finished(TrialSpec trial, TrialLedger.Entry entry) {
    String whole = trial.whole().hex();
    return TrialResult.finished(
        trial,
        entry.history(),
        entry.seconds(),
        Failable.asSupplier(() -> ledger.logits(whole, entry)),
        () -> Failable.getAsBoolean(() -> ledger.hasWeights(whole)),
        Failable.asSupplier(() -> ledger.weights(whole)));
  }

  private TrialResult stopped(TrialSpec trial, TrialLedger.Rung rung) {
    String id = trial.id().hex();
    return TrialResult.stopped(
        trial,
        rung.history(),
        rung.seconds(),
        rung.validationLogits(),
        Failable.asSupplier(() -> ledger.checkpoint(id)));
  }

  @Override
  public void release(TrialSpec trial) {
    if (trial.id().equals(trial.whole())) {
      Failable.run(() -> ledger.dropWeights(List.of(trial.id().hex())));
      progress.released(trial);
    } else {
      Failable.run(() -> ledger.dropCheckpoint(trial.id().hex()));
    }
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
