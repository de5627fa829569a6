package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.PreparedFold;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Runs all trials of an experiment: every architecture on every fold that is asked for. */
final class CrossValidation {
  private final Experiment experiment;
  private final PreparedCorpus corpus;
  private final RunDirectory directory;
  private final TrialContext context;
  private final WorkerPool pool;
  private final List<FoldUnit> units = new ArrayList<>();

  CrossValidation(
      Experiment experiment,
      PreparedCorpus corpus,
      RunDirectory directory,
      TrialContext context,
      int workers) {
    this.experiment = experiment;
    this.corpus = corpus;
    this.directory = directory;
    this.context = context;
    this.pool = new WorkerPool(workers);
  }

  /** The models of all folds, ordered by architecture as in the experiment, training type, fold. */
  List<TrainedModel> run() throws Exception {
    List<Integer> folds = experiment.folds().run();
    int labels = corpus.segmented().corpus().labels().size();
    int units = folds.size() * experiment.architectures().size();
    context.progress().planned(units * FoldUnit.trials(experiment, labels));
    for (int i = 0; i < folds.size(); i++) {
      Fold fold = corpus.folds().get(folds.get(i));
      int priority = i;
      pool.submit(priority, sessions -> start(fold, priority));
    }
    pool.run();
    return models();
  }

  /** Prepares a fold when its turn comes, so that not all of them are in memory from the start. */
  private void start(Fold fold, int priority) throws IOException {
    Map<TokenLayout, PreparedFold> layouts =
        PreparedFold.prepare(corpus.segmented(), fold, experiment);
    PreparedFold any = layouts.values().iterator().next();
    directory.writePrepared(any);
    context.progress().message(any.remark());
    for (ArchitectureSettings architecture : experiment.architectures()) {
      PreparedFold prepared = layouts.get(experiment.layoutOf(architecture));
      FoldUnit unit = new FoldUnit(experiment, architecture, prepared, context, pool, priority);
      synchronized (units) {
        units.add(unit);
      }
      unit.submit();
    }
  }

  private List<TrainedModel> models() {
    List<String> order =
        experiment.architectures().stream().map(ArchitectureSettings::name).toList();
    return units.stream()
        .flatMap(unit -> unit.models().stream())
        .sorted(
            Comparator.comparingInt((TrainedModel model) -> order.indexOf(model.architecture()))
                .thenComparing(TrainedModel::training)
                .thenComparingInt(TrainedModel::fold))
        .toList();
  }
}
