package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.trial.LocalTrialExecutor;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrialListener;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.training.DivergedException;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A few steps of one architecture on one fold, which tell how long its epochs are. */
final class Calibration {
  private static final double SECONDS = 3;
  private static final int STEPS = 2;

  /** Cost of an answer for a document relative to learning from it. */
  private static final double ANSWER = 1 / 3.0;

  private static final TrialPriority FIRST =
      new TrialPriority(0, TrialPriority.Stage.CALIBRATION, 0);

  private final TrialSpec trial;
  private final CancellationToken cancellation;

  private Calibration(TrialSpec trial, CancellationToken cancellation) {
    this.trial = trial;
    this.cancellation = cancellation;
  }

  /** Has a worker run one, with a trial of the architecture that goes nowhere. */
  static CompletableFuture<Void> submit(
      LocalTrialExecutor workers,
      TrialSpec trial,
      RemainingTime remaining,
      CancellationToken cancellation) {
    Calibration calibration = new Calibration(trial, cancellation);
    return workers.inSession(
        trial,
        FIRST,
        session -> {
          Stopwatch watch = calibration.run(session);
          remaining.calibrated(
              trial.name(), Thread.currentThread().getName(), watch.first, watch.epoch());
          return null;
        });
  }

  /** Runs one of each architecture on the first fold that is to be run. */
  static void ofEachArchitecture(
      CrossValidation validation,
      RemainingTime remaining,
      CancellationToken cancellation,
      RunOptions options)
      throws Exception {
    Experiment experiment = validation.experiment();
    Fold fold = validation.corpus().folds().get(experiment.folds().run().get(0));
    PreparedFold prepared = validation.prepare(fold, experiment.vectors().path().map(Path::of));
    MethodSettings method = new MethodSettings(experiment, options.device().platform());
    try (LocalTrialExecutor workers =
        new LocalTrialExecutor(options.workers(), options.device(), TrialListener.NONE)) {
      List<CompletableFuture<Void>> calibrations = new ArrayList<>();
      for (ArchitectureSettings architecture : TrialPlan.dearestFirst(experiment)) {
        TrainingData data = prepared.data(experiment.layoutOf(architecture));
        TrialSpec trial = method.anyTrial(architecture, data);
        calibrations.add(submit(workers, trial, remaining, cancellation));
      }
      for (ArchitectureSettings student : experiment.student().architecture().orElse(List.of())) {
        TrialSpec trial = method.anyStudent(student, prepared.data(experiment.layoutOf(student)));
        calibrations.add(submit(workers, trial, remaining, cancellation));
      }
      for (CompletableFuture<Void> calibration : calibrations) {
        calibration.get();
      }
    } catch (ExecutionException | CancellationException e) {
      cancellation.throwIfCancelled();
      throw e;
    }
  }

  /** Ends the training. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  private final class Stopwatch implements TrainingListener {
    private final long begin = System.nanoTime();
    private long started;
    private double first;
    private final List<Double> perDocument = new ArrayList<>();
    private double seconds;

    @Override
    public void stepStarted(TokenBatch batch) {
      cancellation.throwIfCancelled();
      started = System.nanoTime();
    }

    @Override
    public void stepFinished(int learnt) {
      long now = System.nanoTime();
      if (first == 0) {
        first = (now - begin) * 1e-9;
        return;
      }
      double step = (now - started) * 1e-9;
      seconds += step;
      perDocument.add(step / learnt);
      if (seconds >= SECONDS && perDocument.size() >= STEPS) {
        throw new Enough();
      }
    }

    /**
     * Seconds of an epoch with its answers for the validation documents, by the median of the later
     * half of the steps: the first hundreds are slower, as the JVM still compiles.
     */
    double epoch() {
      int train = trial.learntDocuments().length;
      int validation = trial.data().fold().validation().length;
      if (perDocument.isEmpty()) {
        return first;
      }
      List<Double> later = perDocument.subList(perDocument.size() / 2, perDocument.size());
      double median = later.stream().sorted().skip(later.size() / 2).findFirst().orElseThrow();
      return median * (train + ANSWER * validation);
    }
  }

  /** Trains for {@value #SECONDS} seconds; what is learnt is lost. */
  private Stopwatch run(TrainingSession session) {
    Stopwatch watch = new Stopwatch();
    try {
      Trainer.advance(session, trial.task(), Optional.empty(), trial.epochs(), watch);
    } catch (Enough | DivergedException e) {
      // Steps that lead nowhere take as long as others.
    }
    return watch;
  }
}
