package io.github.polystill.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens what is read from a path that a user gives or may have touched. These are regular files, or
 * links to some: a pipe may keep its reader waiting for ever, and a device may never end.
 */
public final class InputFile {
  private InputFile() {}

  /**
   * Checks that there is a file to read.
   *
   * @throws InvalidInputException where it is missing, no regular file or unreadable
   */
  public static void requireReadable(Path file) {
    requireReadable(file, "file");
  }

  /**
   * The same for what messages call by a name.
   *
   * @param kind such as "file of word vectors"
   */
  public static void requireReadable(Path file, String kind) {
    if (!Files.exists(file)) {
      throw InvalidInputException.of("%s: no such %s; check the path", file, kind);
    }
    if (Files.isDirectory(file)) {
      throw InvalidInputException.of("%s: is a directory; give a %s", file, kind);
    }
    if (!Files.isRegularFile(file)) {
      throw InvalidInputException.of(
          "%s: is a pipe or a device, no file; write what it gives into a file first", file);
    }
    if (!Files.isReadable(file)) {
      throw InvalidInputException.of("%s: may not be read; check its permissions", file);
    }
  }

  /**
   * Checks that what there is, if anything, is a regular file; be it given by the user or one that
   * belongs into a directory of polystill.
   *
   * @throws InvalidInputException where it is a directory, a pipe, a socket or a device
   */
  public static void requireRegular(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw InvalidInputException.of(
          "%s: is a %s; put a file in its place",
          file, Files.isDirectory(file) ? "directory" : "pipe or a device");
    }
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException as {@link #requireRegular}
   */
  public static InputStream open(Path file) throws IOException {
    requireRegular(file);
    return Files.newInputStream(file);
  }

  /**
   * The bytes of a file.
   *
   * @throws InvalidInputException as {@link #requireRegular}
   */
  public static byte[] bytes(Path file) throws IOException {
    requireRegular(file);
    return Files.readAllBytes(file);
  }
}
