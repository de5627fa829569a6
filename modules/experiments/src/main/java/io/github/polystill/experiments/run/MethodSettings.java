package io.github.polystill.experiments.run;

import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.CrossFittedTeacher;
import io.github.polystill.distillation.CrossFittedTeacher.Answers;
import io.github.polystill.distillation.DistillationLoss;
import io.github.polystill.distillation.EnsembleTeacher;
import io.github.polystill.distillation.FoldPair;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.StandaloneLoss;
import io.github.polystill.distillation.StudentSearch;
import io.github.polystill.distillation.StudentTrainer;
import io.github.polystill.distillation.search.ExpertSearch;
import io.github.polystill.distillation.search.GridSearch;
import io.github.polystill.distillation.search.HalvingSearch;
import io.github.polystill.distillation.search.ShiftSearch;
import io.github.polystill.distillation.search.WarmSearch;
import io.github.polystill.distillation.trial.TrainingData;
import io.github.polystill.distillation.trial.TrainingSettings;
import io.github.polystill.distillation.trial.TrialPriority;
import io.github.polystill.distillation.trial.TrialSpec;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.StudentSettings;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.OptimisationSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The method as an experiment wants it.
 *
 * @param platform version of TensorFlow and kind of device
 */
record MethodSettings(Experiment experiment, String platform) {
  /** From one seed of a teacher to the next, so far that repetitions of a run have others. */
  private static final long SEED_STEP = 1_000_003;

  /** The teacher of one architecture, which has members of several seeds if that is asked for. */
  EnsembleTeacher teacher(
      ArchitectureSettings architecture,
      PreparedFold fold,
      List<FoldPair> pairs,
      TrialPriority priority) {
    BinaryRelevanceTeacher first = experts(architecture, priority);
    List<CrossFittedTeacher> members = new ArrayList<>(List.of(answers(first, fold, pairs)));
    for (int i = 2; i <= experiment.teacher().seeds().orElse(1); i++) {
      long seed = experiment.seed() + (i - 1) * SEED_STEP;
      members.add(answers(first.withSeed(seed, TeacherSettings.variant(i)), fold, pairs));
    }
    if (experiment.teacher().linear()) {
      members.add(answers(first.linear(), fold, pairs));
    }
    return new EnsembleTeacher(members);
  }

  private BinaryRelevanceTeacher experts(
      ArchitectureSettings architecture, TrialPriority priority) {
    TeacherSettings settings = experiment.teacher();
    BinaryRelevanceTeacher experts =
        new BinaryRelevanceTeacher(
            training(
                experiment.networkOf(architecture),
                experiment.optimisationOf(architecture),
                settings.monitor(),
                Optional.empty()),
            settings.classWeights(),
            settings.select(),
            search(settings),
            priority);
    return settings.wordDropout() ? experts.learningCopies() : experts;
  }

  /**
   * Who answers the documents that a student of one architecture learns from; without any parts as
   * the paper has it.
   */
  private CrossFittedTeacher answers(
      BinaryRelevanceTeacher teacher, PreparedFold fold, List<FoldPair> pairs) {
    TeacherSettings settings = experiment.teacher();
    Answers answers = settings.answers().orElse(Answers.MEAN);
    if (settings.crossFitFolds()) {
      return CrossFittedTeacher.sharing(teacher, fold.index(), answers, pairs);
    }
    return settings
        .crossFit()
        .map(it -> fold.trainingParts(it, experiment.folds().method(), experiment.seed()))
        .map(parts -> new CrossFittedTeacher(teacher, parts, answers))
        .orElseGet(() -> new CrossFittedTeacher(teacher, List.of(), Answers.FULL));
  }

  private static ExpertSearch search(TeacherSettings settings) {
    TeacherSettings.Halving halving = settings.halving();
    return switch (settings.search()) {
      case GRID -> new GridSearch(settings.best().orElse(1));
      case HALVING ->
          new HalvingSearch(halving.eta(), halving.minEpochs(), halving.compareWithGrid());
      case SHIFT -> new ShiftSearch();
      case WARM -> new WarmSearch(settings.best().orElse(1));
    };
  }

  /** The students of one architecture that learn what such a row of results does. */
  StudentSearch students(
      ArchitectureSettings architecture, TrainingRow row, TrialPriority priority) {
    StudentSettings settings = experiment.student();
    return new StudentSearch(
        settings.grid(row).stream()
            .map(
                values ->
                    new StudentSearch.Candidate(
                        new MethodSettings(experiment.withStudent(values), platform)
                            .student(architecture, priority),
                        values))
            .toList(),
        settings.learnsValidation());
  }

  private StudentTrainer student(ArchitectureSettings architecture, TrialPriority priority) {
    return new StudentTrainer(
        training(
            experiment.studentNetworkOf(architecture),
            experiment.studentOptimisationOf(architecture),
            experiment.student().monitor(),
            experiment.student().average()),
        loss(experiment.student()),
        experiment.student().loss().orElse(StandaloneLoss.BCE),
        priority);
  }

  private static DistillationLoss loss(StudentSettings settings) {
    return settings.target() == StudentSettings.Target.LOGIT
        ? DistillationLoss.logits(settings.trueLabels())
        : DistillationLoss.probabilities(settings.temperature(), settings.trueLabels());
  }

  /** One of the trials of an architecture, whichever. */
  TrialSpec anyTrial(ArchitectureSettings architecture, TrainingData data) {
    TrialPriority never = new TrialPriority(0, TrialPriority.Stage.CALIBRATION, 0);
    return experiment.trainsExperts(architecture)
        ? anyExpert(experts(architecture, never), data)
        : anyStudent(architecture, data);
  }

  /** The same of a student of an architecture. */
  TrialSpec anyStudent(ArchitectureSettings architecture, TrainingData data) {
    TrialPriority never = new TrialPriority(0, TrialPriority.Stage.CALIBRATION, 0);
    return students(architecture, TrainingRow.STANDALONE, never).standaloneTrials(data).get(0);
  }

  private static TrialSpec anyExpert(BinaryRelevanceTeacher teacher, TrainingData data) {
    return teacher.search().trials(teacher.candidates(data, 0)).get(0);
  }

  private TrainingSettings training(
      Architecture network,
      OptimisationSettings optimisation,
      ValidationFigure monitor,
      Optional<Double> average) {
    return new TrainingSettings(
        network,
        optimisation,
        monitor,
        experiment.evaluation().threshold(),
        experiment.seed(),
        platform,
        average);
  }
}
