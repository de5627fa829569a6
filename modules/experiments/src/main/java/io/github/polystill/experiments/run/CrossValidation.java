package io.github.polystill.experiments.run;

import io.github.polystill.data.Fold;
import io.github.polystill.data.encoding.TokenLayout;
import io.github.polystill.data.encoding.Vocabulary;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncodingSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedCorpus;
import io.github.polystill.experiments.preparation.PreparedFold;
import io.github.polystill.experiments.preparation.TrainedVectorFile;
import io.github.polystill.experiments.preparation.VectorTraining;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs all trials of an experiment: every architecture on every fold that is asked for. */
final class CrossValidation {
  private final Experiment experiment;
  private final PreparedCorpus corpus;
  private final RunDirectory directory;
  private final Optional<VectorTraining> training;
  private final TrialContext context;
  private final WorkerPool pool;
  private final OpenArchitectures open = new OpenArchitectures();
  private final List<ArchitectureSettings> dearestFirst;
  private final List<FoldUnit> units = new ArrayList<>();

  CrossValidation(
      Experiment experiment,
      PreparedCorpus corpus,
      RunDirectory directory,
      Optional<VectorTraining> training,
      TrialContext context,
      int workers,
      ComputeDevice device) {
    this.experiment = experiment;
    this.corpus = corpus;
    this.directory = directory;
    this.training = training;
    this.context = context;
    this.pool = new WorkerPool(workers, () -> new SessionCache(open::mayNeed, device));
    this.dearestFirst = dearestFirst(experiment);
  }

  /** Architectures by their work per token, equal ones in the order of the experiment. */
  static List<ArchitectureSettings> dearestFirst(Experiment experiment) {
    int dimensions = experiment.vectors().dimensions().orElse(300);
    return experiment.architectures().stream()
        .sorted(
            Comparator.comparingDouble(
                architecture -> -experiment.networkOf(architecture).workPerToken(dimensions)))
        .toList();
  }

  /** The models of all folds, ordered by architecture as in the experiment, training type, fold. */
  List<TrainedModel> run() throws Exception {
    List<Integer> folds = experiment.folds().run();
    int labels = corpus.segmented().corpus().labels().size();
    int units = folds.size() * experiment.architectures().size();
    context.progress().planned(units * FoldUnit.trials(experiment, labels));
    dearestFirst.forEach(architecture -> open.add(architecture.name(), folds.size()));
    int words = folds.size() == 1 ? 0 : wordsOfAnyFold();
    for (int i = 0; i < folds.size(); i++) {
      Fold fold = corpus.folds().get(folds.get(i));
      int rank = i;
      pool.submit(new Turn(0, Turn.Stage.TEACHER, rank), sessions -> start(fold, rank, words));
    }
    pool.run();
    return models();
  }

  /**
   * As many rows as the embedding table of a fold can need: those of all documents' words, which
   * are at least those of a fold's training documents.
   */
  private int wordsOfAnyFold() {
    EncodingSettings encoding = experiment.encoding();
    return Vocabulary.build(corpus.segmented().words(), encoding.minCount(), encoding.maxWords())
        .size();
  }

  /** Prepares a fold when its turn comes, which is before that of its trials. */
  private void start(Fold fold, int rank, int words) throws IOException {
    Map<TokenLayout, PreparedFold> layouts =
        PreparedFold.prepare(corpus.segmented(), fold, experiment, vectorFile(fold));
    PreparedFold any = layouts.values().iterator().next();
    directory.writePrepared(any);
    context.progress().message(any.remark());
    int rows = Math.max(words, any.data().vectors().rows());
    for (int i = 0; i < dearestFirst.size(); i++) {
      ArchitectureSettings architecture = dearestFirst.get(i);
      FoldUnit unit =
          new FoldUnit(
              new FoldTrials(
                  experiment, architecture, layouts.get(experiment.layoutOf(architecture)), rows),
              context,
              pool,
              new Turn(i, Turn.Stage.TEACHER, rank),
              () -> open.finished(architecture.name()));
      synchronized (units) {
        units.add(unit);
      }
      unit.submit();
    }
  }

  private Optional<Path> vectorFile(Fold fold) throws IOException {
    if (training.isEmpty()) {
      return experiment.vectors().path().map(Path::of);
    }
    TrainedVectorFile trained = training.get().vectorsFor(fold);
    context.remark(trained.remark());
    return Optional.of(trained.file());
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
