package io.github.polystill.experiments.lock;

import java.io.IOException;
import java.util.Optional;

/** A lock that this process holds until something is done. */
public final class HeldLock {
  /** What is done under the lock. */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    T run() throws E;
  }

  private final LockDirectory directory;
  private final String name;
  private final Optional<LockOwner> takenOverFrom;

  HeldLock(LockDirectory directory, String name, Optional<LockOwner> takenOverFrom) {
    this.directory = directory;
    this.name = name;
    this.takenOverFrom = takenOverFrom;
  }

  /** The dead process that held it before, if any. */
  public Optional<LockOwner> takenOverFrom() {
    return takenOverFrom;
  }

  /** Does something and gives the lock back, whatever comes of it. */
  public <T, E extends Exception> T during(Action<T, E> action) throws IOException, E {
    try {
      return action.run();
    } finally {
      directory.release(name);
    }
  }
}
