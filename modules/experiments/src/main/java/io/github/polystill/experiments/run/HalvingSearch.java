package io.github.polystill.experiments.run;

import io.github.polystill.distillation.Expert;
import io.github.polystill.distillation.TeacherChoice;
import io.github.polystill.distillation.Trial;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.run.TrialOutcome.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Successive halving: all class weights are trained for a few epochs, the better ones go on, and so
 * forth until one is left. Candidates are compared as the full grid compares them, by the best
 * weights they had so far. An expert that goes on takes up its checkpoint, so nothing is trained
 * twice and the last one is bit for bit that of the grid.
 *
 * <p>Should all that are left diverge, the search starts again with those that it had dropped.
 *
 * <p>Where the experiment asks for it all others are trained to their end afterwards, only to say
 * whether the grid would have chosen the same.
 */
final class HalvingSearch implements ExpertSearch {
  private final TrialRunner runner;
  private final WorkerPool pool;
  private final Turn turn;
  private final int label;
  private final Listener listener;
  private final TeacherSettings settings;
  private final int maxEpochs;
  private final HalvingPlan plan;
  private final List<TrialLedger.Failure> failures = new ArrayList<>();
  private final Map<Double, Integer> reached = new HashMap<>();
  private List<Double> candidates;
  private Standing[] standings;
  private int epochs;

  HalvingSearch(TrialRunner runner, WorkerPool pool, Turn turn, int label, Listener listener) {
    this.runner = runner;
    this.pool = pool;
    this.turn = turn;
    this.label = label;
    this.listener = listener;
    this.settings = runner.trials().experiment().teacher();
    this.candidates = settings.classWeights();
    this.maxEpochs = runner.trials().experiment().optimisation().epochs();
    this.plan = HalvingPlan.of(settings.halving(), candidates.size(), maxEpochs);
  }

  @Override
  public void submit() {
    submit(0);
  }

  private void submit(int rung) {
    standings = new Standing[candidates.size()];
    Turn when = rung == 0 ? turn : turn.in(Turn.Stage.CONTINUED);
    for (int i = 0; i < standings.length; i++) {
      int index = i;
      pool.submit(when, sessions -> train(sessions, rung, index));
    }
  }

  private int epochsOf(int rung) {
    return rung < 0 ? 0 : plan.rungs().get(rung).epochs();
  }

  private void train(SessionCache sessions, int rung, int index) throws IOException {
    Trial trial = runner.trials().expert(label, candidates.get(index));
    Standing standing = runner.advance(sessions, trial, epochsOf(rung), epochsOf(rung - 1));
    if (complete(index, standing)) {
      decide(sessions, rung);
    }
  }

  private synchronized boolean complete(int index, Standing standing) {
    standings[index] = standing;
    return Arrays.stream(standings).allMatch(each -> each != null);
  }

  private synchronized void decide(SessionCache sessions, int rung) throws IOException {
    List<Standing> left = new ArrayList<>();
    for (Standing standing : standings) {
      if (standing.expert().isPresent()) {
        left.add(standing);
      } else {
        end(standing, rung);
        runner.context().ledger().failure(standing.trial()).ifPresent(this::addOnce);
      }
    }
    List<Standing> bestFirst = bestFirst(left);
    int survivors = Math.min(bestFirst.size(), plan.rungs().get(rung).survivors());
    for (Standing loser : bestFirst.subList(survivors, bestFirst.size())) {
      end(loser, rung);
      runner.context().ledger().dropWeights(List.of(loser.trial()));
      runner.context().finished(labelOf(loser.classWeight()), loser.trial(), false);
    }
    if (survivors == 0) {
      startAgain();
    } else if (rung < plan.rungs().size() - 1) {
      // In the order of the settings, so that the last tie-break is that of the grid.
      List<Double> weights =
          bestFirst.subList(0, survivors).stream().map(Standing::classWeight).toList();
      candidates = candidates.stream().filter(weights::contains).toList();
      submit(rung + 1);
    } else {
      choose(sessions, bestFirst.get(0), rung);
    }
  }

