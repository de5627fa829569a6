/**
 * Corpora into the folds of cross-validation, stratified by label, and measures of how well the
 * labels are spread. Depends on {@code data} alone.
 *
 * <p>Everything here is a function of its arguments and a seed: no clock, no threads, no state.
 */
package io.github.polystill.data.folds;
