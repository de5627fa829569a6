/**
 * Architectures as TensorFlow graphs, the training engine and SavedModels; depends on embeddings
 * and data.
 */
package io.github.polystill.models;
