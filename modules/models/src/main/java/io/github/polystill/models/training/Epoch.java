package io.github.polystill.models.training;

import org.apiguardian.api.API;

/**
 * One pass over the training documents.
 *
 * @param number counted from 1
 * @param trainingLoss mean loss over the steps, dropout included
 * @param validation score after the pass
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record Epoch(int number, double trainingLoss, ValidationScore validation) {}
