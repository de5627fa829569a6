/**
 * What a run ran on: versions, machine, commit and checksums, written as {@code environment.json}.
 * Depends on data.
 */
package io.github.polystill.experiments.environment;
