package io.github.polystill.evaluation.significance;

/**
 * What a test found.
 *
 * @param statistic of the test
 * @param p two-sided
 */
record TestOutcome(double statistic, double p) {}
