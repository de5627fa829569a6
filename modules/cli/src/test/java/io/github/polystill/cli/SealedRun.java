package io.github.polystill.cli;

import io.github.polystill.data.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run directory that holds another thing than its run wrote, with the checksum of that. */
final class SealedRun {
  private SealedRun() {}

  static void write(Path run, String name, String content) throws IOException {
    Path file = Files.writeString(run.resolve(name), content);
    Path sums = run.resolve("SHA256SUMS");
    Files.writeString(
        sums,
        Files.readString(sums)
            .replaceFirst("[0-9a-f]{64}  " + name, ContentHash.ofFile(file) + "  " + name));
  }
}
