package io.github.polystill.experiments.environment;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine of this process. Family and features of its processor decide the last digits of a
 * sum: TensorFlow chooses its kernels by the instructions that there are, and their blocks by the
 * caches that a model has.
 *
 * @param os name, version and architecture of the operating system
 * @param cpu model, or {@code unknown}
 * @param cores that this process may use
 * @param cpuFamily architecture, maker, family and model, such as {@code amd64 GenuineIntel 6 106};
 *     with the processor's name where the system tells no numbers
 * @param cpuFeatures instructions on vectors, in alphabetical order; empty where the system tells
 *     none
 */
public record Machine(String os, String cpu, int cores, String cpuFamily, List<String> cpuFeatures)
    implements Serializable {
  private static final String UNKNOWN = "unknown";
  private static final Pattern VECTORS =
      Pattern.compile("(sse|ssse|avx|fma|f16c|amx|neon|asimd|sve|bf16|i8mm|fphp)[a-z0-9_]*");

  /** That of this process. */
  public static Machine current() {
    String os =
        Stream.of("os.name", "os.version", "os.arch")
            .map(System::getProperty)
            .collect(Collectors.joining(" "));
    Path file = Path.of("/proc/cpuinfo");
    try {
      List<String> lines =
          Files.isReadable(file)
              ? Files.readAllLines(file, StandardCharsets.UTF_8)
              : List.of("model name: " + modelElsewhere());
      return of(os, lines);
    } catch (IOException e) {
      return of(os, List.of());
    }
  }

  /** The one in the lines of {@code /proc/cpuinfo}; ARM kernels name no model there. */
  static Machine of(String os, List<String> lines) {
    Map<String, String> first = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        first.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String name = first.getOrDefault("model name", first.getOrDefault("Model", UNKNOWN));
    String numbers =
        Stream.of("vendor_id", "cpu family", "model", "CPU implementer", "CPU part", "CPU variant")
            .map(first::get)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    String flags = first.getOrDefault("flags", first.getOrDefault("Features", ""));
    return new Machine(
        os,
        name,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch") + " " + (numbers.isEmpty() ? name : numbers),
        Stream.of(flags.split(" +", -1))
            .filter(flag -> VECTORS.matcher(flag).matches())
            .sorted()
            .toList());
  }

  private static String modelElsewhere() throws IOException {
    if (!System.getProperty("os.name").startsWith("Mac")) {
      return Objects.requireNonNullElse(System.getenv("PROCESSOR_IDENTIFIER"), UNKNOWN);
    }
    Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return UNKNOWN;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
    String model =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return model.isEmpty() ? UNKNOWN : model;
  }
}
