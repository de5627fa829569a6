package io.github.polystill.experiments.run;

/** A task cannot go on yet, because another process is doing what it needs. */
final class HeldElsewhereException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HeldElsewhereException() {
    super("another process is at it", null, false, false);
  }
}
