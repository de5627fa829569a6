package io.github.polystill.labs.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of damaged and hostile inputs.
 *
 * @param seed of the mutations
 * @param inputs of all readers
 * @param seconds that they took, the preparation not counted
 * @param readers a row each
 * @param failures directory that the inputs with faults were written to; empty where there are none
 */
public record FuzzReport(
    long seed, int inputs, double seconds, List<Row> readers, Optional<Path> failures) {
  /**
   * One reader.
   *
   * @param accepted read without a complaint
   * @param refused told in one line what is wrong
   * @param faults neither
   * @param seconds that reading took, of all threads
   */
  public record Row(
      String reader, int inputs, int accepted, int refused, int faults, double seconds) {}

  public int faults() {
    return readers.stream().mapToInt(Row::faults).sum();
  }
}
