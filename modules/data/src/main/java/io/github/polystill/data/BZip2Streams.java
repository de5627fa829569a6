package io.github.polystill.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Unpacks bzip2 on several threads where a file has many streams, as Wikipedia's multistream dumps
 * and those of pbzip2 do. What begins like a stream is unpacked for itself; if it turns out to be
 * the inside of one, it is unpacked again with what is before it. A stream too long to be held is
 * unpacked as it is read, and so is all that follows it.
 */
final class BZip2Streams extends InputStream {
  /**
   * Bytes of a piece at most, as it is stored; a stream of Wikipedia's has some hundred thousand.
   */
  private static final int LONGEST_PIECE = 4 << 20;

  /** Bytes of a piece that are unpacked before they are asked for. */
  private static final int UNPACKED_AHEAD = 8 << 20;

  private static final int AT_ONCE = 1 << 13;

  /** After BZh and the size of blocks: where the first block begins. */
  private static final byte[] BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

  private static final int HEADER = 4;

  /** More threads would hold more pieces than whoever reads them needs. */
  private static final int MOST_THREADS = 8;

  /** Where streams may begin. */
  interface Boundaries {
    boolean isAt(byte[] stored, int index);
  }

  private final InputStream in;
  private final int threads;
  private final int longestPiece;
  private final Boundaries boundaries;
  private final ExecutorService pool;
  private final Queue<Future<Piece>> ahead = new ArrayDeque<>();
  private byte[] held = new byte[1 << 16];
  private int holds;
  private int searched;
  private long split;
  private boolean ended;
  private volatile Piece piece;

  /**
   * Streams one after another.
   *
   * @param in is closed with this
   * @param threads that unpack
   */
  BZip2Streams(InputStream in, int threads) throws IOException {
    this(in, Math.min(threads, MOST_THREADS), LONGEST_PIECE, BZip2Streams::isStream);
  }

