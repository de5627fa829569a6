package io.github.polystill.experiments.environment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine of this process.
 *
 * @param operatingSystem name, version and architecture
 * @param cpu model, or {@code unknown}
 * @param cores that this process may use
 */
public record Machine(String operatingSystem, String cpu, int cores) {

  /** That of this process. */
  public static Machine current() {
    String system =
        Stream.of("os.name", "os.version", "os.arch")
            .map(System::getProperty)
            .reduce((a, b) -> a + " " + b)
            .orElseThrow();
    return new Machine(system, cpuModel(), Runtime.getRuntime().availableProcessors());
  }

  private static String cpuModel() {
    Path file = Path.of("/proc/cpuinfo");
    try {
      return Files.isReadable(file)
          ? modelIn(Files.readAllLines(file, StandardCharsets.UTF_8)).orElse("unknown")
          : modelFromSysctl().orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The model in the lines of {@code /proc/cpuinfo}; ARM kernels name none. */
  static Optional<String> modelIn(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static Optional<String> modelFromSysctl() throws IOException {
    if (!System.getProperty("os.name").startsWith("Mac")) {
      return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
    }
    Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    String model =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return model.isEmpty() ? Optional.empty() : Optional.of(model);
  }
}
