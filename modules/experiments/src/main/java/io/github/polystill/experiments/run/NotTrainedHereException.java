package io.github.polystill.experiments.run;

/** A task cannot go on at all, because it needs a trial that this process is not to train. */
final class NotTrainedHereException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotTrainedHereException() {
    super("not trained by this process", null, false, false);
  }
}
