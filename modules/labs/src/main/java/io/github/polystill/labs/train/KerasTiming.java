package io.github.polystill.labs.train;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.labs.Median;
import java.util.ArrayList;
import java.util.List;

/**
 * What the Keras side measured.
 *
 * @param setUpSeconds from nothing to the end of a trial's first step, median of the trials
 * @param stepSeconds any other step, median of all
 * @param stepCpuSeconds CPU time of a step, all threads of the process together, median of the
 *     trials
 * @param processes that ran side by side
 * @param versions of TensorFlow and Keras
 */
record KerasTiming(
    double setUpSeconds,
    double stepSeconds,
    double stepCpuSeconds,
    int processes,
    String versions) {

  /** Reads the output of {@code keras_train.py}. */
  static KerasTiming of(JsonNode output) {
    List<Double> setUps = new ArrayList<>();
    List<Double> steps = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (JsonNode process : output.required("processes")) {
      for (JsonNode trial : process) {
        setUps.add(trial.required("setup").asDouble());
        cpu.add(trial.required("cpu").asDouble());
        trial.required("steps").forEach(step -> steps.add(step.asDouble()));
      }
    }
    JsonNode versions = output.required("versions");
    return new KerasTiming(
        Median.of(setUps),
        Median.of(steps),
        Median.of(cpu),
        output.required("processes").size(),
        "TensorFlow "
            + versions.required("tensorflow").asText()
            + ", Keras "
            + versions.required("keras").asText());
  }

  /**
   * Speed over a slice of the grid: each trial costs its set-up and the median step for every step
   * but the first.
   */
  double samplesPerSecond(int trials, int samplesPerTrial, int stepsPerTrial) {
    double secondsPerTrial = setUpSeconds + (stepsPerTrial - 1) * stepSeconds;
    double trialsPerProcess = Math.ceil((double) trials / processes);
    return (double) trials * samplesPerTrial / (trialsPerProcess * secondsPerTrial);
  }

  /** Speed without the set-up. */
  double steadySamplesPerSecond(int batchSize) {
    return processes * batchSize / stepSeconds;
  }
}
