package io.github.polystill.labs.method;

import io.github.polystill.data.WallClock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;

/**
 * CPU seconds that a process had used at a moment, between two looks in proportion. What it uses
 * after the last look, a twentieth of a second before its end, is not in it.
 */
final class CpuClock implements DoubleUnaryOperator {
  private static final long MILLISECONDS = 50;

  private final TreeMap<Double, Double> used = new TreeMap<>();

  private CpuClock() {}

  /**
   * Looks at a process until it ends.
   *
   * @param begin when it was started, in seconds
   */
  static CpuClock follow(Process process, double begin) throws InterruptedException {
    CpuClock clock = new CpuClock();
    clock.used.put(begin, 0.0);
    do {
      process
          .info()
          .totalCpuDuration()
          .ifPresent(
              cpu -> clock.used.put(MethodSide.seconds(WallClock.now()), cpu.toNanos() * 1e-9));
    } while (!process.waitFor(MILLISECONDS, TimeUnit.MILLISECONDS));
    return clock;
  }

  @Override
  public double applyAsDouble(double moment) {
    Map.Entry<Double, Double> before = used.floorEntry(moment);
    Map.Entry<Double, Double> after = used.ceilingEntry(moment);
    if (before == null || after == null || before.getKey().equals(after.getKey())) {
      return before == null ? 0 : before.getValue();
    }
    double share = (moment - before.getKey()) / (after.getKey() - before.getKey());
    return before.getValue() + share * (after.getValue() - before.getValue());
  }
}
