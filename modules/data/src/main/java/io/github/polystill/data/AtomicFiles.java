package io.github.polystill.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and directories that appear whole or not at all: written beside their destination under a
 * temporary name, then renamed. After an error nothing is left behind.
 */
public final class AtomicFiles {
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
    Path temporary = temporaryBeside(file);
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

  /** Deletes a file or a directory with all it holds; nothing happens where there is none. */
  public static void deleteRecursively(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> walk = Files.walk(path)) {
      deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path entry : deepestFirst) {
      Files.deleteIfExists(entry);
    }
  }

  private static Path temporaryBeside(Path destination) throws IOException {
    Path parent = destination.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    return parent.resolve("." + destination.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }
}
