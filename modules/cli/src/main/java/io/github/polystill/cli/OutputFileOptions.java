package io.github.polystill.cli;

import io.github.polystill.data.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A file that is written but not overwritten by accident. */
final class OutputFileOptions {
  @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
  Path file;

  @Option(names = "--force", description = "Replace the file if it is there.")
  boolean force;

  /**
   * Checks the file before work goes into its content.
   *
   * @throws InvalidInputException where it is there already, or a directory
   */
  void requireFree() {
    requireFree(file, force);
  }

  static void requireFree(Path file, boolean force) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + " is a directory; give --out a file");
    }
    if (Files.exists(file) && !force) {
      throw new InvalidInputException(
          file + " is there already; give another --out or replace it with --force");
    }
  }
}
