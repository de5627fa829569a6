package io.github.polystill.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

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

  /**
   * Writes a file through a buffer, creating its parent directories and replacing what is there.
   */
  public static void write(Path file, Content content) throws IOException {
    write(temporaryBeside(file), file, content);
  }

  /**
   * Does the same for what takes long to write, so that nothing is left behind either after a
   * signal on which the process ends by itself, such as Ctrl-C. Each call costs some memory for
   * good.
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
   * Does the same for what takes long to write, so that nothing is left behind either after a
   * signal on which the process ends by itself, such as Ctrl-C. Parent directories that were
   * created for nothing are deleted as well, after an error too.
   *
   * @throws IOException as {@link #writeDirectory}
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
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
              throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
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
}
