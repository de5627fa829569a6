/**
 * The log of a run, a line of JSON for each event, which several processes write to. Depends on
 * data.
 */
package io.github.polystill.experiments.log;
