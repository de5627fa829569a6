/**
 * Whether a run comes out the same when it is done again: what is compared and how exactly. Depends
 * on run, environment and evaluation.
 */
package io.github.polystill.experiments.reproduction;
