package io.github.polystill.report.figures;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Variance;

/**
 * A Gaussian kernel density estimate.
 *
 * @param bandwidth of Silverman (1986), equation 3.30: sigma (3n/4)^(-1/5)
 */
@SuppressWarnings("ArrayRecordComponent")
record KernelDensity(double[] sample, double bandwidth) {
  /** The estimate of a sample; empty where values do not spread. */
  static Optional<KernelDensity> of(double[] sample) {
    double deviation = sample.length < 2 ? 0 : Math.sqrt(Variance.of(sample).getAsDouble());
    // Equal shares differ in their last bits.
    if (deviation <= 1e-9 * Arrays.stream(sample).map(Math::abs).max().orElse(0)) {
      return Optional.empty();
    }
    double bandwidth = deviation * Math.pow(0.75 * sample.length, -0.2);
    return Optional.of(new KernelDensity(sample, bandwidth));
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
