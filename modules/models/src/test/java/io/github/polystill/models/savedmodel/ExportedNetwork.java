package io.github.polystill.models.savedmodel;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.SmallArchitecture;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import io.github.polystill.models.training.TrainingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Small networks after a few steps of training, with their logits for some texts, exported.
 *
 * @param texts at most {@link #LENGTH} tokens each
 * @param logits of the texts as the training sessions predict them, side by side
 */
@SuppressWarnings("ArrayRecordComponent")
record ExportedNetwork(Path directory, int[][] texts, float[][] logits) {
  static final int LENGTH = 30;
  static final int WORDS = 25;
  static final int DIMENSIONS = 4;
  static final int[][] TEXTS = new RandomInputs(4).texts(WORDS, 0, 1, 3, LENGTH, 12, 7, 2, 20);

  /** A TextCNN where {@code networks} is 1, else that many experts of one output. */
  static ExportedNetwork write(Path directory, int networks, EmbeddingChannels channels)
      throws IOException {
    return write(
        directory,
        new TextCnn(new TextCnnSettings(List.of(2, 4), 5, 3, 6, 0.5, channels)),
        networks,
        TEXTS);
  }

  /** The same of any architecture, with texts in its layout. */
  static ExportedNetwork write(Path directory, SmallArchitecture architecture, int networks)
      throws IOException {
    return write(
        directory, architecture.with(0.5, EmbeddingChannels.TWO), networks, texts(architecture));
  }

  /** Seven texts; one is empty, and for HAN sentences are. */
  static int[][] texts(SmallArchitecture architecture) {
    int[][] texts = architecture.texts(new RandomInputs(4), 7, WORDS, LENGTH);
    texts[0] = new int[0];
    return texts;
  }

  private static ExportedNetwork write(
      Path directory, Architecture architecture, int networks, int[][] texts) throws IOException {
    int outputs = networks == 1 ? 3 : 1;
    NetworkSpec spec =
        new NetworkSpec(architecture, new EmbeddingTableShape(WORDS, DIMENSIONS), outputs);
    EmbeddingMatrix vectors = new RandomInputs(2).vectors(WORDS, DIMENSIONS);
    List<Map<String, float[]>> weights = new ArrayList<>();
    float[][] logits = new float[texts.length][networks * outputs];
    TokenBatch batch = TokenBatch.of(texts, all(texts), 0, texts.length);
    try (TrainingSession session = new TrainingSession(spec, vectors)) {
      for (int network = 0; network < networks; network++) {
        session.start(network);
        float[][] targets = new RandomInputs(network).targets(texts.length, outputs, true);
        for (int step = 0; step < 5; step++) {
          session.step(batch, targets, 2, 0.02);
        }
        float[][] own = session.logits(batch);
        for (int i = 0; i < texts.length; i++) {
          System.arraycopy(own[i], 0, logits[i], network * outputs, outputs);
        }
        weights.add(session.weights());
      }
    }
    Files.createDirectories(directory);
    InferenceGraphWriter.write(directory, spec, weights, vectors, LENGTH);
    return new ExportedNetwork(directory, texts, logits);
  }

  private static int[] all(int[][] texts) {
    int[] all = new int[texts.length];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** {@link #TEXTS} padded as the model takes them. */
  static TokenBatch paddedBatch() {
    return paddedBatch(TEXTS);
  }

  static TokenBatch paddedBatch(int[][] texts) {
    return TokenBatch.of(texts, all(texts), 0, texts.length, LENGTH);
  }

  static int[][] paddedTexts() {
    return paddedTexts(TEXTS);
  }

  static int[][] paddedTexts(int[][] texts) {
    return Arrays.stream(texts).map(text -> Arrays.copyOf(text, LENGTH)).toArray(int[][]::new);
  }

  /** Sigmoid of {@link #logits}. */
  float[][] probabilities() {
    float[][] probabilities = new float[logits.length][logits[0].length];
    for (int i = 0; i < logits.length; i++) {
      for (int output = 0; output < logits[i].length; output++) {
        probabilities[i][output] = (float) (1 / (1 + Math.exp(-logits[i][output])));
      }
    }
    return probabilities;
  }
}
