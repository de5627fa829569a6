package io.github.polystill.cli;

import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.TrialLabel;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How a run gets on, on standard error: one live line on a terminal, a line every ten seconds
 * elsewhere.
 */
final class ProgressLine implements ProgressListener {
  private static final long TERMINAL_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 10_000_000_000L;
  private static final int WIDTH = 100;

  private final PrintWriter err;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private int total;
  private int done;
  private int reused;
  private long samples;
  private String current = "";
  private long lastPrinted;
  private boolean lineOpen;

  ProgressLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  synchronized int done() {
    return done;
  }

  synchronized int total() {
    return total;
  }

  @Override
  public synchronized void planned(int trials) {
    total = trials;
    message(trials + " trials");
  }

  @Override
  public synchronized void trialStarted(TrialLabel trial) {
    current = trial.toString();
    print();
  }

  @Override
  public synchronized void epochFinished(TrialLabel trial, int epoch, int epochs, int documents) {
    samples += documents;
    current = trial + " epoch " + epoch + "/" + epochs;
    print();
  }

  @Override
  public synchronized void trialFinished(TrialLabel trial, boolean wasThere) {
    done++;
    if (wasThere) {
      reused++;
    }
    print();
  }

  @Override
  public synchronized void message(String line) {
    closeLine();
    err.println(line);
    err.flush();
  }

  /** Ends the live line. */
  synchronized void close() {
    closeLine();
    if (total > 0) {
      err.println(text());
    }
    err.flush();
  }

  private void closeLine() {
    if (lineOpen) {
      err.print("\r" + " ".repeat(WIDTH) + "\r");
      lineOpen = false;
    }
  }

  private void print() {
    long now = System.nanoTime();
    if (now - lastPrinted < (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
      return;
    }
    lastPrinted = now;
    if (terminal) {
      closeLine();
      err.print("\r" + text());
      lineOpen = true;
    } else {
      err.println(text());
    }
    err.flush();
  }

  private String text() {
    double seconds = (System.nanoTime() - start) * 1e-9;
    int trained = done - reused;
    String eta =
        trained == 0 || done == total
            ? ""
            : ", ETA " + duration(seconds / trained * (total - done));
    String line =
        String.format(
            Locale.ROOT,
            "%d/%d trials, %,.0f samples/s%s%s",
            done,
            total,
            samples / seconds,
            eta,
            done == total ? "" : ", " + current);
    return terminal && line.length() > WIDTH - 1 ? line.substring(0, WIDTH - 1) : line;
  }

  private static String duration(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return left.toHours() > 0
        ? String.format(Locale.ROOT, "%d:%02d h", left.toHours(), left.toMinutesPart())
        : String.format(Locale.ROOT, "%d:%02d min", left.toMinutes(), left.toSecondsPart());
  }
}
