package io.github.polystill.labs.train;

import io.github.polystill.labs.Median;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Repeats of the Keras side in one or several configurations. */
final class KerasResults {
  private final TrainBenchmarkSettings settings;
  private final Map<KerasConfiguration, List<KerasTiming>> timings = new LinkedHashMap<>();

  KerasResults(TrainBenchmarkSettings settings) {
    this.settings = settings;
  }

  /**
   * Medians of the configuration that is fastest over the slice.
   *
   * @param ofRepeats speed over the slice, repeat by repeat
   */
  record Fastest(
      KerasConfiguration configuration,
      double samplesPerSecond,
      double steadySamplesPerSecond,
      double setUpSeconds,
      double stepSeconds,
      double stepCpuSeconds,
      List<Double> ofRepeats) {}

  /** Adds a repeat and returns its speed over the slice. */
  double add(KerasConfiguration configuration, KerasTiming timing) {
    timings.computeIfAbsent(configuration, it -> new ArrayList<>()).add(timing);
    return speed(timing);
  }

  Optional<Fastest> fastest() {
    return timings.keySet().stream()
        .map(this::medians)
        .max(Comparator.comparingDouble(Fastest::samplesPerSecond));
  }

  /** What the Keras side says it is. */
  Optional<String> versions() {
    return timings.values().stream().flatMap(List::stream).map(KerasTiming::versions).findFirst();
  }

  private Fastest medians(KerasConfiguration configuration) {
    return new Fastest(
        configuration,
        median(configuration, this::speed),
        median(configuration, it -> it.steadySamplesPerSecond(settings.effort().batch())),
        median(configuration, KerasTiming::setUpSeconds),
        median(configuration, KerasTiming::stepSeconds),
        median(configuration, KerasTiming::stepCpuSeconds),
        timings.get(configuration).stream().map(this::speed).toList());
  }

  private double median(KerasConfiguration configuration, ToDoubleFunction<KerasTiming> figure) {
    return Median.of(
        timings.get(configuration).stream().map(it -> figure.applyAsDouble(it)).toList());
  }

  private double speed(KerasTiming timing) {
    return timing.samplesPerSecond(
        settings.trials(), settings.samplesPerTrial(), settings.stepsPerTrial());
  }
}
