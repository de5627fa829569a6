package io.github.polystill.experiments.export;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.WallClock;
import io.github.polystill.experiments.lock.DirectoryLock;
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
 * Versions that are being written, or were when their process was killed. Who writes one owns its
 * directory, so that the next export can delete those of dead ones.
 */
final class UnfinishedVersions {
  /** After which one is dead that has no owner: its process was killed as it began or ended. */
  private static final Duration LONGEST = Duration.ofDays(2);

  private UnfinishedVersions() {}

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
      return DirectoryLock.isAbandoned(files);
    } catch (NoSuchFileException e) {
      return isOld(files); // it is just beginning or ending, or was killed then
    }
  }

  private static boolean isOld(Path files) throws IOException {
    try {
      Instant modified = Files.getLastModifiedTime(files).toInstant();
      return modified.isBefore(WallClock.now().minus(LONGEST));
    } catch (NoSuchFileException e) {
      return false; // moved into place meanwhile
    }
  }
}
