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
  private final long most;
  private final boolean kept;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private long taken;

  /** A body has more bytes than are taken. */
  static final class TooLargeException extends Exception {
    private static final long serialVersionUID = 1;
  }

  private RequestBody(Request request, long most, boolean kept) {
    this.request = request;
    this.most = most;
    this.kept = kept;
  }

  /**
   * Reads a body.
   *
   * @return fails with {@link TooLargeException} where it has more bytes, of which the others can
   *     still be {@link #discard discarded}, or with what went wrong on its way
   */
  static CompletableFuture<byte[]> read(Request request, int most) {
    return take(request, most, true);
  }

  /** Takes what is left of a body, up to so many bytes; ends as {@link #read}, without any. */
  static CompletableFuture<byte[]> discard(Request request, long most) {
    return take(request, most, false);
  }

  private static CompletableFuture<byte[]> take(Request request, long most, boolean kept) {
    RequestBody body = new RequestBody(request, most, kept);
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
      taken += chunk.remaining();
      if (kept && taken <= most) {
        bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      }
      chunk.release();
      if (taken > most) {
        whole.completeExceptionally(new TooLargeException());
      } else if (chunk.isLast()) {
        whole.complete(bytes.toByteArray());
      }
    }
  }
}
