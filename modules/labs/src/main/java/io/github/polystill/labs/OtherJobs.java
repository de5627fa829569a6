package io.github.polystill.labs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How busy others keep the machine, from the Linux kernel's counters; empty on other systems. A
 * benchmark on a busy machine measures the others as well.
 */
public final class OtherJobs {
  private static final Path MACHINE = Path.of("/proc/stat");
  private static final Path SELF = Path.of("/proc/self/stat");
  private static final Path LOAD = Path.of("/proc/loadavg");

  /** The kernel's unit of CPU time in both files, fixed for user space. */
  private static final double TICKS_PER_SECOND = 100;

  private final Optional<Ticks> start;
  private final long startNanos;

  /**
   * CPU time spent since start-up.
   *
   * @param machine by everyone
   * @param own by this process and the children that have ended
   */
  private record Ticks(long machine, long own) {}

  private OtherJobs() {
    this.start = ticks();
    this.startNanos = System.nanoTime();
  }

  /** Begins to watch. */
  public static OtherJobs watch() {
    return new OtherJobs();
  }

  /**
   * Mean number of cores that other processes used since {@link #watch}. Children of this process
   * count as its own once they have ended.
   */
  public OptionalDouble cores() {
    Optional<Ticks> end = ticks();
    if (start.isEmpty() || end.isEmpty()) {
      return OptionalDouble.empty();
    }
    long machine = end.get().machine() - start.get().machine();
    long own = end.get().own() - start.get().own();
    double seconds = (System.nanoTime() - startNanos) * 1e-9;
    return OptionalDouble.of(Math.max(0, machine - own) / TICKS_PER_SECOND / seconds);
  }

  /** Processes that wanted to run, mean of the last minute. */
  public static OptionalDouble loadAverage() {
    try {
      return Files.isReadable(LOAD)
          ? OptionalDouble.of(Double.parseDouble(read(LOAD).split(" ", 2)[0]))
          : OptionalDouble.empty();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  private static Optional<Ticks> ticks() {
    try {
      return Files.isReadable(MACHINE)
          ? Optional.of(new Ticks(machineTicks(read(MACHINE)), ownTicks(read(SELF))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** User, nice, system, interrupts of the first line of {@code /proc/stat}, without idle time. */
  static long machineTicks(String stat) {
    long[] fields =
        Arrays.stream(stat.lines().findFirst().orElseThrow().split("\\s+"))
            .skip(1)
            .mapToLong(Long::parseLong)
            .toArray();
    return fields[0] + fields[1] + fields[2] + fields[5] + fields[6];
  }

  /** User and system time, own and of children, of {@code /proc/self/stat}. */
  static long ownTicks(String stat) {
    // The second field is the program's name, which may hold spaces; it ends in a parenthesis.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
    return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII);
  }
}
