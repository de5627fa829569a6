package io.github.polystill.models.layers;

import org.apiguardian.api.API;

/**
 * Size of an embedding table.
 *
 * @param words rows, padding and unknown included
 * @param dimensions columns
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
public record EmbeddingTableShape(int words, int dimensions) {}
