package io.github.polystill.experiments.preparation;

import io.github.polystill.data.segmentation.Segmenter;
import io.github.polystill.data.transformers.TextEncoder;
import io.github.polystill.data.transformers.TokenNetwork;
import io.github.polystill.data.transformers.Transformers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Encoders without weights: how often a text has each of a few kinds of characters. */
public final class FakeTransformers implements Transformers {
  private static final int WIDTH = 24;

  /** Texts that were encoded. */
  static final AtomicInteger ENCODED = new AtomicInteger();

  /** Encoders that are open. */
  static final AtomicInteger OPEN = new AtomicInteger();

  @Override
  public TokenNetwork open(Path model, int threads) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Segmenter ckip(Path directory, boolean delimiters, boolean normalize) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TextEncoder encoder(Path directory) {
    return new Counting(directory.getFileName().toString());
  }

  @Override
  public TextEncoder bgeSmallZh() {
    return new Counting("bge");
  }

  private record Counting(String name) implements TextEncoder {
    Counting {
      OPEN.incrementAndGet();
    }

    @Override
    public int width() {
      return WIDTH;
    }

    @Override
    public float[] vector(String text) {
      ENCODED.incrementAndGet();
      float[] counts = new float[WIDTH];
      text.chars().forEach(it -> counts[it % WIDTH]++);
      return counts;
    }

    @Override
    public String contentHash() {
      return name + "-".repeat(32);
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }
  }
}
