package io.github.polystill.serving.server;

import java.util.concurrent.TimeoutException;

/** A call of the model takes longer than the request may wait. */
final class CallTimeoutException extends TimeoutException {
  private static final long serialVersionUID = 1;

  CallTimeoutException() {
    super("computed for too long");
  }
}
