package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory in which a training keeps its text and its state, held by one training at a time:
 * from {@link #open} until {@link #close} or the end of the process. Files that are not of a
 * training are never touched.
 */
public final class CheckpointDirectory implements AutoCloseable {
  private static final String LOCK = "training.lock";

  /** Those held in this process, which locks of files do not keep apart. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path path;
  private final Path held;
  private final FileChannel lock;

  private CheckpointDirectory(Path path, Path held, FileChannel lock) {
    this.path = path;
    this.held = held;
    this.lock = lock;
  }

  /**
   * Takes a directory, which is made where there is none.
   *
   * @throws InvalidInputException where another training holds it, or it holds other files
   */
  public static CheckpointDirectory open(Path path) throws IOException {
    Path held = Files.createDirectories(path).toRealPath();
    synchronized (HELD) {
      if (!HELD.add(held)) {
        throw inUse(path);
      }
    }
    FileChannel lock = null;
    try {
      requireOwn(path);
      lock = lock(path);
      sweep(path);
      return new CheckpointDirectory(path, held, lock);
    } catch (IOException | RuntimeException e) {
      release(held);
      if (lock != null) {
        lock.close();
      }
      throw e;
    }
  }

  private static InvalidInputException inUse(Path path) {
    return new InvalidInputException(
        path
            + ": another process trains these vectors; wait until it has ended or write to another"
            + " file");
  }

  private static void release(Path held) {
    synchronized (HELD) {
      HELD.remove(held);
    }
  }

  private static void requireOwn(Path path) throws IOException {
    for (Path file : files(path)) {
      String name = file.getFileName().toString();
      if (!isOwn(name)) {
        throw new InvalidInputException(
            path
                + " is no directory of checkpoints, it holds "
                + name
                + "; move it away or write to another file");
      }
    }
  }

  private static boolean isOwn(String name) {
    return name.equals(LOCK)
        || name.equals(TrainingIdentity.FILE)
        || name.equals(Checkpoint.FILE)
        || TextIngestion.FILES.contains(name)
        || TrainingText.FILES.contains(name)
        || AtomicFiles.isTemporary(name);
  }

  private static List<Path> files(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
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
        if (!tryLock(channel)) {
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

  private static boolean tryLock(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  /** What a process that was killed was writing. */
  private static void sweep(Path path) throws IOException {
    for (Path file : files(path)) {
      if (AtomicFiles.isTemporary(file.getFileName().toString())) {
        Files.deleteIfExists(file);
      }
    }
  }

  Path path() {
    return path;
  }

  /**
   * Makes the directory that of one training.
   *
   * @param replacesOther whether the state of another training may be given up
   * @throws InvalidInputException where it may not, and there is one
   */
  void claim(String identity, boolean replacesOther) throws IOException {
    Path file = path.resolve(TrainingIdentity.FILE);
    if (Files.exists(file) && Files.readString(file).equals(identity)) {
      return;
    }
    if (TrainingText.exists(path) && !replacesOther) {
      throw new InvalidInputException(
          path
              + ": holds the state of a training with other texts or settings; start that one"
              + " again, delete the directory, or write to another file");
    }
    deleteState();
    AtomicFiles.writeString(file, identity);
  }

  /** Gives up what the training has kept; still held. */
  void deleteState() throws IOException {
    for (Path file : files(path)) {
      String name = file.getFileName().toString();
      if (isOwn(name) && !name.equals(LOCK)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Deletes the directory, as the vectors are safe; to be closed none the less. */
  public void delete() throws IOException {
    deleteState();
    Files.deleteIfExists(path.resolve(LOCK));
    try {
      if (files(path).isEmpty()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return; // deleted before
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
