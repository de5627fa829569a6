package io.github.polystill.cli.command;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** A file that is written but not overwritten by accident. */
public final class OutputFileOptions {
  @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
  public Path file;

  @Option(names = "--force", description = "Replace the file if it is there.")
  public boolean force;

  /**
   * Checks the file before work goes into its content.
   *
   * @throws InvalidInputException where it is there already, or a directory
   */
  public void requireFree() {
    requireFree(file, force);
  }

  /**
   * Checks besides that no input would be replaced by the output.
   *
   * @throws InvalidInputException where the file is one of these
   */
  public void requireFree(List<Path> inputs) throws IOException {
    requireFree(file, force, inputs);
  }

  static void requireFree(Path file, boolean force, List<Path> inputs) throws IOException {
    requireFree(file, force);
    if (Files.exists(file)) {
      for (Path input : inputs) {
        if (Files.exists(input) && Files.isSameFile(file, input)) {
          throw new InvalidInputException(file + " is read by this command; give another --out");
        }
      }
    }
  }

  public static void requireFree(Path file, boolean force) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + " is a directory; give --out a file");
    }
    if (Files.exists(file) && !force) {
      throw new InvalidInputException(
          file + " is there already; give another --out or replace it with --force");
    }
    Path parent = AtomicFiles.nearestExisting(file.toAbsolutePath().getParent());
    if (!(Files.isDirectory(parent) && Files.isWritable(parent))) {
      throw InvalidInputException.of(
          "%s cannot be written: %s is no directory to write to; give another --out", file, parent);
    }
  }
}