  /** A decision is made again where another process held what it needed. */
  private void addOnce(TrialLedger.Failure failure) {
    if (!failures.contains(failure)) {
      failures.add(failure);
    }
  }

  /** All that were left have diverged: those that had to go before may be sound. */
  private void startAgain() throws IOException {
    List<Double> others = new ArrayList<>();
    for (double weight : settings.classWeights()) {
      if (!runner.hasDiverged(runner.trials().expert(label, weight))) {
        others.add(weight);
      }
    }
    if (others.isEmpty()) {
      listener.noneLeft(label, failures);
      listener.ended(label);
    } else {
      candidates = others;
      submit(0);
    }
  }

  private static List<Standing> bestFirst(List<Standing> standings) {
    List<Standing> left = new ArrayList<>(standings);
    List<Standing> sorted = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Expert> experts = left.stream().map(it -> it.expert().orElseThrow()).toList();
      sorted.add(left.remove(TeacherChoice.best(experts)));
    }
    return sorted;
  }

  private TrialLabel labelOf(double classWeight) {
    return runner.trials().label(runner.trials().expert(label, classWeight));
  }

  /** Counts what a candidate cost and removes its checkpoints. */
  private void end(Standing standing, int rung) throws IOException {
    // After a new start the ledger knows how far a candidate came; what goes beyond that was
    // trained from the first epoch, as its checkpoints were gone.
    if (standing.epochs() > reached.getOrDefault(standing.classWeight(), 0)) {
      reached.put(standing.classWeight(), standing.epochs());
      epochs += standing.epochs();
    }
    for (int i = 0; i <= rung; i++) {
      runner.context().ledger().dropCheckpoint(TrialRunner.rung(standing.trial(), epochsOf(i)));
    }
  }

  private void choose(SessionCache sessions, Standing best, int rung) throws IOException {
    end(best, rung);
    Trial trial = runner.trials().expert(label, best.classWeight());
    TrialOutcome winner = runner.finish(sessions, trial, null, true);
    if (!settings.halving().compareWithGrid()) {
      record(best.classWeight(), Optional.empty());
    }
    listener.chosen(label, (Finished) winner, best.classWeight(), failures.size());
    if (settings.halving().compareWithGrid()) {
      compare(best.classWeight());
    } else {
      listener.ended(label);
    }
  }

  private void compare(double chosen) {
    candidates = settings.classWeights();
    standings = new Standing[candidates.size()];
    for (int i = 0; i < standings.length; i++) {
      int index = i;
      pool.submit(turn.in(Turn.Stage.CONTINUED), sessions -> compare(sessions, index, chosen));
    }
  }

  private void compare(SessionCache sessions, int index, double chosen) throws IOException {
    double weight = candidates.get(index);
    Trial trial = runner.trials().expert(label, weight);
    TrialOutcome outcome = runner.finish(sessions, trial, null, false);
    Standing standing;
    if (outcome instanceof Finished finished) {
      int trained = finished.entry().history().epochs().size();
      Expert expert = runner.expert(trial, finished);
      standing = new Standing(weight, finished.hash(), Optional.of(expert), trained);
      if (weight != chosen) {
        runner.context().ledger().dropWeights(List.of(finished.hash()));
      }
    } else {
      standing = new Standing(weight, "", Optional.empty(), 0);
    }
    if (complete(index, standing)) {
      List<Standing> all = Arrays.stream(standings).filter(it -> it.expert().isPresent()).toList();
      int gridEpochs = all.stream().mapToInt(Standing::epochs).sum();
      double gridChosen = bestFirst(all).get(0).classWeight();
      record(chosen, Optional.of(new LabelSearch.Grid(gridChosen, gridEpochs)));
      listener.ended(label);
    }
  }

  private void record(double chosen, Optional<LabelSearch.Grid> grid) {
    runner
        .context()
        .searched(
            new LabelSearch(
                runner.trials().architecture().name(),
                runner.trials().foldIndex(),
                runner.trials().seed(),
                runner.trials().labels().name(label),
                chosen,
                epochs,
                settings.classWeights().size() * maxEpochs,
                grid));
  }
}
