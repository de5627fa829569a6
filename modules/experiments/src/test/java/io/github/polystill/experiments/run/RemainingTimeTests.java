package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates in runs whose clock is simulated, so that the time which is left is known. */
class RemainingTimeTests {
  private static final int FOLDS = 2;
  private static final int LABELS = 12;
  private static final List<Double> WEIGHTS = List.of(0.5, 1.0, 3.0);
  private static final int EPOCHS = 30;
  private static final int PATIENCE = 10;
  private static final double EXPECTED = PATIENCE + 1 + 0.4 * (EPOCHS - PATIENCE - 1);

  private record Event(double time, long number, Runnable action) {}

  private record Estimate(double time, double seconds) {}

  /**
   * Two folds of several architectures, the dearest first; early stopping ends trials at random.
   */
  private static final class Simulation {
    private final PriorityQueue<Event> events =
        new PriorityQueue<>(
            Comparator.comparingDouble(Event::time).thenComparingLong(Event::number));
    private final List<TrialName> waiting = new ArrayList<>();
    private final List<String> idle = new ArrayList<>();
    private final Map<String, Integer> expertsLeft = new HashMap<>();
    private final Set<String> built = new HashSet<>();
    private final List<Estimate> estimates = new ArrayList<>();
    private final Map<String, Double> epochSeconds;
    private final double stopsAtOnce;
    private final SplittableRandom random;
    private final RemainingTime remaining;
    private double now;
    private long number;

    /**
     * A run.
     *
     * @param epochSeconds of each architecture, the dearest first
     * @param stopsAtOnce share of the experts that never get better than in their first epoch
     */
    Simulation(Map<String, Double> epochSeconds, double stopsAtOnce, int workers, long seed) {
      this.epochSeconds = epochSeconds;
      this.stopsAtOnce = stopsAtOnce;
      this.random = new SplittableRandom(seed);
      List<TrialPlan.Trial> trials = new ArrayList<>();
      for (String architecture : epochSeconds.keySet()) {
        for (int fold = 0; fold < FOLDS; fold++) {
          for (int label = 0; label < LABELS; label++) {
            ModelKey teacher = ModelKey.of(fold, architecture, TrainingRow.TEACHER);
            for (double weight : WEIGHTS) {
              TrialName expert =
                  new TrialName(teacher, Optional.of("label" + label), Optional.of(weight));
              trials.add(planned(expert));
              waiting.add(expert);
            }
          }
          expertsLeft.put(architecture + fold, LABELS * WEIGHTS.size());
          trials.add(planned(student(fold, architecture, TrainingRow.STANDALONE)));
          trials.add(planned(student(fold, architecture, TrainingRow.DISTILLED)));
        }
        for (int fold = 0; fold < FOLDS; fold++) {
          waiting.add(student(fold, architecture, TrainingRow.STANDALONE));
        }
      }
      remaining =
          new RemainingTime(
              new TrialPlan(trials, List.of(), false), workers, () -> (long) (now * 1e9));
      for (int i = 0; i < workers; i++) {
        idle.add("worker" + i);
      }
    }

    private static TrialPlan.Trial planned(TrialName name) {
      TrialPlan.Unit unit =
          new TrialPlan.Unit(OptionalLong.empty(), name.model().fold(), name.architecture());
      return new TrialPlan.Trial(name, unit, EPOCHS, EXPECTED, 1, 1);
    }

    private static TrialName student(int fold, String architecture, TrainingRow training) {
      return TrialName.student(ModelKey.of(fold, architecture, training));
    }

    private static TrialName expert(String architecture) {
      return new TrialName(
          ModelKey.of(0, architecture, TrainingRow.TEACHER),
          Optional.of("label0"),
          Optional.of(1.0));
    }

    private void after(double seconds, Runnable action) {
      events.add(new Event(now + seconds, number++, action));
    }

    /** All of it; the seconds that it took. */
    double run() {
      epochSeconds.forEach(
          (architecture, seconds) -> {
            built.add("worker0" + architecture + true);
            remaining.calibrated(
                expert(architecture),
                "worker0",
                seconds,
                seconds * (0.8 + 0.2 * random.nextDouble()));
          });
      work();
      while (!events.isEmpty()) {
        Event next = events.remove();
        now = next.time();
        next.action().run();
        if (number % 4 == 0) {
          remaining.seconds().ifPresent(it -> estimates.add(new Estimate(now, it)));
        }
      }
      return now;
    }

    private void work() {
      while (!idle.isEmpty() && !waiting.isEmpty()) {
        begin(idle.remove(0), waiting.remove(0));
      }
    }

    private void begin(String worker, TrialName trial) {
      boolean expert = trial.training() == TrainingRow.TEACHER;
      remaining.started(trial, worker);
      double epoch = epochSeconds.get(trial.architecture());
      boolean cold = built.add(worker + trial.architecture() + expert);
      epoch(worker, trial, epochs(expert), epoch, cold ? 1.5 * epoch : 0);
    }

    private int epochs(boolean expert) {
      return expert && random.nextDouble() < stopsAtOnce
          ? PATIENCE + 1
          : PATIENCE + 1 + random.nextInt(EPOCHS - PATIENCE);
    }

    private void epoch(String worker, TrialName trial, int left, double seconds, double more) {
      double jitter = 0.8 + 0.4 * random.nextDouble();
      after(
          seconds * jitter + more,
          () -> {
            remaining.epochFinished(trial);
            if (left > 1) {
              epoch(worker, trial, left - 1, seconds, 0);
            } else {
              after(seconds * 0.4, () -> end(worker, trial));
            }
          });
    }

