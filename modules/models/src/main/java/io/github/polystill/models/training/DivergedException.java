package io.github.polystill.models.training;

import java.io.Serial;
import java.util.Locale;

/** Thrown where a loss or a logit is NaN or infinite: the training can't go on. */
public final class DivergedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final float loss;
  private final int epoch;
  private final int step;
  private final double learningRate;

  DivergedException(float loss, int epoch, int step, double learningRate) {
    super(
        String.format(
            Locale.ROOT,
            "the loss became %s in step %d of epoch %d at learning rate %s; lower"
                + " optimisation.learningRate or the class weights",
            loss,
            step,
            epoch,
            learningRate));
    this.loss = loss;
    this.epoch = epoch;
    this.step = step;
    this.learningRate = learningRate;
  }

  /** The loss, NaN or infinite. */
  public float loss() {
    return loss;
  }

  /** Epoch, counted from 1. */
  public int epoch() {
    return epoch;
  }

  /** Step of the epoch, counted from 1. */
  public int step() {
    return step;
  }

  /** Learning rate of that step. */
  public double learningRate() {
    return learningRate;
  }
}
