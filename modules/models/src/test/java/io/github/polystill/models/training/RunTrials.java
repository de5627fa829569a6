package io.github.polystill.models.training;

import io.github.polystill.embeddings.EmbeddingMatrix;
import io.github.polystill.models.Architecture;
import io.github.polystill.models.Han;
import io.github.polystill.models.NetworkSpec;
import io.github.polystill.models.RandomInputs;
import io.github.polystill.models.TextCnn;
import io.github.polystill.models.TokenBatch;
import io.github.polystill.models.layers.EmbeddingChannels;
import io.github.polystill.models.layers.EmbeddingTableShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;

/**
 * Runs trials in one session, or opens sessions, twice the given number, and prints by how many
 * kilobytes the process grew in the half in which it grew less, and by how many the live native
 * objects did in both; for a JVM of its own, whose heap does not change its size.
 */
final class RunTrials {
  private static final int WORDS = 2000;
  private static final int DIMENSIONS = 50;
  private static final int OUTPUTS = 60;
  private static final int TEXTS = 16;

  private final RandomInputs random = new RandomInputs(1);
  private final int[][] texts = random.texts(TEXTS, WORDS, 60);
  private final TokenBatch batch =
      TokenBatch.of(texts, IntStream.range(0, TEXTS).toArray(), 0, TEXTS);
  private final float[][] targets = random.targets(TEXTS, OUTPUTS, false);
  private final EmbeddingMatrix vectors = random.vectors(WORDS, DIMENSIONS);

  private RunTrials() {}

  /** Takes {@code trials} or {@code sessions}, their number, and an architecture's name. */
  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[1]);
    Architecture architecture = architecture(arguments[2]);
    RunTrials trials = new RunTrials();
    if (arguments[0].equals("sessions")) {
      report(trials::openSessions, architecture, count);
    } else {
      try (TrainingSession session = trials.session(architecture)) {
        report((none, number) -> trials.run(session, number), architecture, count);
      }
    }
  }

  private static Architecture architecture(String name) {
    EmbeddingChannels two = EmbeddingChannels.TWO;
    return switch (name) {
      case TextCnn.NAME -> new TextCnn(List.of(2), 4, 2, 400, 0.5, two);
      case Han.NAME -> new Han(32, 16, 32, 16, 0.5, two, 6, 10);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private TrainingSession session(Architecture architecture) {
    return new TrainingSession(
        new NetworkSpec(architecture, new EmbeddingTableShape(WORDS, DIMENSIONS), OUTPUTS),
        vectors);
  }

  private static void report(
      BiConsumer<Architecture, Integer> work, Architecture architecture, int count)
      throws IOException {
    work.accept(architecture, count / 2);
    long[] kilobytes = new long[3];
    long objects = Pointer.totalCount();
    kilobytes[0] = residentKilobytes();
    for (int i = 1; i < kilobytes.length; i++) {
      work.accept(architecture, count);
      kilobytes[i] = residentKilobytes();
    }
    // What is left behind is so each time; the JVM's compiler takes some megabytes now and then.
    long grown = Math.min(kilobytes[1] - kilobytes[0], kilobytes[2] - kilobytes[1]);
    System.out.println("grew " + grown + " " + (Pointer.totalCount() - objects));
  }

  private void openSessions(Architecture architecture, int count) {
    for (int i = 0; i < count; i++) {
      try (TrainingSession session = session(architecture)) {
        session.start(i);
        session.step(batch, targets, WeightedCrossEntropy.PLAIN, 1e-3);
      }
    }
  }

  private void run(TrainingSession session, int trials) {
    for (int trial = 0; trial < trials; trial++) {
      session.load(vectors);
      session.start(trial);
      session.step(batch, targets, WeightedCrossEntropy.PLAIN, 1e-3);
      session.keep();
      session.step(batch, targets, WeightedCrossEntropy.PLAIN, 1e-3);
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
