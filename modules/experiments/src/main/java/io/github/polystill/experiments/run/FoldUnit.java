package io.github.polystill.experiments.run;

import io.github.polystill.data.LabelSet;
import io.github.polystill.data.encoding.EncodedCorpus;
import io.github.polystill.distillation.Expert;
import io.github.polystill.distillation.Responses;
import io.github.polystill.distillation.TeacherChoice;
import io.github.polystill.distillation.Trial;
import io.github.polystill.distillation.TrialResult;
import io.github.polystill.distillation.TrialTrainer;
import io.github.polystill.distillation.Watch;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.preparation.PreparedFold;
import io.github.polystill.models.training.Epoch;
import io.github.polystill.models.training.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All trials of one architecture on one fold and what depends on what: a label's experts, then its
 * choice; all choices, then the responses; the responses, then the distilled student.
 */
final class FoldUnit {
  private record Finished(String hash, TrialLedger.Entry entry) {}

  private final Experiment experiment;
  private final ArchitectureSettings architecture;
  private final PreparedFold fold;
  private final TrialContext context;
  private final WorkerPool pool;
  private final int priority;
  private final Finished[][] experts;
  private final Finished[] chosen;
  private final Double[] chosenWeights;
  private final List<TrainedModel> models = new ArrayList<>();

  FoldUnit(
      Experiment experiment,
      ArchitectureSettings architecture,
      PreparedFold fold,
      TrialContext context,
      WorkerPool pool,
      int priority) {
    this.experiment = experiment;
    this.architecture = architecture;
    this.fold = fold;
    this.context = context;
    this.pool = pool;
    this.priority = priority;
    int labels = labels().size();
    this.experts = new Finished[labels][experiment.teacher().classWeights().size()];
    this.chosen = new Finished[labels];
    this.chosenWeights = new Double[labels];
  }

  /** Number of trials of every unit of an experiment. */
  static int trials(Experiment experiment, int labels) {
    int trials = 0;
    for (TrainingRow type : experiment.trainings()) {
      trials +=
          type == TrainingRow.TEACHER ? labels * experiment.teacher().classWeights().size() : 1;
    }
    return trials;
  }

  /** Puts the trials that depend on nothing into the pool. */
  void submit() {
    if (experiment.trainings().contains(TrainingRow.STANDALONE)) {
      pool.submit(priority, sessions -> student(sessions, TrainingRow.STANDALONE, null));
    }
    if (experiment.trainings().contains(TrainingRow.TEACHER)) {
      for (int label = 0; label < experts.length; label++) {
        for (int weight = 0; weight < experts[label].length; weight++) {
          int l = label;
          int w = weight;
          pool.submit(priority, sessions -> expert(sessions, l, w));
        }
      }
    }
  }

  /** The finished models, teacher first. */
  synchronized List<TrainedModel> models() {
    return models.stream().sorted((a, b) -> a.training().compareTo(b.training())).toList();
  }

  private LabelSet labels() {
    return fold.data().corpus().labels();
  }

  private void expert(SessionCache sessions, int label, int weight) throws IOException {
    Trial trial = expertTrial(label, weight);
    Finished finished = finish(sessions, trial, null, false);
    if (complete(label, weight, finished)) {
      choose(sessions, label);
    }
  }

  private Trial expertTrial(int label, int weight) {
    long seed = seed(TrainingRow.TEACHER, labels().name(label));
    return new Trial(
        TrainingRow.TEACHER,
        architecture.network(),
        OptionalInt.of(label),
        experiment.teacher().classWeights().get(weight),
        experiment.optimisationOf(architecture),
        new Watch(experiment.teacher().monitor(), threshold()),
        seed);
  }

  private Trial studentTrial(TrainingRow type) {
    return new Trial(
        type,
        architecture.network(),
        OptionalInt.empty(),
        1,
        experiment.optimisationOf(architecture),
        new Watch(experiment.student().monitor(), threshold()),
        seed(type, ""));
  }

  private long seed(TrainingRow type, String target) {
    return TrialHash.seed(
        experiment.seed(), fold.data().fold().index(), architecture.name(), type, target);
  }

  private double threshold() {
    return experiment.evaluation().threshold();
  }

  private synchronized boolean complete(int label, int weight, Finished finished) {
    experts[label][weight] = finished;
    for (Finished expert : experts[label]) {
      if (expert == null) {
        return false;
      }
    }
    return true;
  }

  /** Keeps the best expert of a label; of the others only the figures stay. */
  private void choose(SessionCache sessions, int label) throws IOException {
    List<Expert> candidates = new ArrayList<>();
    for (int weight = 0; weight < experts[label].length; weight++) {
      candidates.add(candidate(label, weight));
    }
    int best = TeacherChoice.best(candidates);
    List<String> losers = new ArrayList<>();
    for (int weight = 0; weight < experts[label].length; weight++) {
      if (weight != best) {
        losers.add(experts[label][weight].hash());
      }
    }
    context.ledger().dropWeights(losers);
    Finished winner = finish(sessions, expertTrial(label, best), null, true);
    if (keep(label, winner, experiment.teacher().classWeights().get(best))) {
      teacherIsComplete();
    }
  }

