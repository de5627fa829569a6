package io.github.polystill.experiments.run;

import io.github.polystill.distillation.Expert;
import io.github.polystill.distillation.TeacherChoice;
import io.github.polystill.distillation.Trial;
import io.github.polystill.experiments.run.TrialOutcome.Failed;
import io.github.polystill.experiments.run.TrialOutcome.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The paper's search: every class weight is trained to its end. */
final class GridSearch implements ExpertSearch {
  private final TrialRunner runner;
  private final WorkerPool pool;
  private final Turn turn;
  private final int label;
  private final Listener listener;
  private final List<Double> weights;
  private final TrialOutcome[] outcomes;

  GridSearch(TrialRunner runner, WorkerPool pool, Turn turn, int label, Listener listener) {
    this.runner = runner;
    this.pool = pool;
    this.turn = turn;
    this.label = label;
    this.listener = listener;
    this.weights = runner.trials().experiment().teacher().classWeights();
    this.outcomes = new TrialOutcome[weights.size()];
  }

  @Override
  public void submit() {
    for (int i = 0; i < weights.size(); i++) {
      int index = i;
      pool.submit(turn, sessions -> train(sessions, index));
    }
  }

  private void train(SessionCache sessions, int index) throws IOException {
    Trial trial = runner.trials().expert(label, weights.get(index));
    TrialOutcome outcome = runner.finish(sessions, trial, null, false);
    if (complete(index, outcome)) {
      choose(sessions);
      listener.ended(label);
    }
  }

  private synchronized boolean complete(int index, TrialOutcome outcome) {
    outcomes[index] = outcome;
    for (TrialOutcome each : outcomes) {
      if (each == null) {
        return false;
      }
    }
    return true;
  }

  /** Keeps the best expert; of the others only the figures stay. */
  private void choose(SessionCache sessions) throws IOException {
    List<Expert> candidates = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    List<TrialLedger.Failure> failures = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] instanceof Finished finished) {
        candidates.add(runner.expert(runner.trials().expert(label, weights.get(i)), finished));
        hashes.add(finished.hash());
      } else if (outcomes[i] instanceof Failed failed) {
        failures.add(failed.failure());
      }
    }
    if (candidates.isEmpty()) {
      listener.noneLeft(label, failures);
      return;
    }
    int best = TeacherChoice.best(candidates);
    hashes.remove(best);
    runner.context().ledger().dropWeights(hashes);
    double weight = candidates.get(best).classWeight();
    TrialOutcome winner =
        runner.finish(sessions, runner.trials().expert(label, weight), null, true);
    listener.chosen(label, (Finished) winner, weight, failures.size());
  }
}
