package io.github.polystill.models.training;

import java.io.Serial;
import java.util.Locale;
import org.apiguardian.api.API;

/** Thrown where a loss or a logit is NaN or infinite: the training can't go on. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public final class DivergedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Divergence divergence;

  DivergedException(float loss, int epoch, int step, double learningRate) {
    super(
        String.format(
            Locale.ROOT,
            "the loss became %s in step %d of epoch %d at learning rate %s; lower optimisation.learningRate or the class weights",
            loss,
            step,
            epoch,
            learningRate));
    divergence = new Divergence(getMessage(), Float.toString(loss), epoch, step, learningRate);
  }

  /** What has happened. */
  public Divergence divergence() {
    return divergence;
  }
}
