package io.github.polystill.cli;

import io.github.polystill.evaluation.table.DisplayWidth;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How much of a file has been read: rewritten on a terminal, else a line every ten seconds. */
final class FileProgress {
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintWriter err;
  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final long total;
  private final long start;
  private long lastShown;
  private boolean drawn;

  FileProgress(PrintWriter err, Terminal terminal, LongSupplier nanoTime, long total) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.total = total;
    this.start = nanoTime.getAsLong();
    this.lastShown = start;
  }

  /** Shows the line if the last one is old enough. */
  void read(long bytes) {
    long time = nanoTime.getAsLong();
    if (time - lastShown < (terminal.live() ? REDRAW_NANOS : PLAIN_NANOS)) {
      return;
    }
    lastShown = time;
    if (terminal.live()) {
      clear();
      err.print(DisplayWidth.truncate(line(bytes, time), terminal.columns() - 1));
      drawn = true;
    } else {
      err.println(line(bytes, time));
    }
    err.flush();
  }

  /** Takes the line away from a terminal. */
  void clear() {
    if (drawn) {
      err.print("\r\u001B[K");
      err.flush();
      drawn = false;
    }
  }

  private String line(long bytes, long time) {
    double seconds = (time - start) / 1e9;
    double done = total == 0 ? 1 : Math.min(1, bytes / (double) total);
    String line =
        String.format(Locale.ROOT, "%.1f%% | %.1f MB/s", 100 * done, bytes / seconds / 1e6);
    return bytes == 0
        ? line
        : line + " | ETA " + ProgressLine.duration(seconds / done * (1 - done));
  }
}
