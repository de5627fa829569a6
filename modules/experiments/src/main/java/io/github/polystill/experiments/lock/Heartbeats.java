package io.github.polystill.experiments.lock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs of life of the processes that share a directory: a file each with a count that goes up.
 * Whoever waits looks whether the count changes within a time by its own clock, so the clocks of
 * machines need not agree.
 */
final class Heartbeats {
  private static final String SUFFIX = ".owner";
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Sign(LockOwner owner, long count) {}

  private record Seen(long count, long nanoTime) {}

  private final Path directory;
  private final LockOwner self;
  private final LockTiming timing;
  private final Map<String, Seen> seen = new HashMap<>();
  private long count;

  Heartbeats(Path directory, LockOwner self, LockTiming timing) {
    this.directory = directory;
    this.self = self;
    this.timing = timing;
  }

  private Path file(String id) {
    return directory.resolve(id + SUFFIX);
  }

  /** Gives a sign of life. */
  synchronized void beat() throws IOException {
    AtomicFiles.writeString(file(self.id()), JSON.writeValueAsString(new Sign(self, count++)));
  }

  void end() throws IOException {
    Files.deleteIfExists(file(self.id()));
  }

  /** Whether an owner has ended or gave no sign of life for too long. */
  synchronized boolean isDead(LockOwner owner) throws IOException {
    if (owner.id().equals(self.id())) {
      return false;
    }
    if (owner.hasEnded()) {
      return true;
    }
    return isStill(owner.id(), read(file(owner.id())).map(Sign::count).orElse(-1L));
  }

  /** Whether something has had the same count whenever it was looked at, and for too long. */
  synchronized boolean isStill(String what, long current) {
    long now = System.nanoTime();
    Seen before = seen.get(what);
    if (before == null || before.count() != current) {
      seen.put(what, new Seen(current, now));
      return false;
    }
    return now - before.nanoTime() > timing.deadAfter().toNanos();
  }

  /** The other processes that are not known to be dead; what the dead left is removed. */
  List<LockOwner> others() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).toList();
    }
    List<LockOwner> others = new ArrayList<>();
    for (Path file : files) {
      Optional<LockOwner> owner = read(file).map(Sign::owner);
      if (owner.isEmpty() || owner.get().id().equals(self.id())) {
        continue;
      }
      if (isDead(owner.get())) {
        Files.deleteIfExists(file);
      } else {
        others.add(owner.get());
      }
    }
    return others;
  }

  /** Removes temporaries that are older than an owner without a sign of life may get. */
  void removeLeftOvers() throws IOException {
    Instant oldest = lastModified(file(self.id())).minus(timing.deadAfter());
    List<Path> temporaries;
    try (Stream<Path> entries = Files.list(directory)) {
      temporaries =
          entries.filter(file -> AtomicFiles.isTemporary(file.getFileName().toString())).toList();
    }
    for (Path temporary : temporaries) {
      if (lastModified(temporary).isBefore(oldest)) {
        AtomicFiles.deleteRecursively(temporary);
      }
    }
  }

  /** The end of time for a file that is gone. */
  private static Instant lastModified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX;
    }
  }

  private static Optional<Sign> read(Path file) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), Sign.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
