package io.github.polystill.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What Ctrl-C does until {@link #close}: ends work cleanly, and says how to go on. */
public final class Interruption {
  private static final int GRACE_SECONDS = 10;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /** Is told of itself when the process is to end. */
  public Interruption(Consumer<Interruption> reaction) {
    hook = new Thread(() -> reaction.accept(this), "polystill-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits some time for {@link #close}. */
  public void awaitEnd() {
    try {
      ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** To be called when the work has ended. */
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook has its say.
      return;
    }
  }
}
