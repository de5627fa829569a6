/**
 * Predictions, the figures computed from them, and the files of a run directory that hold both:
 * {@code predictions/*.csv} and {@code metrics.json}. Depends on data.
 */
package io.github.polystill.evaluation;
