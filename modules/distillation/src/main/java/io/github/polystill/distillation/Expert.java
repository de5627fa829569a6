package io.github.polystill.distillation;

/**
 * A binary network for one label as the teacher's choice sees it.
 *
 * @param classWeight weight of the positive class that it was trained with
 * @param figure the figure of choice on the validation documents; higher is better
 * @param validationLoss mean binary cross-entropy there
 */
public record Expert(double classWeight, double figure, double validationLoss) {}
