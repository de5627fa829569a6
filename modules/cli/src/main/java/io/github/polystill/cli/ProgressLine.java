package io.github.polystill.cli;

import io.github.polystill.evaluation.table.DisplayWidth;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.TrialLabel;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a run is: one line that is rewritten on a terminal, a plain line every ten seconds
 * elsewhere. Trials that an earlier start finished count as done but not for speed.
 */
final class ProgressLine implements ProgressListener {
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintWriter err;
  private final Terminal terminal;
  private final LongSupplier nanoTime;

  private int total;
  private int reused;
  private int trained;
  private long samples;
  private long start;
  private long lastShown;
  private String activity = "";
  private boolean drawn;

  /**
   * Creates a line.
   *
   * @param nanoTime a clock such as {@link System#nanoTime()}
   */
  ProgressLine(PrintWriter err, Terminal terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.lastShown = start;
  }

  @Override
  public synchronized void planned(int total) {
    this.total = total;
    this.start = nanoTime.getAsLong();
    show(false);
  }

  @Override
  public synchronized void trialStarted(TrialLabel trial) {
    activity = trial.toString();
    show(false);
  }

  @Override
  public synchronized void epochFinished(TrialLabel trial, int epoch, int epochs, int samples) {
    this.samples += samples;
    activity = trial + " epoch " + epoch + "/" + epochs;
    show(false);
  }

  @Override
  public synchronized void trialFinished(TrialLabel trial, boolean reused) {
    if (reused) {
      this.reused++;
    } else {
      trained++;
    }
    show(done() == total);
  }

  @Override
  public synchronized void message(String line) {
    clear();
    err.println(line);
    err.flush();
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
    clear();
    err.flush();
  }

  private void show(boolean now) {
    long time = nanoTime.getAsLong();
    long pause = terminal.live() ? REDRAW_NANOS : PLAIN_NANOS;
    if (!now && time - lastShown < pause) {
      return;
    }
    lastShown = time;
    if (terminal.live()) {
      clear();
      // One column stays free: some terminals wrap when the last one is written.
      err.print(DisplayWidth.truncate(line(time), terminal.columns() - 1));
      drawn = true;
    } else {
      err.println(line(time));
    }
    err.flush();
  }

  private void clear() {
    if (drawn) {
      err.print("\r\u001B[K");
      drawn = false;
    }
  }

  private String line(long time) {
    StringBuilder line = new StringBuilder();
    line.append(done()).append('/').append(total).append(" trials");
    double seconds = (time - start) / 1e9;
    if (samples > 0 && seconds > 0) {
      line.append(String.format(Locale.ROOT, " | %,.0f samples/s", samples / seconds));
    }
    if (trained > 0 && done() < total) {
      line.append(" | ETA ").append(duration(seconds / trained * (total - done())));
    }
    return activity.isEmpty() ? line.toString() : line.append(" | ").append(activity).toString();
  }

  /** Such as 42s, 3m20s or 2h05m. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole % 3600 / 60);
  }
}
