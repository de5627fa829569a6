package io.github.polystill.experiments.run;

import io.github.polystill.data.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checksums of a trial's files in a file of the form that {@code sha256sum --check} reads.
 * Directories that an earlier version made have none.
 */
final class ChecksumFile {
  static final String NAME = "SHA256SUMS";

  private static final String SEPARATOR = "  ";

  private ChecksumFile() {}

  /** Writes it for all files of a directory. */
  static void write(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.sorted().toList();
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      lines.append(ContentHash.ofFile(file)).append(SEPARATOR).append(file.getFileName());
      lines.append('\n');
    }
    Files.writeString(directory.resolve(NAME), lines, StandardCharsets.UTF_8);
  }

  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(NAME));
  }

  /**
   * Whether a file is what it was when the directory was made; where no checksum is kept, whether
   * it is there.
   */
  static boolean confirms(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    return !isIn(directory) || ContentHash.ofFile(file).equals(read(directory).get(name));
  }

  private static Map<String, String> read(Path directory) throws IOException {
    // Not as UTF-8: a damaged file is not an error, but one that confirms nothing.
    return Files.readString(directory.resolve(NAME), StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(SEPARATOR, 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0], (one, other) -> other));
  }
}
