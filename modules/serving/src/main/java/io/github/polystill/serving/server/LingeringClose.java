package io.github.polystill.serving.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Once an answer to what is no HTTP is sent, takes what its client still sends until that client
 * has closed its side, or sent a lot. A connection that is closed over unread bytes is reset, and
 * its client may lose the answer (RFC 9112, section 9.6). Jetty by itself may also close before it
 * answers, or answer the rest as if it were a request.
 */
final class LingeringClose extends Callback.Nested {
  private static final int MOST = 1 << 20;

  private final EndPoint endPoint;
  private final ByteBuffer buffer = BufferUtil.allocate(1 << 13);
  private int taken;

  /**
   * @param closes what ends the connection of a request that could not be parsed
   */
  LingeringClose(Request request, Callback closes) {
    super(closes);
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
  }

  @Override
  public void succeeded() {
    endPoint.shutdownOutput();
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
          endPoint.fillInterested(Callback.from(this::take, failure -> super.succeeded()));
          return;
        }
        taken += filled;
      }
    } catch (IOException e) {
      // The client has gone, with its answer or without.
    }
    super.succeeded();
  }
}
