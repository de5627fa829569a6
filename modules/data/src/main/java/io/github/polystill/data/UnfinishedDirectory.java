package io.github.polystill.data;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A directory that is being filled, perhaps while the process is told to end. */
final class UnfinishedDirectory {
  /** The thread that fills it may add something while it is deleted. */
  private static final int ATTEMPTS = 10;

  private final Path temporary;
  private final Path existing;
  private boolean givenUp;

  /**
   * A directory that need not be there yet.
   *
   * @param existing the nearest directory above it that was there before
   */
  UnfinishedDirectory(Path temporary, Path existing) {
    this.temporary = temporary;
    this.existing = existing;
  }

  /** Moves the directory to its place, unless it is given up. */
  synchronized void moveTo(Path directory) throws IOException {
    if (givenUp) {
      throw new IOException(directory + " is not written, as the process is ending");
    }
    Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes the directory, of which a part must not be moved any more. */
  synchronized void giveUp() {
    givenUp = true;
    for (int i = 0; i < ATTEMPTS; i++) {
      if (isDeleted()) {
        return;
      }
    }
  }

  private boolean isDeleted() {
    try {
      delete();
      return Files.notExists(temporary);
    } catch (IOException e) {
      return false; // something was added meanwhile
    }
  }

  /** Deletes the directory where it still is, and those above it that are empty. */
  void delete() throws IOException {
    AtomicFiles.deleteRecursively(temporary);
    Path above = temporary.getParent();
    try {
      while (!above.equals(existing)) {
        Files.deleteIfExists(above);
        above = above.getParent();
      }
    } catch (DirectoryNotEmptyException e) {
      return; // something else is in it
    }
  }
}
