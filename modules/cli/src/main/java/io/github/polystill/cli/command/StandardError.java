package io.github.polystill.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * Where standard error is. The launcher lets native code write to a filter that drops TensorFlow's
 * greeting, and names the descriptor of the real standard error in a variable.
 */
public final class StandardError {
  private static final String VARIABLE = "POLYSTILL_STDERR";

  private StandardError() {}

  /** A writer to the real standard error, in UTF-8. */
  public static PrintWriter writer(boolean autoFlush) {
    return new PrintWriter(
        new FileOutputStream(descriptor(System.getenv(VARIABLE))),
        autoFlush,
        StandardCharsets.UTF_8);
  }

  /** The descriptor of a number; Java's own standard error where that is not to be had. */
  static FileDescriptor descriptor(String number) {
    if (number == null) {
      return FileDescriptor.err;
    }
    try {
      // The only way to a descriptor that Java inherits; the launcher opens the package.
      Constructor<FileDescriptor> ofNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
      ofNumber.setAccessible(true);
      return ofNumber.newInstance(Integer.parseInt(number));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return FileDescriptor.err; // the filter passes our lines on
    }
  }
}
