package io.github.polystill.serving.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which no request begins or ends for long. The idle timeout does not: a
 * client that sends a header, or reads an answer, a byte at a time is never idle.
 */
final class StalledConnections extends AbstractLifeCycle {
  /** Timeouts for the head, the body, the wait for the model, and the answer. */
  private static final int STEPS = 4;

  private final ServerConnector connector;
  private final long patienceNanos;
  private final long pauseMillis;
  private Map<EndPoint, Progress> seen = new HashMap<>();
  private volatile Scheduler.Task next;

  StalledConnections(ServerConnector connector, Duration timeout) {
    this.connector = connector;
    this.patienceNanos = STEPS * timeout.toNanos();
    this.pauseMillis = Math.max(1, timeout.toMillis() / 2);
  }

  private record Progress(long messages, long since) {}

  @Override
  protected void doStart() {
    schedule();
  }

  private void schedule() {
    Scheduler scheduler = connector.getScheduler();
    next = scheduler.schedule(this::check, pauseMillis, TimeUnit.MILLISECONDS);
  }

  private void check() {
    long now = System.nanoTime();
    Map<EndPoint, Progress> still = new HashMap<>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      Connection connection = endPoint.getConnection();
      long messages =
          connection == null ? 0 : connection.getMessagesIn() + connection.getMessagesOut();
      Progress before = seen.get(endPoint);
      if (before == null || before.messages() != messages) {
        still.put(endPoint, new Progress(messages, now));
      } else if (now - before.since() > patienceNanos) {
        endPoint.close(new TimeoutException("no request begins or ends"));
      } else {
        still.put(endPoint, before);
      }
    }
    seen = still;
    if (isRunning()) {
      schedule();
    }
  }

  @Override
  protected void doStop() {
    Scheduler.Task task = next;
    if (task != null) {
      task.cancel();
    }
  }
}
