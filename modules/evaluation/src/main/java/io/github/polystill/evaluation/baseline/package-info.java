/**
 * Classifiers that any trained network should beat: a linear one and a constant one. Depends on
 * data.
 */
package io.github.polystill.evaluation.baseline;
