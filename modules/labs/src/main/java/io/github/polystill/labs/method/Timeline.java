package io.github.polystill.labs.method;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * What a process did when.
 *
 * @param tasks which may run side by side
 */
record Timeline(List<Task> tasks) {
  Timeline {
    tasks = List.copyOf(tasks);
  }

  /** A piece of work; times in seconds of one clock. */
  record Task(Stage stage, double begin, double end) {}

  /**
   * Shares what was used among the stages: at every moment among the tasks of that moment, equally;
   * where there are none, {@link Stage#RESPONSES} gets it, as what lies between trials.
   *
   * @param used until a moment, such as the moment itself for wall time
   */
  Map<Stage, Double> shares(DoubleUnaryOperator used) {
    double[] moments =
        tasks.stream()
            .flatMapToDouble(task -> DoubleStream.of(task.begin(), task.end()))
            .sorted()
            .distinct()
            .toArray();
    Map<Stage, Double> shares = new EnumMap<>(Stage.class);
    for (int i = 1; i < moments.length; i++) {
      double begin = moments[i - 1];
      double end = moments[i];
      double amount = used.applyAsDouble(end) - used.applyAsDouble(begin);
      List<Stage> running =
          tasks.stream()
              .filter(task -> task.begin() <= begin && task.end() >= end)
              .map(Task::stage)
              .toList();
      for (Stage stage : running.isEmpty() ? List.of(Stage.RESPONSES) : running) {
        shares.merge(stage, amount / Math.max(1, running.size()), Double::sum);
      }
    }
    return shares;
  }
}
