package io.github.polystill.distillation.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.distillation.trial.TrialPriority.Stage;
import io.github.polystill.models.ComputeDevice;
import io.github.polystill.models.training.TrainingHistory.Epoch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalTrialExecutorTests {
  private static final TrainingData DATA = SmallData.of(12, 2);

  private static LocalTrialExecutor executor(int workers, TrialListener listener) {
    return new LocalTrialExecutor(workers, ComputeDevice.CPU, listener);
  }

  private static ExpertSpec trial(double classWeight) {
    return SmallData.expert(DATA, SmallData.settings(2, 4), classWeight);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void trialsRunByPriority() {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch go = new CountDownLatch(1);
    try (LocalTrialExecutor one = executor(1, TrialListener.NONE)) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      TrialPriority first = new TrialPriority(0, Stage.CALIBRATION, 0);
      all.add(
          one.inSession(
              trial(1),
              first,
              session -> {
                await(go);
                return null;
              }));
      for (TrialPriority priority :
          List.of(
              new TrialPriority(1, Stage.TEACHER, 0),
              new TrialPriority(0, Stage.STANDALONE, 0),
              new TrialPriority(0, Stage.TEACHER, 1),
              new TrialPriority(0, Stage.TEACHER, 0),
              new TrialPriority(0, Stage.CONTINUED, 1),
              new TrialPriority(0, Stage.DISTILLED, 0))) {
        all.add(
            one.inSession(
                trial(1),
                priority,
                session -> {
                  done.add(
                      priority.architecture() + " " + priority.stage() + " " + priority.fold());
                  return null;
                }));
      }
      go.countDown();
      all.forEach(CompletableFuture::join);
    }
    assertThat(done)
        .containsExactly(
            "0 DISTILLED 0",
            "0 CONTINUED 1",
            "0 TEACHER 0",
            "0 TEACHER 1",
            "0 STANDALONE 0",
            "1 TEACHER 0");
  }

  @Test
  void aTrialThatGoesOnComesToTheSameBits() {
    try (LocalTrialExecutor one = executor(1, TrialListener.NONE)) {
      TrialPriority any = TrialPriority.ofTeacher();
      TrialResult whole = TrialExecutor.join(one.submit(trial(2), any));
      TrialResult half = TrialExecutor.join(one.submit(trial(2).upTo(2, Optional.empty()), any));
      assertThat(half.history().epochs()).hasSize(2);
      assertThat(half.checkpoint()).isPresent();
      assertThat(half.id()).isNotEqualTo(whole.id());
      TrialResult rest = TrialExecutor.join(one.submit(trial(2).upTo(4, Optional.of(half)), any));
      assertThat(rest.id()).isEqualTo(whole.id());
      assertThat(rest.logits()).isDeepEqualTo(whole.logits());
      assertThat(rest.history()).isEqualTo(whole.history());
    }
  }

  @Test
  void divergenceIsAResult() {
    try (LocalTrialExecutor one = executor(1, TrialListener.NONE)) {
      TrialResult result = TrialExecutor.join(one.submit(trial(1e39), TrialPriority.ofTeacher()));
      assertThat(result.divergence().orElseThrow().epoch()).isEqualTo(1);
      assertThatThrownBy(result::history).isInstanceOf(java.util.NoSuchElementException.class);
    }
  }

  @Test
  void whatAListenerThrowsEndsTheTrial() {
    TrialListener broken =
        new TrialListener() {
          @Override
          public void epochFinished(TrialSpec trial, Epoch epoch) {
            throw new IllegalStateException("no space left");
          }
        };
    try (LocalTrialExecutor one = executor(1, broken)) {
      CompletableFuture<TrialResult> failed = one.submit(trial(1), TrialPriority.ofTeacher());
      assertThatThrownBy(() -> TrialExecutor.join(failed))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no space left");
    }
  }

  @Test
  void closingCancelsWhatRunsAndWhatWaits() {
    CountDownLatch running = new CountDownLatch(1);
    TrialListener slow =
        new TrialListener() {
          @Override
          public void stepFinished(TrialSpec trial) {
            running.countDown();
          }
        };
    LocalTrialExecutor one = executor(1, slow);
    TrainingSettings endless = SmallData.settings(2, 1_000_000);
    CompletableFuture<TrialResult> first =
        one.submit(SmallData.expert(DATA, endless, 1), TrialPriority.ofTeacher());
    CompletableFuture<TrialResult> second = one.submit(trial(2), TrialPriority.ofTeacher());
    await(running);
    one.close();
    CompletableFuture<TrialResult> late = one.submit(trial(3), TrialPriority.ofTeacher());
    for (CompletableFuture<TrialResult> each : List.of(first, second, late)) {
      assertThat(each).isCancelled();
      assertThatThrownBy(() -> TrialExecutor.join(each)).isInstanceOf(CancellationException.class);
    }
  }

  /** A task of the simulation. */
  private record Job(TrialPriority turn, int sequence, double cost) implements Comparable<Job> {
    @Override
    public int compareTo(Job other) {
      int byTurn = turn.compareTo(other.turn);
      return byTurn == 0 ? Integer.compare(sequence, other.sequence) : byTurn;
    }
  }

  /** The paper's experiment in virtual time, against the same with the cheapest trials first. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16})
  void theWorkersOfThePaperEndTogether(int workers) {
    double idle = idleShare(workers, 1.0, 0.7, 0.6, 0.3);
    assertThat(idle).isLessThan(0.01);
    assertThat(idleShare(workers, 0.3, 0.6, 0.7, 1.0)).isGreaterThan(1.5 * idle);
  }

  private static double idleShare(int workers, double... costs) {
    Simulation simulation = new Simulation(workers, costs, 5, 63);
    double end = simulation.run();
    return 1 - simulation.work / (workers * end);
  }

  /** Workers that take the next job of the queue as soon as they are free. */
  private static final class Simulation {
    private final int folds;
    private final int experts;
    private final double[] costs;
    private final PriorityQueue<Job> queue = new PriorityQueue<>();
    private final double[] free;
    private final List<Double> teacherEnds = new ArrayList<>();
    private final List<Job> waiting = new ArrayList<>();
    private int sequence;
    private double work;

    Simulation(int workers, double[] costs, int folds, int experts) {
      this.folds = folds;
      this.experts = experts;
      this.costs = costs;
      this.free = new double[workers];
    }

    double run() {
      for (int architecture = 0; architecture < costs.length; architecture++) {
        for (int fold = 0; fold < folds; fold++) {
          TrialPriority turn = new TrialPriority(architecture, Stage.TEACHER, fold);
          add(turn.in(Stage.STANDALONE), costs[architecture]);
          for (int expert = 0; expert < experts; expert++) {
            add(turn, costs[architecture]);
          }
        }
      }
      int[][] left = new int[costs.length][folds];
      double[][] ends = new double[costs.length][folds];
      while (!queue.isEmpty() || !waiting.isEmpty()) {
        int worker = earliest();
        release(free[worker]);
        if (queue.isEmpty()) {
          free[worker] = Collections.min(teacherEnds);
          continue;
        }
        Job job = queue.remove();
        free[worker] += job.cost;
        work += job.cost;
        TrialPriority turn = job.turn;
        if (turn.stage() == Stage.TEACHER) {
          int a = turn.architecture();
          ends[a][turn.fold()] = Math.max(ends[a][turn.fold()], free[worker]);
          if (++left[a][turn.fold()] == experts) {
            waiting.add(new Job(turn.in(Stage.DISTILLED), 0, costs[a]));
            teacherEnds.add(ends[a][turn.fold()]);
          }
        }
      }
      double end = 0;
      for (double each : free) {
        end = Math.max(end, each);
      }
      return end;
    }

    private void add(TrialPriority turn, double cost) {
      queue.add(new Job(turn, sequence++, cost));
    }

    private void release(double now) {
      for (int i = waiting.size() - 1; i >= 0; i--) {
        if (teacherEnds.get(i) <= now) {
          Job job = waiting.remove(i);
          teacherEnds.remove(i);
          add(job.turn, job.cost);
        }
      }
    }

    private int earliest() {
      int earliest = 0;
      for (int i = 1; i < free.length; i++) {
        earliest = free[i] < free[earliest] ? i : earliest;
      }
      return earliest;
    }
  }
}
