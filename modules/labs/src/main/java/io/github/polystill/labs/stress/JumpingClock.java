package io.github.polystill.labs.stress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The time of day where somebody sets the clock before each look at it: off by up to a month either
 * way, in processes that the stress test disturbs; the system's in all others.
 */
public final class JumpingClock implements InstantSource {
  /** System property with the seed of the jumps. */
  static final String SEED = "polystill.stress.clock";

  private static final long MOST = Duration.ofDays(30).toMillis();

  private final Optional<SplittableRandom> jumps =
      Optional.ofNullable(Long.getLong(SEED)).map(SplittableRandom::new);

  @Override
  public synchronized Instant instant() {
    Instant now = InstantSource.system().instant();
    return jumps.isPresent() ? now.plusMillis(jumps.get().nextLong(-MOST, MOST)) : now;
  }
}
