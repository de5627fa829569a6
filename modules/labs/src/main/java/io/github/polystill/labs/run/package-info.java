/**
 * Memory and cost of many trials, measured on the first trials of real runs: ledger, worker pool,
 * teacher grid. Depends on experiments.
 */
package io.github.polystill.labs.run;
