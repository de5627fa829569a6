package io.github.polystill.data;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ServiceLoader;

/**
 * The time of day, for what is shown and recorded. It may jump, so that how long something takes is
 * measured by {@link System#nanoTime()} alone; the build refuses other clocks.
 *
 * <p>An {@link InstantSource} that a {@link ServiceLoader} finds takes the place of the system's:
 * the stress test has one that jumps.
 */
public final class WallClock {
  private static final InstantSource SOURCE =
      ServiceLoader.load(InstantSource.class).findFirst().orElseGet(InstantSource::system);

  private WallClock() {}

  /** What the clock says now. */
  public static Instant now() {
    return SOURCE.instant();
  }
}
