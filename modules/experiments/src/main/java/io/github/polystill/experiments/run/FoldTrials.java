package io.github.polystill.experiments.run;

import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.distillation.FoldData;
import io.github.polystill.distillation.Trial;
import io.github.polystill.distillation.Watch;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedFold;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be trained of one architecture on one fold.
 *
 * @param experiment of the repetition that the fold belongs to
 * @param seed of that repetition; empty for the first
 * @param words rows of the embedding tables, the same on all folds
 */
record FoldTrials(
    Experiment experiment,
    Optional<Long> seed,
    ArchitectureSettings architecture,
    PreparedFold fold,
    int words) {

  FoldData data() {
    return fold.data();
  }

  LabelSet labels() {
    return data().corpus().labels();
  }

  int foldIndex() {
    return data().fold().index();
  }

  /** The binary network of one label and class weight. */
  Trial expert(int label, double classWeight) {
    return new Trial(
        TrainingRow.TEACHER,
        experiment.networkOf(architecture),
        OptionalInt.of(label),
        classWeight,
        experiment.optimisationOf(architecture),
        new Watch(experiment.teacher().monitor(), threshold()),
        trialSeed(TrainingRow.TEACHER, labels().name(label)));
  }

  Trial student(TrainingRow type) {
    return new Trial(
        type,
        experiment.networkOf(architecture),
        OptionalInt.empty(),
        1,
        experiment.studentOptimisationOf(architecture),
        new Watch(experiment.student().monitor(), threshold()),
        trialSeed(type, ""));
  }

  private long trialSeed(TrainingRow type, String target) {
    return TrialHash.seed(experiment.seed(), foldIndex(), architecture.name(), type, target);
  }

  private double threshold() {
    return experiment.evaluation().threshold();
  }

  /** A trial's name for people. */
  TrialLabel label(Trial trial) {
    boolean expert = trial.label().isPresent();
    return name(
        trial.type(),
        expert ? Optional.of(labels().name(trial.label().getAsInt())) : Optional.empty(),
        expert ? Optional.of(trial.classWeight()) : Optional.empty());
  }

  /** The name of the search for a label's expert. */
  TrialLabel search(int label) {
    return name(TrainingRow.TEACHER, Optional.of(labels().name(label)), Optional.empty());
  }

  /** The name of a student. */
  TrialLabel studentName(TrainingRow type) {
    return name(type, Optional.empty(), Optional.empty());
  }

  private TrialLabel name(TrainingRow type, Optional<String> label, Optional<Double> classWeight) {
    return new TrialLabel(foldIndex(), seed, architecture.name(), type, label, classWeight);
  }

  /** Whether experts are chosen by the figure that early stopping looks at. */
  boolean choosesByMonitor() {
    return experiment.teacher().select() == experiment.teacher().monitor();
  }

  /**
   * The figure by which experts are chosen; higher is better.
   *
   * @param validation probabilities of the validation documents, [validation][1]
   */
  double figureOfChoice(int label, float[][] validation) {
    EncodedCorpus corpus = data().corpus();
    int[] documents = data().fold().validation();
    boolean[][] truth = new boolean[documents.length][1];
    for (int i = 0; i < documents.length; i++) {
      truth[i][0] = corpus.targets()[documents[i]][label];
    }
    ValidationFigure select = experiment.teacher().select();
    double value = select.of(truth, validation, threshold());
    return select.higherIsBetter() ? value : -value;
  }
}
