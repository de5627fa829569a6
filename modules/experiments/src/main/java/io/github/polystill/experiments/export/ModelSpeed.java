package io.github.polystill.experiments.export;

/**
 * What it takes to serve a model.
 *
 * @param model what it is
 * @param bytes of its files
 * @param oneText median time for one text, in milliseconds
 * @param batch median time for a batch, in milliseconds
 */
public record ModelSpeed(String model, long bytes, double oneText, double batch) {}
