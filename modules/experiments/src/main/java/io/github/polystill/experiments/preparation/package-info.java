/**
 * From an experiment's settings to what its trials learn from: the corpus, its words, its folds.
 */
package io.github.polystill.experiments.preparation;
