package io.github.polystill.experiments.run;

import io.github.polystill.experiments.run.TrialOutcome.Finished;
import java.io.IOException;
import java.util.List;

/** Finds the expert of one label among all class weights. */
interface ExpertSearch {
  /** Puts the first trials into the pool. */
  void submit();

  /** Told what a search finds; called once by the worker that finds it. */
  interface Listener {
    /**
     * The label has an expert.
     *
     * @param diverged experts of the label that are out because they diverged
     */
    void chosen(int label, Finished expert, double classWeight, int diverged) throws IOException;

    /** All experts of the label diverged. */
    void noneLeft(int label, List<TrialLedger.Failure> failures) throws IOException;

    /** The search needs no further trial; comes after one of the others. */
    void ended(int label);
  }
}
