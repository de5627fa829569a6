package io.github.polystill.models.training;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TextCnnSettings;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;

/**
 * Runs trials in one session and prints by how many kilobytes the process and by how many the live
 * native objects grew meanwhile; for a JVM of its own, whose heap does not change its size.
 */
final class RunTrials {
  private static final int WORDS = 2000;
  private static final int DIMENSIONS = 50;
  private static final int OUTPUTS = 60;
  private static final int TEXTS = 16;

  private RunTrials() {}

  public static void main(String[] arguments) throws IOException {
    TextCnnSettings settings =
        new TextCnnSettings(List.of(2), 4, 2, 400, 0.5, EmbeddingChannels.TWO);
    NetworkSpec spec =
        new NetworkSpec(new TextCnn(settings), new EmbeddingTableShape(WORDS, DIMENSIONS), OUTPUTS);
    RandomInputs random = new RandomInputs(1);
    int[][] texts = random.texts(TEXTS, WORDS, 60);
    TokenBatch batch = TokenBatch.of(texts, IntStream.range(0, TEXTS).toArray(), 0, TEXTS);
    float[][] targets = random.targets(TEXTS, OUTPUTS, false);
    EmbeddingMatrix vectors = random.vectors(WORDS, DIMENSIONS);
    try (TrainingSession session = new TrainingSession(spec, vectors)) {
      run(session, vectors, batch, targets, 100);
      long kilobytes = residentKilobytes();
      long objects = Pointer.totalCount();
      run(session, vectors, batch, targets, Integer.parseInt(arguments[0]));
      System.out.println(
          "grew " + (residentKilobytes() - kilobytes) + " " + (Pointer.totalCount() - objects));
    }
  }

  private static void run(
      TrainingSession session,
      EmbeddingMatrix vectors,
      TokenBatch batch,
      float[][] targets,
      int trials) {
    for (int trial = 0; trial < trials; trial++) {
      session.load(vectors);
      session.start(trial);
      session.step(batch, targets, 1, 1e-3);
      session.keep();
      session.step(batch, targets, 1, 1e-3);
      session.resume(session.state(), 1);
      session.restore();
      session.logits(batch);
      session.weights();
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.US_ASCII).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
