package io.github.polystill.models.training;

/**
 * One pass over the training documents.
 *
 * @param number counted from 1
 * @param trainingLoss mean loss over the steps, dropout included
 * @param validation score after the pass
 */
public record Epoch(int number, double trainingLoss, ValidationScore validation) {}
