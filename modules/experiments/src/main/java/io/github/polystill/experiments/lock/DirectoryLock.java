package io.github.polystill.experiments.lock;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes a process the only owner of a directory: a lock of the operating system on a file in it
 * that names the owner. The system gives it back when the process ends, however that happens. The
 * file stays, since who removes it may remove the next owner's.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "owner.json";
  private static final Duration WRITING = Duration.ofSeconds(1);

  private final Path file;
  private final FileChannel channel;
  private final LockOwner owner;

  private DirectoryLock(Path file, FileChannel channel, LockOwner owner) {
    this.file = file;
    this.channel = channel;
    this.owner = owner;
  }

  /** The file of a directory that names its owner. */
  public static String file() {
    return FILE;
  }

  /**
   * Takes a directory, which is created.
   *
   * @throws InvalidInputException naming its owner, where it has one
   */
  public static DirectoryLock take(Path directory) throws IOException {
    Optional<DirectoryLock> lock = tryTake(directory);
    if (lock.isPresent()) {
      return lock.get();
    }
    throw new InvalidInputException(
        directory
            + " is being worked on by "
            + owner(directory).map(LockOwner::toString).orElse("another process")
            + "; stop it first, or take another directory");
  }

  /**
   * Makes sure that nobody owns a directory now; leaves nothing in it.
   *
   * @throws InvalidInputException naming its owner
   */
  public static void requireFree(Path directory) throws IOException {
    if (Files.exists(directory.resolve(FILE))) {
      take(directory).close();
    }
  }

  /** The same; empty where it has an owner. */
  public static Optional<DirectoryLock> tryTake(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        LockOwner owner = LockOwner.current();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(RecordsJson.mapper().writeValueAsBytes(owner)));
        channel.force(false);
        return Optional.of(new DirectoryLock(file, channel, owner));
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /**
   * Whether the last owner of a directory has ended and left its file.
   *
   * @throws java.nio.file.NoSuchFileException where no file names an owner
   */
  public static boolean isAbandoned(Path directory) throws IOException {
    try (FileChannel channel =
            FileChannel.open(directory.resolve(FILE), StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock != null;
    }
  }

  /** Null where another process has it, or another part of this one. */
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * Who owns a directory that is locked. An owner has the lock before it has written its name: it
   * is given a second, in which the file may be empty or name a process that is gone.
   */
  private static Optional<LockOwner> owner(Path directory) throws IOException {
    long end = System.nanoTime() + WRITING.toNanos();
    Optional<LockOwner> owner = lastWritten(directory);
    while (owner.filter(o -> !o.hasEnded()).isEmpty() && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while the owner of a directory was read");
      }
      owner = lastWritten(directory);
    }
    return owner;
  }

  private static Optional<LockOwner> lastWritten(Path directory) {
    try {
      String json = Files.readString(directory.resolve(FILE), StandardCharsets.UTF_8);
      return Optional.of(RecordsJson.mapper().readValue(json, LockOwner.class));
    } catch (IOException e) {
      return Optional.empty(); // it is just writing
    }
  }

  /** The owner: this process. */
  public LockOwner owner() {
    return owner;
  }

  /** Deletes the file that names the owner, before a directory is done with that had one only. */
  public void removeFile() throws IOException {
    Files.delete(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