  BZip2Streams(InputStream in, int threads, int longestPiece, Boundaries boundaries)
      throws IOException {
    this.in = in;
    this.threads = threads;
    this.longestPiece = longestPiece;
    this.boundaries = boundaries;
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "polystill-bzip2");
              thread.setDaemon(true);
              return thread;
            });
    try {
      this.piece = next();
    } catch (IOException | RuntimeException e) {
      pool.shutdownNow();
      throw e;
    }
  }

  private static boolean isStream(byte[] stored, int i) {
    return stored[i] == 'B'
        && stored[i + 1] == 'Z'
        && stored[i + 2] == 'h'
        && stored[i + 3] >= '1'
        && stored[i + 3] <= '9'
        && Arrays.equals(stored, i + HEADER, i + HEADER + BLOCK.length, BLOCK, 0, BLOCK.length);
  }

  /** One stream or several, and what of them is unpacked. */
  private static final class Piece {
    private final long start;
    private final byte[] stored;
    private final InputStream left;
    private BZip2CompressorInputStream unpacking;
    private byte[] unpacked = new byte[0];
    private int end;
    private int read;
    private long delivered;
    private IOException failure;

    /** Of bytes that are all there. */
    Piece(long start, byte[] stored) {
      this.start = start;
      this.stored = stored;
      this.left = new ByteArrayInputStream(stored);
    }

    /** Of what is read as it is unpacked. */
    Piece(long start, InputStream left) {
      this.start = start;
      this.stored = null;
      this.left = left;
    }

    private int unpack(byte[] target, int offset, int length) throws IOException {
      if (unpacking == null) {
        unpacking = new BZip2CompressorInputStream(left, true);
      }
      return unpacking.read(target, offset, length);
    }

    Piece unpackAhead() {
      unpacked = new byte[Math.max(1 << 16, Math.min(UNPACKED_AHEAD, 8 * stored.length))];
      try {
        int count = 0;
        while (count >= 0 && end < UNPACKED_AHEAD && !Thread.currentThread().isInterrupted()) {
          end += count;
          if (end == unpacked.length) {
            unpacked = Arrays.copyOf(unpacked, 2 * end);
          }
          // What a call has unpacked when it fails is lost, so not too much at once.
          count = unpack(unpacked, end, Math.min(AT_ONCE, unpacked.length - end));
        }
      } catch (IOException e) {
        failure = e;
      } catch (RuntimeException e) { // decoders meet damage with many
        failure = new IOException(e);
      }
      return this;
    }

    int read(byte[] target, int offset, int length) throws IOException {
      int count;
      if (read < end) {
        count = Math.min(length, end - read);
        System.arraycopy(unpacked, read, target, offset, count);
        read += count;
      } else if (failure != null) {
        throw failure;
      } else {
        count = unpack(target, offset, length);
      }
      delivered += Math.max(0, count);
      return count;
    }

    /** Whether it fails for lack of bytes, if it fails. */
    boolean isUsedUp() throws IOException {
      return stored != null && left.available() == 0;
    }

    /** Both as one, up to where this one has come. */
    Piece joined(Piece next) throws IOException {
      Piece both;
      if (next.stored == null) {
        both =
            new Piece(start, new SequenceInputStream(new ByteArrayInputStream(stored), next.left));
      } else {
        byte[] all = Arrays.copyOf(stored, stored.length + next.stored.length);
        System.arraycopy(next.stored, 0, all, stored.length, next.stored.length);
        both = new Piece(start, all);
      }
      byte[] skipped = new byte[1 << 16];
      int count = 0;
      while (count >= 0 && both.delivered < delivered) {
        count = both.read(skipped, 0, (int) Math.min(skipped.length, delivered - both.delivered));
      }
      return both;
    }

    long position() {
      return start + (unpacking == null ? 0 : unpacking.getCompressedCount());
    }
  }

  /** Where in the stored bytes the unpacking of what was read last has come to. */
  long position() {
    return piece.position();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int count;
      try {
        count = piece.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        if (!piece.isUsedUp()) {
          throw e;
        }
        Piece further = next();
        if (further == null) {
          throw e;
        }
        piece = piece.joined(further);
        continue;
      }
      if (count >= 0) {
        return count;
      }
      Piece further = next();
      if (further == null) {
        return -1;
      }
      piece = further;
    }
  }

  private Piece next() throws IOException {
    while (!ended && ahead.size() <= 2 * threads) {
      splitOff();
    }
    Future<Piece> first = ahead.poll();
    if (first == null) {
      return null;
    }
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("stopped").initCause(e);
    }
  }

  /** Reads up to where the next stream begins. */
  private void splitOff() throws IOException {
    while (true) {
      int begin = nextStream();
      if (begin > 0) {
        submit(begin);
        return;
      }
      if (holds > longestPiece) {
        ended = true;
        InputStream rest = new SequenceInputStream(new ByteArrayInputStream(held, 0, holds), in);
        long start = split;
        ahead.add(pool.submit(() -> new Piece(start, rest)));
        return;
      }
      if (holds == held.length) {
        held = Arrays.copyOf(held, 2 * holds);
      }
      int count = in.read(held, holds, held.length - holds);
      if (count < 0) {
        ended = true;
        if (holds > 0) {
          submit(holds);
        }
        return;
      }
      holds += count;
    }
  }

  private void submit(int length) {
    byte[] stored = Arrays.copyOf(held, length);
    long start = split;
    ahead.add(pool.submit(() -> new Piece(start, stored).unpackAhead()));
    System.arraycopy(held, length, held, 0, holds - length);
    holds -= length;
    split += length;
    searched = 0;
  }

  /** Where in what is held the next stream seems to begin; 0 where that is not there yet. */
  private int nextStream() {
    int last = holds - HEADER - BLOCK.length;
    for (int i = Math.max(1, searched); i <= last; i++) {
      if (boundaries.isAt(held, i)) {
        return i;
      }
    }
    searched = Math.max(1, last + 1);
    return 0;
  }

  @Override
  public void close() throws IOException {
    pool.shutdownNow();
    in.close();
  }
}
