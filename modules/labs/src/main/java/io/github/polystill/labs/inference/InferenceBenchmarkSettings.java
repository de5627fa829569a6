package io.github.polystill.labs.inference;

import io.github.polystill.labs.train.Lengths;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param architectures names
 * @param batches texts of a call
 * @param lengths of the texts
 * @param threads of each side
 * @param tables whether ours looks first products up; empty for what export does by default
 * @param rounds both sides take turns this often
 * @param seconds that each side calls in a round
 * @param python with TensorFlow and Keras; empty for ours alone
 */
public record InferenceBenchmarkSettings(
    List<String> architectures,
    List<Integer> batches,
    Lengths lengths,
    int threads,
    Optional<Boolean> tables,
    int rounds,
    double seconds,
    Optional<String> python) {
  public InferenceBenchmarkSettings {
    architectures = List.copyOf(architectures);
    batches = List.copyOf(batches);
  }
}
