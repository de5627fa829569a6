/** The log of a run, a line of JSON for each event. Depends on data. */
package io.github.polystill.experiments.log;