  private Expert candidate(int label, int weight) throws IOException {
    Finished finished = experts[label][weight];
    double loss = finished.entry().history().best().validation().loss();
    ValidationFigure select = experiment.teacher().select();
    double figure = finished.entry().history().best().validation().figure();
    if (select != experiment.teacher().monitor()) {
      float[][] probabilities = context.ledger().probabilities(finished.hash(), finished.entry());
      figure = figureOfChoice(select, label, probabilities);
    }
    return new Expert(experiment.teacher().classWeights().get(weight), figure, loss);
  }

  private double figureOfChoice(ValidationFigure select, int label, float[][] probabilities) {
    EncodedCorpus corpus = fold.data().corpus();
    int[] validation = fold.data().fold().validation();
    boolean[][] truth = new boolean[validation.length][1];
    float[][] predicted = new float[validation.length][];
    for (int i = 0; i < validation.length; i++) {
      truth[i][0] = corpus.targets()[validation[i]][label];
      predicted[i] = probabilities[validation[i]];
    }
    double value = select.of(truth, predicted, threshold());
    return select.higherIsBetter() ? value : -value;
  }

  private synchronized boolean keep(int label, Finished winner, double classWeight) {
    chosen[label] = winner;
    chosenWeights[label] = classWeight;
    for (Finished expert : chosen) {
      if (expert == null) {
        return false;
      }
    }
    return true;
  }

  private void teacherIsComplete() throws IOException {
    List<String> hashes = new ArrayList<>();
    List<float[][]> answers = new ArrayList<>();
    for (Finished expert : chosen) {
      hashes.add(expert.hash());
      answers.add(context.ledger().probabilities(expert.hash(), expert.entry()));
    }
    add(TrainingRow.TEACHER, hashes, Optional.of(List.of(chosenWeights)));
    if (experiment.trainings().contains(TrainingRow.DISTILLED)) {
      float[][] responses = Responses.join(answers);
      pool.submit(priority, sessions -> student(sessions, TrainingRow.DISTILLED, responses));
    }
  }

  private void student(SessionCache sessions, TrainingRow type, float[][] responses)
      throws IOException {
    Finished finished = finish(sessions, studentTrial(type), responses, true);
    add(type, List.of(finished.hash()), Optional.empty());
  }

  private synchronized void add(
      TrainingRow type, List<String> trials, Optional<List<Double>> classWeights) {
    models.add(
        new TrainedModel(
            architecture.name(), type, fold.data().fold().index(), trials, classWeights));
  }

  /**
   * Takes a trial from the ledger or trains it.
   *
   * @param needsWeights whether a finished trial without its weights is trained again
   */
  private Finished finish(
      SessionCache sessions, Trial trial, float[][] responses, boolean needsWeights)
      throws IOException {
    context.cancellation().throwIfCancelled();
    String hash = TrialHash.of(trial, fold, context.tensorFlow(), responses);
    TrialLabel label = label(trial);
    Optional<TrialLedger.Entry> known = context.ledger().find(hash);
    if (known.isPresent() && (!needsWeights || context.ledger().hasWeights(hash, known.get()))) {
      context.finished(label, hash, true);
      return new Finished(hash, known.get());
    }
    if (known.isPresent()) {
      context.ledger().remove(hash);
    }
    context.progress().trialStarted(label);
    long start = System.nanoTime();
    TrialResult result =
        TrialTrainer.train(
            sessions.get(
                TrialTrainer.networkOf(trial, fold.data()),
                trial.optimisation().updateRule(),
                fold.data()),
            trial,
            fold.data(),
            responses,
            listener(label, trial));
    double seconds = (System.nanoTime() - start) * 1e-9;
    TrialLedger.Entry entry = context.ledger().add(hash, label, result, seconds);
    context.finished(label, hash, false);
    return new Finished(hash, entry);
  }

  private TrialLabel label(Trial trial) {
    boolean expert = trial.label().isPresent();
    return new TrialLabel(
        fold.data().fold().index(),
        architecture.name(),
        trial.type(),
        expert ? Optional.of(labels().name(trial.label().getAsInt())) : Optional.empty(),
        expert ? Optional.of(trial.classWeight()) : Optional.empty());
  }

  private TrainingListener listener(TrialLabel label, Trial trial) {
    int samples = fold.data().fold().train().length;
    return new TrainingListener() {
      @Override
      public void stepFinished(int documents) {
        context.cancellation().throwIfCancelled();
      }

      @Override
      public void epochFinished(Epoch epoch) {
        context
            .progress()
            .epochFinished(label, epoch.number(), trial.optimisation().epochs(), samples);
      }
    };
  }
}
