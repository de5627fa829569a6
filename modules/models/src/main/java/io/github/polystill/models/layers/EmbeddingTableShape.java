package io.github.polystill.models.layers;

/**
 * Size of an embedding table.
 *
 * @param words rows, padding and unknown included
 * @param dimensions columns
 */
public record EmbeddingTableShape(int words, int dimensions) {}
