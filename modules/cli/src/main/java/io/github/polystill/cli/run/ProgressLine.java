package io.github.polystill.cli.run;

import io.github.polystill.cli.command.StatusLine;
import io.github.polystill.cli.command.Terminal;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.experiments.run.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How far a run is: one line that is rewritten on a terminal, a plain line every ten seconds
 * elsewhere. Trials that an earlier start finished count as done.
 */
final class ProgressLine implements ProgressListener {
  private final StatusLine status;
  private final LongSupplier nanoTime;

  private int total;
  private int reused;
  private int trained;
  private long samples;
  private long start;
  private Supplier<OptionalDouble> secondsLeft = OptionalDouble::empty;
  private String activity = "";

  ProgressLine(PrintWriter err, Terminal terminal, LongSupplier nanoTime) {
    this.status = new StatusLine(err, terminal, nanoTime);
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public synchronized void estimating(Supplier<OptionalDouble> secondsLeft) {
    this.secondsLeft = secondsLeft;
  }

  @Override
  public synchronized void planned(int total) {
    this.total = total;
    this.start = nanoTime.getAsLong();
    show(false);
  }

  @Override
  public synchronized void trialStarted(TrialName trial) {
    activity = trial.toString();
    show(false);
  }

  @Override
  public synchronized void epochFinished(TrialName trial, int epoch, int epochs, int samples) {
    this.samples += samples;
    activity = trial + " epoch " + epoch + "/" + epochs;
    show(false);
  }

  @Override
  public synchronized void trialFinished(TrialName trial, boolean reused) {
    if (reused) {
      this.reused++;
    } else {
      trained++;
    }
    show(done() == total);
  }

  @Override
  public synchronized void message(String line) {
    status.message(line);
  }

  /** Trials that are in the ledger. */
  synchronized int done() {
    return reused + trained;
  }

  /** Trials of the run; 0 before they are known. */
  synchronized int total() {
    return total;
  }

  /** Takes the line away; nothing is left of it on a terminal. */
  synchronized void close() {
    status.close();
  }

  private void show(boolean now) {
    status.show(now, this::line);
  }

  private String line(long time) {
    StringBuilder line = new StringBuilder();
    line.append(done()).append('/').append(total).append(" trials");
    double seconds = (time - start) / 1e9;
    if (samples > 0 && seconds > 0) {
      line.append(String.format(Locale.ROOT, " | %,.0f samples/s", samples / seconds));
    }
    OptionalDouble left = done() < total ? secondsLeft.get() : OptionalDouble.empty();
    left.ifPresent(it -> line.append(" | ETA ").append(StatusLine.duration(it)));
    return activity.isEmpty() ? line.toString() : line.append(" | ").append(activity).toString();
  }
}
