/**
 * Classifiers that any trained network should beat: a linear one and a constant one. Depends on
 * data.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.evaluation.baseline;

import org.apiguardian.api.API;
