package io.github.polystill.serving.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Once the answer to a request that is not read to its end is sent, takes what its client still
 * sends until that client has closed its side, sent a lot, or taken long. A connection that is
 * closed over unread bytes is reset, and its client may lose the answer (RFC 9112, section 9.6).
 * Jetty by itself may also close before it answers, or answer the rest as if it were a request.
 */
final class LingeringClose extends Callback.Nested {
  private static final long MOST = 64L << 20;

  private final EndPoint endPoint;
  private final Scheduler scheduler;
  private final Duration timeout;
  private final ByteBuffer buffer = BufferUtil.allocate(1 << 13);
  private Scheduler.Task end;
  private long taken;

  /**
   * The last thing that happens on a connection.
   *
   * @param closes what ends the connection
   */
  LingeringClose(Request request, Callback closes, Duration timeout) {
    this(
        request.getConnectionMetaData().getConnection().getEndPoint(),
        request.getComponents().getScheduler(),
        closes,
        timeout);
  }

  LingeringClose(EndPoint endPoint, Scheduler scheduler, Callback closes, Duration timeout) {
    super(closes);
    this.endPoint = endPoint;
    this.scheduler = scheduler;
    this.timeout = timeout;
  }

  @Override
  public void succeeded() {
    endPoint.shutdownOutput();
    end = scheduler.schedule(endPoint::close, timeout.toMillis(), TimeUnit.MILLISECONDS);
    take();
  }

  private void take() {
    try {
      while (taken < MOST) {
        BufferUtil.clear(buffer);
        int filled = endPoint.fill(buffer);
        if (filled < 0) {
          break;
        }
        if (filled == 0) {
          endPoint.fillInterested(Callback.from(this::take, failure -> close()));
          return;
        }
        taken += filled;
      }
    } catch (IOException | RuntimeException e) {
      // The client has gone, with its answer or without; or Jetty waits for it already.
    }
    close();
  }

  private void close() {
    end.cancel();
    super.succeeded();
  }
}
