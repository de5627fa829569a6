package io.github.polystill.distillation;

import io.github.polystill.models.training.Divergence;
import org.apiguardian.api.API;

/**
 * All networks for a label diverged. A label without an expert has no place in the responses; a
 * stand-in would be no expert of this method.
 */
@API(status = API.Status.STABLE, since = "0.1.0")
public final class NoExpertException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoExpertException(String label, Divergence first) {
    super(message(label, first));
  }

  /** The sentence that says so. */
  public static String message(String label, Divergence first) {
    return "all experts for " + label + " diverged; of the first: " + first.reason();
  }
}
