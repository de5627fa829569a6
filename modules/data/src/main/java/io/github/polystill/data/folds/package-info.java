/**
 * Corpora into the folds of cross-validation, stratified by label, and measures of how well the
 * labels are spread; the folds that a corpus brings with it. Depends on {@code data} and on {@code
 * data.segmentation} for the normal form of texts.
 *
 * <p>Everything here is a function of its arguments and a seed: no clock, no threads, no state.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data.folds;

import org.apiguardian.api.API;
