package io.github.polystill.experiments.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.experiments.lock.LockOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Versions that are being written, or were when their process was killed. Each says which process
 * writes it, so that the next export can delete those of dead ones.
 */
final class UnfinishedVersions {
  private static final String OWNER = "exporter.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** After which one is dead whose process cannot be asked, such as one on another machine. */
  private static final Duration LONGEST = Duration.ofDays(2);

  private UnfinishedVersions() {}

  /** Says that this process writes a version. */
  static void mark(Path files) throws IOException {
    JSON.writeValue(files.resolve(OWNER).toFile(), LockOwner.current());
  }

  /** Takes that back, as the version is whole. */
  static void unmark(Path files) throws IOException {
    Files.delete(files.resolve(OWNER));
  }

  /** Deletes what exports to a model's directory have left that cannot go on. */
  static void sweep(Path model) throws IOException {
    if (!Files.isDirectory(model)) {
      return;
    }
    List<Path> unfinished;
    try (Stream<Path> entries = Files.list(model)) {
      unfinished =
          entries
              .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
              .filter(entry -> isOfAVersion(entry.getFileName().toString()))
              .toList();
    }
    for (Path each : unfinished) {
      if (isDead(each)) {
        AtomicFiles.deleteRecursively(each);
      }
    }
  }

  private static boolean isOfAVersion(String name) {
    return AtomicFiles.isTemporary(name) && name.matches("\\.[1-9][0-9]{0,17}\\.[^.]+\\.[^.]+");
  }

  private static boolean isDead(Path files) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(files.resolve(OWNER)), LockOwner.class).hasEnded()
          || isOld(files);
    } catch (IOException e) {
      return isOld(files); // it is just beginning or ending, or was killed then
    }
  }

  private static boolean isOld(Path files) throws IOException {
    try {
      Instant modified = Files.getLastModifiedTime(files).toInstant();
      return modified.isBefore(Instant.now().minus(LONGEST));
    } catch (NoSuchFileException e) {
      return false; // moved into place meanwhile
    }
  }
}
