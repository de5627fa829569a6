package io.github.polystill.serving.protocol;

import io.github.polystill.data.text.ControlCharacters;
import java.util.Locale;

/**
 * A request that asks for nothing; the message, which is one line whatever names the sender has
 * written, tells why.
 */
public final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedRequestException(String message) {
    super(ControlCharacters.replace(message, " "));
  }

  MalformedRequestException(String message, Throwable cause) {
    super(ControlCharacters.replace(message, " "), cause);
  }

  /** The same of a format as of {@link String#format}. */
  static MalformedRequestException of(String format, Object... arguments) {
    return new MalformedRequestException(String.format(Locale.ROOT, format, arguments));
  }
}
