package io.github.polystill.benchmarks.train;

/**
 * What the arithmetic of a step depends on.
 *
 * @param texts in the batch
 * @param width tokens of the longest of them
 * @param distinct different token ids
 */
record BatchShape(int texts, int width, int distinct) {}
