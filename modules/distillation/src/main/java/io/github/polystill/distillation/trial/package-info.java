/**
 * One network to train, where it is trained, and what it comes to. Knows no file, no ledger and no
 * progress bar. Depends on models and evaluation.
 */
package io.github.polystill.distillation.trial;
