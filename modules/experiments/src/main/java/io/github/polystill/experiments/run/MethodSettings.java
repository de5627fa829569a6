package io.github.polystill.experiments.run;

import io.github.polystill.distillation.BinaryRelevanceTeacher;
import io.github.polystill.distillation.CrossFittedTeacher;
import io.github.polystill.distillation.DistillationLoss;
import io.github.polystill.distillation.PreparedFold;
import io.github.polystill.distillation.StandaloneLoss;
import io.github.polystill.distillation.StudentTrainer;
import io.github.polystill.distillation.search.ExpertSearch;
import io.github.polystill.distillation.search.GridSearch;
import io.github.polystill.distillation.search.HalvingSearch;
import io.github.polystill.distillation.search.ShiftSearch;
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
import java.util.List;
import java.util.Optional;

/**
 * The method as an experiment wants it.
 *
 * @param platform version of TensorFlow and kind of device
 */
record MethodSettings(Experiment experiment, String platform) {
  /** The teacher of one architecture. */
  BinaryRelevanceTeacher teacher(ArchitectureSettings architecture, TrialPriority priority) {
    TeacherSettings settings = experiment.teacher();
    return new BinaryRelevanceTeacher(
        training(
            experiment.networkOf(architecture),
            experiment.optimisationOf(architecture),
            settings.monitor(),
            Optional.empty()),
        settings.classWeights(),
        settings.select(),
        search(settings),
        priority);
  }

  /**
   * Who answers the documents that a student of one architecture learns from; without any parts as
   * the paper has it.
   */
  CrossFittedTeacher answers(BinaryRelevanceTeacher teacher, PreparedFold fold) {
    TeacherSettings settings = experiment.teacher();
    return settings
        .crossFit()
        .map(
            parts ->
                new CrossFittedTeacher(
                    teacher,
                    fold.trainingParts(parts, experiment.folds().method(), experiment.seed()),
                    settings.answers().orElse(CrossFittedTeacher.Answers.MEAN)))
        .orElseGet(
            () -> new CrossFittedTeacher(teacher, List.of(), CrossFittedTeacher.Answers.FULL));
  }

  private static ExpertSearch search(TeacherSettings settings) {
    TeacherSettings.Halving halving = settings.halving();
    return switch (settings.search()) {
      case GRID -> new GridSearch();
      case HALVING ->
          new HalvingSearch(halving.eta(), halving.minEpochs(), halving.compareWithGrid());
      case SHIFT -> new ShiftSearch();
    };
  }

  /** The students of one architecture. */
  StudentTrainer student(ArchitectureSettings architecture, TrialPriority priority) {
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
    return experiment.trainings().contains(TrainingRow.TEACHER)
        ? anyExpert(teacher(architecture, never), data)
        : student(architecture, never).standaloneTrial(data);
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
