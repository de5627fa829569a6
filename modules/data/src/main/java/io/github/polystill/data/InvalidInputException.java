package io.github.polystill.data;

import java.io.Serial;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * An error that a user can cause and mend. The message is one line that says what is wrong, where
 * (file:line, key, label) and what to do; the command line prints that line alone and exits with 2.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class InvalidInputException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The same of a format.
   *
   * @param format as of {@link String#format}, with English numbers
   */
  public static InvalidInputException of(String format, Object... arguments) {
    return new InvalidInputException(String.format(Locale.ROOT, format, arguments));
  }

  /** The same with what has thrown it. */
  public static InvalidInputException of(Throwable cause, String format, Object... arguments) {
    return new InvalidInputException(String.format(Locale.ROOT, format, arguments), cause);
  }
}
