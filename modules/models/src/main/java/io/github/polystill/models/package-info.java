/**
 * Architectures as TensorFlow graphs, the training engine and SavedModels; depends on embeddings
 * and data.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.models;

import org.apiguardian.api.API;
