package io.github.polystill.labs.method;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is measured.
 *
 * @param experiment file of it
 * @param overrides of its keys
 * @param architectures of it; empty for all
 * @param classWeights of the teacher
 * @param epochs of every network at most, in place of the experiment's
 * @param labels the most frequent ones alone; more where several are as frequent as the last
 * @param workers of ours, and processes of Keras
 * @param program the command of polystill
 * @param python with Keras, if that is measured
 */
public record MethodBenchmarkSettings(
    Path experiment,
    List<String> overrides,
    List<String> architectures,
    List<Double> classWeights,
    OptionalInt epochs,
    OptionalInt labels,
    int repeats,
    int workers,
    List<String> program,
    Optional<String> python) {
  public MethodBenchmarkSettings {
    overrides = List.copyOf(overrides);
    architectures = List.copyOf(architectures);
    classWeights = List.copyOf(classWeights);
    program = List.copyOf(program);
  }
}
