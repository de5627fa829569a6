package io.github.polystill.experiments.run;

import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.training.DivergedException;
import io.github.polystill.models.training.Trainer;
import io.github.polystill.models.training.TrainingListener;
import io.github.polystill.models.training.TrainingSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A few steps of one architecture on one fold, which tell how long its epochs are. */
final class Calibration {
  private static final double SECONDS = 3;
  private static final int STEPS = 2;

  /** Cost of a look at a document relative to learning from it. */
  private static final double LOOK = 1 / 3.0;

  private final TrialSpec trial;
  private final RemainingTime remaining;
  private final CancellationToken cancellation;

  /**
   * A calibration to come.
   *
   * @param trial one of the architecture's, which is begun and goes nowhere
   */
  Calibration(TrialSpec trial, RemainingTime remaining, CancellationToken cancellation) {
    this.trial = trial;
    this.remaining = remaining;
    this.cancellation = cancellation;
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
     * Seconds of an epoch with its look at the validation documents, by the median of the later
     * half of the steps: the first hundreds are slower, as the JVM still compiles.
     */
    double epoch() {
      int train = trial.data().fold().train().length;
      int validation = trial.data().fold().validation().length;
      if (perDocument.isEmpty()) {
        return first;
      }
      List<Double> later = perDocument.subList(perDocument.size() / 2, perDocument.size());
      double median = later.stream().sorted().skip(later.size() / 2).findFirst().orElseThrow();
      return median * (train + LOOK * validation);
    }
  }

  /** Trains for {@value #SECONDS} seconds; what is learnt is lost. */
  Void run(TrainingSession session) {
    Stopwatch watch = new Stopwatch();
    try {
      Trainer.advance(session, trial.task(), Optional.empty(), trial.epochs(), watch);
    } catch (Enough | DivergedException e) {
      // Steps that lead nowhere take as long as others.
    }
    remaining.calibrated(
        trial.name(), Thread.currentThread().getName(), watch.first, watch.epoch());
    return null;
  }
}
