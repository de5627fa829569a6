package io.github.polystill.experiments.run;

import io.github.polystill.evaluation.FoldEvaluation;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import java.io.IOException;
import java.util.List;

/** Writes the tables and the report of a run. */
final class RunReports {
  private final Experiment experiment;
  private final RunDirectory directory;
  private final PreparedCorpus corpus;

  RunReports(Experiment experiment, RunDirectory directory, PreparedCorpus corpus) {
    this.experiment = experiment;
    this.directory = directory;
    this.corpus = corpus;
  }

  void write(List<TrainedModel> models, List<FoldEvaluation> evaluations, TrialLedger ledger)
      throws IOException {}
}
