/**
 * Figures of probabilities before any threshold: how they rank documents and how far they can be
 * taken at their word. Depends on evaluation.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.evaluation.probabilities;

import org.apiguardian.api.API;