    private void end(String worker, TrialName trial) {
      remaining.stopped(trial);
      remaining.finished(trial);
      if (trial.training() == TrainingRow.TEACHER
          && expertsLeft.merge(trial.architecture() + trial.model().fold(), -1, Integer::sum)
              == 0) {
        waiting.add(0, student(trial.model().fold(), trial.architecture(), TrainingRow.DISTILLED));
      }
      idle.add(worker);
      work();
    }

    /** Trials that an earlier start finished. */
    void resume(int trials) {
      for (int i = 0; i < trials; i++) {
        TrialName trial = waiting.remove(0);
        int epochs = epochs(true);
        remaining.known(trial, epochs, (epochs + 0.4) * epochSeconds.get(trial.architecture()));
        expertsLeft.merge(trial.architecture() + trial.model().fold(), -1, Integer::sum);
      }
    }
  }

  private static void assertWithinOneAndAHalf(Simulation simulation) {
    double end = simulation.run();
    assertThat(simulation.estimates).hasSizeGreaterThan(100);
    for (Estimate each : simulation.estimates) {
      double share = each.time() / end;
      if (share >= 0.02 && share <= 0.97) {
        assertThat(each.seconds() / (end - each.time()))
            .as("at %.1f %% of %.0f s", 100 * share, end)
            .isBetween(1 / 1.5, 1.5);
      }
    }
  }

  /** Of all estimates after 2 % of the work. */
  @ParameterizedTest
  @CsvSource({
    "8, 0.5, 2, 1",
    "8, 0.8, 2, 2",
    "8, 0.2, 2, 3",
    "8, 0.5, 4, 4",
    "1, 0.5, 1, 5",
    "30, 0.5, 3, 6",
    "30, 0.8, 2, 7",
    "3, 0.3, 8, 8"
  })
  void isWithinOneAndAHalfAfterTwoPercent(
      double dearest, double stopsAtOnce, int workers, long seed) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("han", dearest);
    seconds.put("textrnn", 2.0);
    seconds.put("textcnn", 1.0);
    assertWithinOneAndAHalf(new Simulation(seconds, stopsAtOnce, workers, seed));
  }

  @Test
  void takesWhatAnEarlierStartTrainedForDone() {
    Simulation simulation = new Simulation(new LinkedHashMap<>(Map.of("textcnn", 2.0)), 0.5, 2, 1);
    simulation.resume(30);
    assertWithinOneAndAHalf(simulation);
  }

  @Test
  void takesATrialThatWasTrainedElsewhereByWhatItTookThere() {
    Map<TrialName, TrialPlan.Trial> trials = new LinkedHashMap<>();
    for (int label = 0; label < 4; label++) {
      TrialName name =
          new TrialName(
              ModelKey.of(0, "textcnn", TrainingRow.TEACHER),
              Optional.of("label" + label),
              Optional.of(1.0));
      trials.put(name, Simulation.planned(name));
    }
    TrialPlan plan = new TrialPlan(List.copyOf(trials.values()), List.of(), false);
    RemainingTime remaining = new RemainingTime(plan, 1, () -> 1_000_000_000_000L);
    remaining.on(() -> 3);
    TrialName first = trials.keySet().iterator().next();
    remaining.started(first, "job"); // and waited, for longer than it was trained
    remaining.trained(first, (int) EXPECTED, 3 * ((int) EXPECTED + 0.5));
    remaining.stopped(first);
    remaining.finished(first);
    double own = (int) EXPECTED / EXPECTED;
    double ofAll = (3 + own) / 4; // three of what is expected count too
    double length = (3 * ofAll + own) / 4;
    assertThat(remaining.seconds().orElseThrow())
        .isCloseTo(3 * (length * EXPECTED + 0.5), within(1e-6));
  }

  @Test
  void saysNothingBeforeEachArchitectureIsMeasured() {
    Map<String, Double> seconds = new LinkedHashMap<>(Map.of("han", 3.0, "textcnn", 1.0));
    Simulation simulation = new Simulation(seconds, 0.5, 2, 1);
    simulation.remaining.calibrated(Simulation.expert("han"), "worker0", 1, 3);
    assertThat(simulation.remaining.seconds()).isEmpty();
    simulation.remaining.calibrated(Simulation.expert("textcnn"), "worker0", 1, 1);
    int trials = FOLDS * (LABELS * WEIGHTS.size() + 2);
    assertThat(simulation.remaining.seconds().orElseThrow())
        .isCloseTo(trials * (3 + 1) * (EXPECTED + 0.5) / 2, within(10.0));
    assertThat(simulation.remaining.plan().trials()).hasSize(2 * trials);
  }

  @Test
  void listsTheTrialsByArchitectureAndTraining() {
    Simulation simulation = new Simulation(Map.of("textcnn", 1.0), 0.5, 2, 1);
    assertThat(simulation.remaining.plan().table())
        .isEqualTo(
            """
            trials   teacher  standalone  distilled  all
            --------------------------------------------
            textcnn       72           2          2   76""");
  }

  @Test
  void saysHowManyTrialsEachRoundOfHalvingHas() {
    List<TrialPlan.Round> rounds =
        List.of(new TrialPlan.Round(7, 3), new TrialPlan.Round(4, 6), new TrialPlan.Round(1, 30));
    assertThat(new TrialPlan(List.of(), rounds, false).table())
        .endsWith(
            "\nof a label's class weights, halving trains 7 for 3 epochs, 4 for 6, 1 for 30; which ones"
                + " depends on the results");
  }
}
