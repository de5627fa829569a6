/** An experiment: configuration, cross-validation, trial ledger and run directory. */
package io.github.polystill.experiments;
