/**
 * The training engine: loss, optimiser, sessions that are reused from trial to trial, and the loop
 * over epochs with early stopping.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.models.training;

import org.apiguardian.api.API;
