package io.github.polystill.labs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Memory that a process holds, heap and TensorFlow's alike, as the Linux kernel counts it; empty on
 * other systems.
 */
public final class ResidentMemory {
  private static final String SELF = "self";
  private static final Path CLEAR_REFERENCES = Path.of("/proc/self/clear_refs");

  /** What makes the kernel start the peak anew (proc(5)). */
  private static final String RESET_PEAK = "5";

  private ResidentMemory() {}

  /** Bytes held now. */
  public static OptionalLong current() {
    return read(SELF, "VmRSS:");
  }

  /** Most bytes held since the process began or since {@link #resetPeak}. */
  public static OptionalLong peak() {
    return read(SELF, "VmHWM:");
  }

  /** Most bytes that another process has held since it began. */
  public static OptionalLong peak(Process process) {
    return read(String.valueOf(process.pid()), "VmHWM:");
  }

  /** Makes {@link #peak} forget what was; does nothing where the kernel does not allow it. */
  public static void resetPeak() {
    try {
      Files.writeString(CLEAR_REFERENCES, RESET_PEAK, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      // The peak is then that of the whole process, which is never too small.
    }
  }

  private static OptionalLong read(String process, String field) {
    Path status = Path.of("/proc", process, "status");
    if (!Files.isReadable(status)) {
      return OptionalLong.empty();
    }
    try {
      return Files.readAllLines(status, StandardCharsets.US_ASCII).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(ResidentMemory::bytes)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Of a line such as {@code VmRSS: 1972 kB}. */
  static long bytes(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
  }
}
