package io.github.polystill.models.training;

import java.io.Serializable;
import org.apiguardian.api.API;

/**
 * A loss that became NaN or infinite.
 *
 * @param reason one line with the step and the learning rate
 * @param loss NaN or infinite, in words
 * @param epoch counted from 1
 * @param step of the epoch, counted from 1
 * @param learningRate of that step
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Divergence(String reason, String loss, int epoch, int step, double learningRate)
    implements Serializable {}
