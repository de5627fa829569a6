package io.github.polystill.embeddings.word2vec;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Word numbers in a file, paragraphs ended by {@link #END}; read from several places at once. */
final class IdSpool implements Closeable {
  /** Ends a paragraph. */
  static final int END = -1;

  private static final int BUFFER_INTS = 1 << 14;

  private final FileChannel channel;
  private final long size;

  private IdSpool(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size() / Integer.BYTES;
  }

  static IdSpool open(Path file) throws IOException {
    return new IdSpool(FileChannel.open(file, StandardOpenOption.READ));
  }

  /** Numbers in the file, ends of paragraphs included. */
  long size() {
    return size;
  }

  /** The beginning of the first paragraph at or after a position. */
  long paragraphFrom(long position) {
    if (position == 0) {
      return 0;
    }
    Cursor cursor = new Cursor(position - 1);
    while (cursor.position() < size && cursor.next() != END) {
      // On to the end of the paragraph that the position cuts.
    }
    return cursor.position();
  }

  Cursor cursor(long position) {
    return new Cursor(position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** A place in the file that moves on. */
  final class Cursor {
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_INTS * Integer.BYTES);
    private long position;

    private Cursor(long position) {
      moveTo(position);
    }

    long position() {
      return position;
    }

    void moveTo(long newPosition) {
      position = newPosition;
      buffer.limit(0);
    }

    int next() {
      if (!buffer.hasRemaining()) {
        fill();
      }
      position++;
      return buffer.getInt();
    }

    private void fill() {
      buffer.clear();
      try {
        while (buffer.position() == 0 || buffer.position() % Integer.BYTES != 0) {
          if (channel.read(buffer, position * Integer.BYTES + buffer.position()) < 0) {
            throw new EOFException("the spooled text ends too early");
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      buffer.flip();
    }
  }

  /** Writes such a file. */
  static final class Writer implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_INTS * Integer.BYTES);

    Writer(Path file) throws IOException {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    }

    void write(int id) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.putInt(id);
    }

    private void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        flush();
        channel.force(true); // before another file says that it is whole
      }
    }
  }
}
