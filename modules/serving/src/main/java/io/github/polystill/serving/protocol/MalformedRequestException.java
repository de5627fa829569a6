package io.github.polystill.serving.protocol;

import java.util.Locale;

/** A request that asks for nothing; the message tells its sender why. */
public final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedRequestException(String message) {
    super(oneLine(message));
  }

  MalformedRequestException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** Names in a message are the sender's, who may write a line end into them. */
  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cc}\u2028\u2029]", " ");
  }

  /** The same of a format as of {@link String#format}. */
  static MalformedRequestException of(String format, Object... arguments) {
    return new MalformedRequestException(String.format(Locale.ROOT, format, arguments));
  }
}
