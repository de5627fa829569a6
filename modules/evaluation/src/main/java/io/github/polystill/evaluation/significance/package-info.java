/**
 * Whether one model beats another by more than chance: tests over folds and over documents, and the
 * correction for how many of them are made. Depends on evaluation and evaluation.thresholds.
 *
 * <p>Paired are figures of the same fold, or decisions about the same document. All p-values are
 * two-sided.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.evaluation.significance;

import org.apiguardian.api.API;
