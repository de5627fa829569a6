package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.experiments.run.Turn.Stage;
import io.github.polystill.models.ComputeDevice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerPoolTests {
  private final WorkerPool pool = new WorkerPool(1, WorkerPoolTests::sessions);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  private static SessionCache sessions() {
    return new SessionCache(spec -> true, ComputeDevice.CPU);
  }

  @Test
  void tasksRunInTheOrderOfTheirTurns() throws Exception {
    submit(1, Stage.TEACHER, 0);
    submit(0, Stage.STANDALONE, 0);
    submit(0, Stage.TEACHER, 1);
    pool.submit(
        new Turn(0, Stage.TEACHER, 0),
        sessions -> {
          done.add("0 TEACHER 0");
          submit(0, Stage.DISTILLED, 0);
        });
    pool.run();
    assertThat(done)
        .containsExactly(
            "0 TEACHER 0", "0 DISTILLED 0", "0 TEACHER 1", "0 STANDALONE 0", "1 TEACHER 0");
  }

  private void submit(int architecture, Stage stage, int fold) {
    pool.submit(
        new Turn(architecture, stage, fold),
        sessions -> done.add(architecture + " " + stage + " " + fold));
  }

  @Test
  void theFirstFailureEndsAll() {
    WorkerPool two = new WorkerPool(2, WorkerPoolTests::sessions);
    AtomicInteger ran = new AtomicInteger();
    two.submit(
        new Turn(0, Stage.TEACHER, 0),
        sessions -> {
          throw new IllegalStateException("broken");
        });
    for (int i = 0; i < 1000; i++) {
      two.submit(
          new Turn(1, Stage.TEACHER, 0),
          sessions -> {
            ran.incrementAndGet();
            Thread.sleep(1);
          });
    }
    assertThatThrownBy(two::run).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    assertThat(ran).hasValueLessThan(1000);
  }

  /** A task of the simulation. */
  private record Job(Turn turn, int sequence, double cost) implements Comparable<Job> {
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
          Turn turn = new Turn(architecture, Stage.TEACHER, fold);
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
        Turn turn = job.turn;
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

    private void add(Turn turn, double cost) {
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
