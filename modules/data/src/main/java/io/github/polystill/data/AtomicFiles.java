package io.github.polystill.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and directories that appear whole or not at all: written beside their destination under a
 * temporary name, then renamed. After an error nothing is left behind.
 */
public final class AtomicFiles {
  private static final String TEMPORARY = ".tmp";

  private AtomicFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Fills a directory. */
  @FunctionalInterface
  public interface DirectoryContent {
    void writeTo(Path directory) throws IOException;
  }

  /** Writes a UTF-8 file. */
  public static void writeString(Path file, String content) throws IOException {
    write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes a file through a buffer; creates its parents and replaces what is there. */
  public static void write(Path file, Content content) throws IOException {
    write(temporaryBeside(file), file, content);
  }

  /**
   * The same for what takes long to write: a signal such as Ctrl-C leaves nothing behind either.
   * Each call costs some memory for good.
   */
  public static void writeOutput(Path file, Content content) throws IOException {
    Path temporary = temporaryBeside(file);
    temporary.toFile().deleteOnExit();
    write(temporary, file, content);
  }

  private static void write(Path temporary, Path file, Content content) throws IOException {
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
        content.writeTo(out);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Fills a new directory and moves it into place.
   *
   * @throws java.nio.file.FileAlreadyExistsException or another IOException where the destination
   *     exists and is not empty
   */
  public static void writeDirectory(Path directory, DirectoryContent content) throws IOException {
    Path temporary = temporaryBeside(directory);
    Files.createDirectory(temporary);
    try {
      content.writeTo(temporary);
      Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deleteRecursively(temporary);
    }
  }

  /**
   * The same for what takes long to write: a signal such as Ctrl-C leaves nothing behind either.
   * Parent directories that were created for nothing are deleted as well, after an error too.
   */
  public static void writeOutputDirectory(Path directory, DirectoryContent content)
      throws IOException {
    Path existing = nearestExisting(directory.toAbsolutePath().getParent());
    Path temporary = temporaryBeside(directory);
    UnfinishedDirectory unfinished = new UnfinishedDirectory(temporary, existing);
    Thread hook = new Thread(unfinished::giveUp, "polystill-unfinished-directory");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Files.createDirectory(temporary);
      content.writeTo(temporary);
      unfinished.moveTo(directory);
    } finally {
      unfinished.delete();
      stopWatching(hook);
    }
  }

  private static void stopWatching(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending, and the hook runs
    }
  }

  /**
   * Deletes a file or a directory with all it holds; nothing happens where there is none, nor where
   * another process deletes it at the same time.
   */
  public static void deleteRecursively(Path path) throws IOException {
    while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException e) {
        IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
        if (!(cause instanceof NoSuchFileException)) { // else it was deleted meanwhile
          throw cause;
        }
      }
    }
  }

  /**
   * Deletes a file or directory so that at no moment a part of it is to be seen under its name.
   *
   * @throws NoSuchFileException where there is none
   */
  public static void deleteAtOnce(Path path) throws IOException {
    Path aside = temporaryBeside(path);
    Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    deleteRecursively(aside);
  }

  /** A path itself where it exists, or else the nearest directory above it that does. */
  public static Path nearestExisting(Path path) {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  /** Whether a file name is one of those under which things are written here. */
  public static boolean isTemporary(String name) {
    return name.startsWith(".") && name.endsWith(TEMPORARY);
  }

  private static Path temporaryBeside(Path destination) throws IOException {
    Path parent = destination.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    return parent.resolve("." + destination.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
  }

  /** A directory that is being filled, perhaps while the process is told to end. */
  private static final class UnfinishedDirectory {
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
      deleteRecursively(temporary);
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
}
