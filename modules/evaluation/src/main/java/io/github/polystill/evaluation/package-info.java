/**
 * Predictions, the figures computed from them, and the files of a run directory that hold both:
 * {@code predictions/*.csv} and {@code metrics.json}. Depends on data.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.evaluation;

import org.apiguardian.api.API;
