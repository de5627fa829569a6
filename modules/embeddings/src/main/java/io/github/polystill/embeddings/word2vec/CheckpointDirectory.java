package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * A directory in which a training keeps its text and its state, held by one training at a time:
 * from {@link #open} until {@link #close} or the end of the process. Files that are not of a
 * training are never touched.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class CheckpointDirectory implements AutoCloseable {
  private static final String LOCK = "training.lock";
  private static final String IDENTITY = "training.identity";

  /** Those held in this process, which locks of files do not keep apart. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path path;
  private final Path held;
  private final FileChannel lock;
  private final Duration interval;
  private final boolean replacesOther;

  private CheckpointDirectory(
      Path path, Path held, FileChannel lock, Duration interval, boolean replacesOther) {
    this.path = path;
    this.held = held;
    this.lock = lock;
    this.interval = interval;
    this.replacesOther = replacesOther;
  }

  /**
   * Takes a directory, which is made where there is none.
   *
   * @param interval between two checkpoints
   * @param replacesOther whether the state of another training is given up, and is no error
   * @throws InvalidInputException where another training holds it, or it holds other files
   */
  public static CheckpointDirectory open(Path path, Duration interval, boolean replacesOther)
      throws IOException {
    Path held = Files.createDirectories(path).toRealPath();
    synchronized (HELD) {
      if (!HELD.add(held)) {
        throw inUse(path);
      }
    }
    FileChannel lock = null;
    try {
      for (String name : files(path)) {
        if (!isOwn(name)) {
          throw InvalidInputException.of(
              "%s is no directory of checkpoints, it holds %s; move it away or write to another"
                  + " file",
              path, name);
        }
      }
      lock = lock(path);
      // What a process that was killed was writing.
      delete(path, AtomicFiles::isTemporary);
      return new CheckpointDirectory(path, held, lock, interval, replacesOther);
    } catch (IOException | RuntimeException e) {
      release(held);
      if (lock != null) {
        lock.close();
      }
      throw e;
    }
  }

  private static InvalidInputException inUse(Path path) {
    return InvalidInputException.of(
        "%s: another process trains these vectors; wait until it has ended or write to another"
            + " file",
        path);
  }

  private static void release(Path held) {
    synchronized (HELD) {
      HELD.remove(held);
    }
  }

  private static boolean isOwn(String name) {
    return Set.of(LOCK, IDENTITY, Checkpoint.FILE).contains(name)
        || TextIngestion.FILES.contains(name)
        || TrainingText.FILES.contains(name)
        || AtomicFiles.isTemporary(name);
  }

  private static List<String> files(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void delete(Path path, Predicate<String> which) throws IOException {
    for (String name : files(path)) {
      if (which.test(name)) {
        Files.deleteIfExists(path.resolve(name));
      }
    }
  }

  /**
   * The lock lies in a file that a training deletes in the end, so it counts only if the file is
   * the same before and after. It is never opened a second time: that would end the lock.
   */
  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    while (true) {
      Files.createDirectories(path);
      Optional<Object> before = key(file);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (!isLocked(channel)) {
          throw inUse(path);
        }
        if (before.isPresent() && before.equals(key(file))) {
          return channel;
        }
        channel.close(); // it is new, or was deleted meanwhile
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** What tells a file from another of the same name. */
  private static Optional<Object> key(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  Path path() {
    return path;
  }

  Duration interval() {
    return interval;
  }

  /**
   * Makes the directory that of one training.
   *
   * @throws InvalidInputException where the state of another may not be given up, and there is one
   */
  void claim(String identity) throws IOException {
    Path file = path.resolve(IDENTITY);
    if (Files.exists(file) && Files.readString(file).equals(identity)) {
      return;
    }
    if (TrainingText.exists(path) && !replacesOther) {
      throw InvalidInputException.of(
          "%s: holds the state of a training with other texts or settings; start that one again,"
              + " delete the directory, or write to another file",
          path);
    }
    deleteState();
    AtomicFiles.writeString(file, identity);
  }

  /** Gives up what the training has kept; still held. */
  void deleteState() throws IOException {
    delete(path, name -> isOwn(name) && !name.equals(LOCK));
  }

  /** Deletes the directory, as the vectors are safe; to be closed none the less. */
  public void delete() throws IOException {
    deleteState();
    Files.deleteIfExists(path.resolve(LOCK));
    if (Files.isDirectory(path) && files(path).isEmpty()) {
      Files.deleteIfExists(path);
    }
  }

  /** Lets other trainings in; a directory from which nothing can go on is deleted. */
  @Override
  public void close() throws IOException {
    try (lock) {
      if (Files.isDirectory(path) && !TrainingText.exists(path)) {
        delete();
      }
    } finally {
      release(held);
    }
  }
}
