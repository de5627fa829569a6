package io.github.polystill.serving.server;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;

/** Takes the body of a request as it comes; no thread waits for it. */
final class RequestBody implements Invocable.Task {
  private final Request request;
  private final int most;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  /** A body has more bytes than are taken. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private RequestBody(Request request, int most) {
    this.request = request;
    this.most = most;
  }

  /**
   * Reads a body.
   *
   * @return fails with {@link TooLargeException} where it has more bytes, or with what went wrong
   *     on its way
   */
  static CompletableFuture<byte[]> read(Request request, int most) {
    RequestBody body = new RequestBody(request, most);
    body.run();
    return body.whole;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void run() {
    while (!whole.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        whole.completeExceptionally(chunk.getFailure());
        return;
      }
      boolean fits = chunk.remaining() <= most - bytes.size();
      if (fits) {
        bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      }
      chunk.release();
      if (!fits) {
        whole.completeExceptionally(new TooLargeException());
      } else if (chunk.isLast()) {
        whole.complete(bytes.toByteArray());
      }
    }
  }
}
