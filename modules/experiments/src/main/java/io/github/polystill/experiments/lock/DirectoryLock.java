package io.github.polystill.experiments.lock;

import io.github.polystill.data.InputFile;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.data.WallClock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
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
  private final Owner owner;

  private DirectoryLock(Path file, FileChannel channel, Owner owner) {
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
    throw InvalidInputException.of(
        "%s is being worked on by %s; stop it first, or take another `out`",
        directory, owner(directory).map(Owner::toString).orElse("another process"));
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

  /** Takes a directory as {@link #take} does; empty where it has an owner. */
  public static Optional<DirectoryLock> tryTake(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(FILE);
    InputFile.requireRegular(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        Owner owner = Owner.current();
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
   * Whether the last owner of a directory has ended and left its file. One that has not yet written
   * its name is about to take the directory.
   *
   * @throws java.nio.file.NoSuchFileException where no file names an owner
   */
  public static boolean isAbandoned(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    InputFile.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel)) {
      return lock != null && channel.size() > 0;
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
  private static Optional<Owner> owner(Path directory) throws IOException {
    long end = System.nanoTime() + WRITING.toNanos();
    Optional<Owner> owner = lastWritten(directory);
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

  private static Optional<Owner> lastWritten(Path directory) {
    try {
      return Optional.of(RecordsJson.parse(InputFile.bytes(directory.resolve(FILE)), Owner.class));
    } catch (IOException e) {
      return Optional.empty(); // it is just writing
    }
  }

  /** The owner: this process. */
  public Owner owner() {
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

  /**
   * A process that owns a directory.
   *
   * @param id random, so that no two owners are taken for one
   * @param host name of its machine
   * @param processSpace within which its number means something: a start of the machine and, on
   *     Linux, a namespace of processes, as two containers can have the same name and numbers;
   *     empty where that is unknown
   * @param pid its number
   * @param since when it took the directory, in UTC
   */
  public record Owner(String id, String host, String processSpace, long pid, String since) {

    /** A new owner in this process. */
    public static Owner current() {
      return new Owner(
          UUID.randomUUID().toString(),
          hostName(),
          thisSpace(),
          ProcessHandle.current().pid(),
          WallClock.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }

    private static String thisSpace() {
      try {
        String start =
            Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII);
        return start.strip() + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
      } catch (IOException | UnsupportedOperationException e) {
        return ""; // not Linux
      }
    }

    /**
     * Whether this process can tell by its number that the owner has ended. Not by when the process
     * of that number began, which seems to change as the clock is set.
     */
    public boolean hasEnded() {
      if (processSpace.isEmpty() || !processSpace.equals(thisSpace())) {
        return false;
      }
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** Such as {@code process 4711 on node3, since 2026-11-30T08:00:00Z}. */
    @Override
    public String toString() {
      return "process " + pid + " on " + host + ", since " + since;
    }
  }
}
