package io.github.polystill.experiments.lock;

import java.time.Duration;

/**
 * How owners of locks show that they are alive.
 *
 * @param heartbeat pause between two signs of life
 * @param deadAfter an owner that gave none for so long, by the clock of whoever waits, is taken for
 *     dead
 */
public record LockTiming(Duration heartbeat, Duration deadAfter) {
  /** A sign every 5 seconds, dead after a minute without. */
  public static final LockTiming STANDARD =
      new LockTiming(Duration.ofSeconds(5), Duration.ofSeconds(60));
}
