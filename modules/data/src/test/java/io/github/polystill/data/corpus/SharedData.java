package io.github.polystill.data.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real corpora that lie beside the project and are not part of it. */
public final class SharedData {
  private SharedData() {}

  /**
   * A file of {@code ../shared/data}, or of {@code $POLYSTILL_SHARED/data} where that is set; skips
   * the test where there is none.
   */
  public static Path file(String name) {
    String override = System.getenv("POLYSTILL_SHARED");
    Path shared =
        override == null
            ? Path.of(System.getProperty("polystill.root", "."), "..", "shared")
            : Path.of(override);
    Path file = shared.resolve("data").resolve(name).normalize();
    Assumptions.assumeTrue(
        Files.exists(file),
        () -> "skipped: no real corpus at " + file + " (POLYSTILL_SHARED names another place)");
    return file;
  }
}
