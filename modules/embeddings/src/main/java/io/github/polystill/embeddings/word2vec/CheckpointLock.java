package io.github.polystill.embeddings.word2vec;

import io.github.polystill.data.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second training out of a directory of checkpoints; ends with its process at the latest.
 */
final class CheckpointLock implements AutoCloseable {
  private static final String FILE = "training.lock";

  private final FileChannel channel;

  private CheckpointLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a directory, which is made where there is none.
   *
   * @throws InvalidInputException where another training holds it
   */
  static CheckpointLock take(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            Files.createDirectories(directory).resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new InvalidInputException(
          directory
              + ": another process trains these vectors; wait until it has ended or write to"
              + " another file");
    }
    return new CheckpointLock(channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held in this process
    } catch (IOException e) {
      return true; // a file system without locks
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
