package io.github.polystill.experiments.run;

import io.github.polystill.data.AtomicFiles;
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
 * The checksums of a directory's files, of a run or of a trial, in a file of the form that {@code
 * sha256sum --check} reads.
 */
final class ChecksumFile {
  static final String NAME = "SHA256SUMS";

  private static final String SEPARATOR = "  ";

  private final Path directory;
  private final Map<String, String> sums;

  private ChecksumFile(Path directory, Map<String, String> sums) {
    this.directory = directory;
    this.sums = sums;
  }

  /** Writes it for all files that stand in a directory. */
  static void write(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      write(directory, entries.toList());
    }
  }

  /** Writes it for some files in a directory or below it. */
  static void write(Path directory, List<Path> files) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files.stream().sorted().toList()) {
      lines.append(ContentHash.ofFile(file)).append(SEPARATOR).append(name(directory, file));
      lines.append('\n');
    }
    AtomicFiles.writeString(directory.resolve(NAME), lines.toString());
  }

  /** Reads that of a directory; one without it, or with a damaged one, confirms nothing. */
  static ChecksumFile of(Path directory) throws IOException {
    Path sums = directory.resolve(NAME);
    return new ChecksumFile(directory, Files.isRegularFile(sums) ? read(sums) : Map.of());
  }

  /** Whether a file is there, and what it was when the checksums were written. */
  boolean confirms(Path file) throws IOException {
    return Files.isRegularFile(file)
        && ContentHash.ofFile(file).equals(sums.get(name(directory, file)));
  }

  /** Whether there is a checksum of a file. */
  boolean lists(Path file) {
    return sums.containsKey(name(directory, file));
  }

  private static String name(Path directory, Path file) {
    return directory.relativize(file).toString().replace('\\', '/');
  }

  private static Map<String, String> read(Path sums) throws IOException {
    // Not as UTF-8: a damaged file is not an error, but one that confirms nothing.
    return Files.readString(sums, StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(SEPARATOR, 2))
        .filter(parts -> parts.length == 2)
        .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0], (one, other) -> other));
  }
}
