/**
 * Runs side by side: whether they can be compared, their figures on the folds that they share, and
 * paired tests. Reads run directories and nothing else. Depends on experiments.run.
 */
package io.github.polystill.experiments.comparison;
