/**
 * How long figures, thresholds and tests of significance take on large test sets. Depends on
 * evaluation.
 */
package io.github.polystill.labs.evaluation;
