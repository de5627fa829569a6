package io.github.polystill.report.figures;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.descriptive.Variance;

/** A Gaussian kernel density estimate with the bandwidth of Silverman (1986), equation 3.30. */
final class KernelDensity {
  private final double[] sample;
  private final double bandwidth;

  private KernelDensity(double[] sample, double bandwidth) {
    this.sample = sample;
    this.bandwidth = bandwidth;
  }

  /**
   * The estimate of a sample.
   *
   * @throws IllegalArgumentException where {@link #bandwidth} knows none
   */
  static KernelDensity of(double[] sample) {
    double bandwidth =
        bandwidth(sample).orElseThrow(() -> new IllegalArgumentException("no spread"));
    return new KernelDensity(sample, bandwidth);
  }

  /** Silverman's bandwidth, sigma (3n/4)^(-1/5); empty where values do not spread. */
  static OptionalDouble bandwidth(double[] sample) {
    double deviation = sample.length < 2 ? 0 : Math.sqrt(Variance.of(sample).getAsDouble());
    // Equal shares differ in their last bits.
    if (deviation <= 1e-9 * Arrays.stream(sample).map(Math::abs).max().orElse(0)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(deviation * Math.pow(0.75 * sample.length, -0.2));
  }

  /** The density at a value. */
  double at(double value) {
    double sum = 0;
    for (double each : sample) {
      double distance = (value - each) / bandwidth;
      sum += Math.exp(-distance * distance / 2);
    }
    return sum / (sample.length * bandwidth * Math.sqrt(2 * Math.PI));
  }
}
