package io.github.polystill.models.savedmodel;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
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
 * @param logits of {@link #TEXTS} as the training sessions predict them, side by side
 */
@SuppressWarnings("ArrayRecordComponent")
record ExportedNetwork(Path directory, float[][] logits) {
  static final int LENGTH = 30;
  static final int WORDS = 25;
  static final int DIMENSIONS = 4;
  static final int[][] TEXTS = new RandomInputs(4).texts(WORDS, 0, 1, 3, LENGTH, 12, 7, 2, 20);

  /** One network where {@code networks} is 1, else that many experts of one output. */
  static ExportedNetwork write(Path directory, int networks, EmbeddingChannels channels)
      throws IOException {
    int outputs = networks == 1 ? 3 : 1;
    NetworkSpec spec =
        new NetworkSpec(
            new TextCnn(new TextCnnSettings(List.of(2, 4), 5, 3, 6, 0.5, channels)),
            new EmbeddingTableShape(WORDS, DIMENSIONS),
            outputs);
    EmbeddingMatrix vectors = new RandomInputs(2).vectors(WORDS, DIMENSIONS);
    List<Map<String, float[]>> weights = new ArrayList<>();
    float[][] logits = new float[TEXTS.length][networks * outputs];
    try (TrainingSession session = new TrainingSession(spec, vectors)) {
      for (int network = 0; network < networks; network++) {
        session.start(network);
        float[][] targets = new RandomInputs(network).targets(TEXTS.length, outputs, true);
        for (int step = 0; step < 5; step++) {
          session.step(batch(), targets, 2, 0.02);
        }
        float[][] own = session.logits(batch());
        for (int i = 0; i < TEXTS.length; i++) {
          System.arraycopy(own[i], 0, logits[i], network * outputs, outputs);
        }
        weights.add(session.weights());
      }
    }
    Files.createDirectories(directory);
    InferenceGraphWriter.write(directory, spec, weights, vectors, LENGTH);
    return new ExportedNetwork(directory, logits);
  }

  private static int[] all() {
    int[] all = new int[TEXTS.length];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private static TokenBatch batch() {
    return TokenBatch.of(TEXTS, all(), 0, TEXTS.length);
  }

  /** {@link #TEXTS} padded as the model takes them. */
  static TokenBatch paddedBatch() {
    return TokenBatch.of(TEXTS, all(), 0, TEXTS.length, LENGTH);
  }

  static int[][] paddedTexts() {
    return Arrays.stream(TEXTS).map(text -> Arrays.copyOf(text, LENGTH)).toArray(int[][]::new);
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
