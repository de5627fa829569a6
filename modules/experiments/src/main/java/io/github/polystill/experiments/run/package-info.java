/**
 * Carrying out an experiment: trials, their ledger and the run directory, and how a run reports its
 * progress and is stopped. Depends on distillation, and on nothing that draws on a terminal.
 */
package io.github.polystill.experiments.run;
