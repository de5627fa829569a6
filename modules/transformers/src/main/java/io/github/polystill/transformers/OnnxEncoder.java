package io.github.polystill.transformers;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.data.ContentHash;
import io.github.polystill.data.transformers.TextEncoder;
import io.github.polystill.data.transformers.TokenNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An encoder of a network and a tokenizer. A long text is read in windows. */
final class OnnxEncoder implements TextEncoder {
  /** Raised whenever a text's vector changes that the same files give. */
  private static final String VERSION = "1";

  /** Pieces that BERT's 512 positions leave between the tokens at the ends. */
  private static final int WINDOW = 510;

  private static final String MODEL = "model.onnx";
  private static final String TOKENIZER = "tokenizer.json";

  private final TokenNetwork network;
  private final Pieces pieces;
  private final String contentHash;

  private OnnxEncoder(TokenNetwork network, Pieces pieces, String contentHash) {
    this.network = network;
    this.pieces = pieces;
    this.contentHash = contentHash;
  }

  static OnnxEncoder open(Path directory) {
    Path model = directory.resolve(MODEL);
    TokenNetwork network = OnnxNetwork.open(model, 1); // several texts at a time are faster
    try {
      Path tokenizer = directory.resolve(TOKENIZER);
      Pieces pieces = Pieces.open(tokenizer);
      ContentHash hash = new ContentHash().add(VERSION);
      return new OnnxEncoder(network, pieces, OnnxFile.addTo(hash, model, tokenizer).hex());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * One on the class path, which ONNX Runtime reads from a file.
   *
   * @param name that its files begin with
   */
  static OnnxEncoder ofResources(String name) {
    try {
      Path directory = Files.createTempDirectory("polystill-encoder");
      try {
        copy(name + ".onnx", directory.resolve(MODEL));
        copy(name + "-" + TOKENIZER, directory.resolve(TOKENIZER));
        return open(directory);
      } finally {
        AtomicFiles.deleteRecursively(directory); // all of it is in memory
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(String resource, Path to) throws IOException {
    try (InputStream in = OnnxEncoder.class.getResourceAsStream(resource)) {
      Files.copy(in, to);
    }
  }

  @Override
  public int width() {
    return 3 * network.width();
  }

  /**
   * The first token's vector, the mean over windows; then the mean and the maximum of all tokens'.
   */
  @Override
  public float[] vector(String text) {
    int[] ids = pieces.of(text);
    int width = network.width();
    int windows = Math.max(1, (ids.length + WINDOW - 1) / WINDOW);
    double[] sums = new double[2 * width];
    float[] vector = new float[3 * width];
    Arrays.fill(vector, 2 * width, 3 * width, Float.NEGATIVE_INFINITY);
    for (int window = 0; window < windows; window++) {
      int from = window * WINDOW;
      float[] tokens = network.run(List.of(sequence(ids, from))).get(0);
      for (int i = 0; i < tokens.length; i++) {
        int value = i % width;
        sums[value] += i < width ? tokens[i] : 0;
        sums[width + value] += tokens[i];
        vector[2 * width + value] = Math.max(vector[2 * width + value], tokens[i]);
      }
    }
    int tokens = ids.length + 2 * windows;
    for (int i = 0; i < sums.length; i++) {
      vector[i] = (float) (sums[i] / (i < width ? windows : tokens));
    }
    return vector;
  }

  private int[] sequence(int[] ids, int from) {
    int length = Math.min(WINDOW, ids.length - from);
    int[] sequence = new int[length + 2];
    sequence[0] = pieces.start();
    System.arraycopy(ids, from, sequence, 1, length);
    sequence[length + 1] = pieces.end();
    return sequence;
  }

  @Override
  public String contentHash() {
    return contentHash;
  }

  @Override
  public void close() {
    pieces.close();
    network.close();
  }
}
