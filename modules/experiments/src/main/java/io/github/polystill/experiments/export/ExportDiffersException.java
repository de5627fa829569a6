package io.github.polystill.experiments.export;

import java.util.Optional;

/** An exported model says something else than the network in training did. */
public final class ExportDiffersException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final transient Optional<ExportCheck> check;

  /** A difference without figures, as the exported model gives no numbers. */
  ExportDiffersException(String message) {
    super(message);
    this.check = Optional.empty();
  }

  /** A difference; the message says what is wrong and what helps. */
  ExportDiffersException(String message, ExportCheck check) {
    super(message);
    this.check = Optional.of(check);
  }

  /** How the models compare; empty where there are no figures of the exported one. */
  public Optional<ExportCheck> check() {
    return check;
  }
}
