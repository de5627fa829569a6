package io.github.polystill.experiments.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of a processor decides the last digits of a sum: TensorFlow chooses its kernels by the
 * instructions that there are, and their blocks by the caches that a model has.
 *
 * @param family architecture, maker, family and model, such as {@code amd64 GenuineIntel 6 106};
 *     with the processor's name where the system tells no numbers
 * @param features instructions on vectors, in alphabetical order; empty where the system tells none
 */
record Processor(String family, List<String> features) {
  private static final Pattern VECTORS =
      Pattern.compile("(sse|ssse|avx|fma|f16c|amx|neon|asimd|sve|bf16|i8mm|fphp)[a-z0-9_]*");

  /** That of this machine, whose name is known already. */
  static Processor current(String name) {
    Path file = Path.of("/proc/cpuinfo");
    String architecture = System.getProperty("os.arch");
    try {
      return Files.isReadable(file)
          ? of(architecture, name, Files.readAllLines(file, StandardCharsets.UTF_8))
          : new Processor(architecture + " " + name, List.of());
    } catch (IOException e) {
      return new Processor(architecture + " " + name, List.of());
    }
  }

  /** The one in the lines of {@code /proc/cpuinfo}. */
  static Processor of(String architecture, String name, List<String> lines) {
    Map<String, String> first = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        first.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    List<String> numbers =
        Stream.of("vendor_id", "cpu family", "model", "CPU implementer", "CPU part", "CPU variant")
            .map(first::get)
            .filter(value -> value != null)
            .toList();
    String which = numbers.isEmpty() ? name : String.join(" ", numbers);
    String flags = first.getOrDefault("flags", first.getOrDefault("Features", ""));
    List<String> features =
        Arrays.stream(flags.split(" +", -1))
            .filter(flag -> VECTORS.matcher(flag).matches())
            .sorted()
            .toList();
    return new Processor(architecture + " " + which, features);
  }
}
