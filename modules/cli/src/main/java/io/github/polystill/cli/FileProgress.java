package io.github.polystill.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/** How much of a file has been read: percent, speed and the time that is left. */
final class FileProgress {
  private final StatusLine status;
  private final long total;
  private final long start;

  /**
   * Creates a line.
   *
   * @param total bytes of the file
   */
  FileProgress(StatusLine status, LongSupplier nanoTime, long total) {
    this.status = status;
    this.total = total;
    this.start = nanoTime.getAsLong();
  }

  /** Shows the line if the last one is old enough. */
  void read(long bytes) {
    status.show(false, time -> line(bytes, time));
  }

  private String line(long bytes, long time) {
    double seconds = (time - start) / 1e9;
    double done = total == 0 ? 1 : Math.min(1, bytes / (double) total);
    String line =
        String.format(Locale.ROOT, "%.1f%% | %.1f MB/s", 100 * done, bytes / seconds / 1e6);
    return bytes == 0 ? line : line + " | ETA " + StatusLine.duration(seconds / done * (1 - done));
  }
}
