/**
 * Classifiers that any trained network should beat: a linear one and a constant one. Depends on
 * data and on evaluation.
 */
package io.github.polystill.evaluation.baseline;
