package io.github.polystill.experiments.run;

import io.github.polystill.distillation.Expert;
import java.util.Optional;

/**
 * How far an expert has come.
 *
 * @param classWeight which of the label's experts
 * @param trial hash in the ledger
 * @param expert as the choice sees it; empty where the training diverged
 * @param epochs passes over the training documents so far
 */
record Standing(double classWeight, String trial, Optional<Expert> expert, int epochs) {}
