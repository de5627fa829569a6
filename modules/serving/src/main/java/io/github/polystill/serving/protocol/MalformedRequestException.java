package io.github.polystill.serving.protocol;

/** A request that asks for nothing; the message tells its sender why. */
public final class MalformedRequestException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedRequestException(String message) {
    super(message);
  }

  MalformedRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
