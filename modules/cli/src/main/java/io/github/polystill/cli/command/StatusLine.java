package io.github.polystill.cli.command;

import io.github.polystill.data.text.ControlCharacters;
import io.github.polystill.experiments.run.RemainingTime;
import io.github.polystill.report.table.DisplayWidth;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Where work says how far it is: one line that is rewritten on a terminal, a plain line every ten
 * seconds elsewhere.
 */
public final class StatusLine implements AutoCloseable {
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintWriter err;
  private final Terminal terminal;
  private final LongSupplier nanoTime;

  private long lastShown;
  private boolean drawn;

  public StatusLine(PrintWriter err, Terminal terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.lastShown = nanoTime.getAsLong();
  }

  /** A line on the terminal, if stderr is one. */
  public static StatusLine of(PrintWriter err) {
    return new StatusLine(err, Terminal.ofStderr(), System::nanoTime);
  }

  /**
   * Shows a line, unless the last one is too recent.
   *
   * @param now whether it must be shown
   * @param line makes it from the time
   */
  public synchronized void show(boolean now, LongFunction<String> line) {
    long time = nanoTime.getAsLong();
    long pause = terminal.live() ? REDRAW_NANOS : PLAIN_NANOS;
    if (!now && time - lastShown < pause) {
      return;
    }
    lastShown = time;
    if (terminal.live()) {
      clear();
      // One column stays free: some terminals wrap when the last one is written.
      err.print(
          DisplayWidth.truncate(
              ControlCharacters.escape(line.apply(time)), terminal.columns() - 1));
      drawn = true;
    } else {
      err.println(line.apply(time));
    }
    err.flush();
  }

  /** Writes a line that stays. */
  public synchronized void message(String line) {
    clear();
    err.println(line);
    err.flush();
  }

  /** Takes the line away; nothing is left of it on a terminal. */
  @Override
  public synchronized void close() {
    clear();
    err.flush();
  }

  private void clear() {
    if (drawn) {
      TerminalWriter.exact(err).print("\r\u001B[K");
      drawn = false;
    }
  }

  /** Such as 42s, 3m20s or 2h05m. */
  public static String duration(double seconds) {
    return RemainingTime.duration(seconds);
  }
}
