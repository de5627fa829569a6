/**
 * Building blocks of networks as pieces of a TensorFlow graph. Each says what it computes, and
 * where TensorFlow's own gradient is missing or slow it brings a backward pass written by hand.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.models.layers;

import org.apiguardian.api.API;
