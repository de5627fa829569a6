package io.github.polystill.labs.inference;

import io.github.polystill.labs.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Times of calls, in rounds. */
final class Calls {
  private final List<double[]> rounds = new ArrayList<>();

  void add(double[] seconds) {
    rounds.add(seconds);
  }

  /** Texts per second, the median of the rounds. */
  double samplesPerSecond(int batch) {
    return Median.of(
        rounds.stream().map(round -> batch * round.length / DoubleStream.of(round).sum()).toList());
  }

  /**
   * Time of a call.
   *
   * @param share of calls that are faster, such as 0.99
   */
  double micros(double share) {
    double[] all = rounds.stream().flatMapToDouble(DoubleStream::of).sorted().toArray();
    return 1e6 * all[(int) Math.min(all.length - 1, Math.floor(share * all.length))];
  }
}
