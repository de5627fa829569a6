package io.github.polystill.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Standard output that remembers how it failed: a {@link java.io.PrintWriter} keeps that to itself,
 * and a result that went nowhere must not look like a success.
 */
final class StandardOutput extends FilterOutputStream {
  private IOException failure;

  StandardOutput(OutputStream target) {
    super(target);
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** The first failure; empty where the reader has merely gone away, as {@code head} does. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure)
        .filter(e -> e.getMessage() == null || !e.getMessage().contains("Broken pipe"));
  }
}
