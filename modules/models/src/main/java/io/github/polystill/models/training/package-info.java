/**
 * The training engine: loss, optimiser, sessions that are reused from trial to trial, and the loop
 * over epochs with early stopping.
 */
package io.github.polystill.models.training;
