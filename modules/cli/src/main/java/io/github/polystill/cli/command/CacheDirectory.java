package io.github.polystill.cli.command;

import java.nio.file.Path;

/** Where what can be computed again is kept between runs. */
public final class CacheDirectory {
  private CacheDirectory() {}

  /**
   * {@code $POLYSTILL_CACHE}, else {@code $XDG_CACHE_HOME/polystill}, else {@code
   * ~/.cache/polystill}.
   */
  public static Path standard() {
    String own = System.getenv("POLYSTILL_CACHE");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    String shared = System.getenv("XDG_CACHE_HOME");
    return shared != null && !shared.isBlank()
        ? Path.of(shared, "polystill")
        : Path.of(System.getProperty("user.home"), ".cache", "polystill");
  }
}
