package io.github.polystill.models.training;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Trials of one session leave no native memory behind. */
class MemoryTests {
  private static final int WORDS = 2000;
  private static final int DIMENSIONS = 50;
  private static final int TEXTS = 16;
  private static final long ALLOWED_KILOBYTES = 24 * 1024;

  @Test
  @EnabledOnOs(OS.LINUX)
  void twoHundredTrialsDoNotGrowTheProcess() throws IOException {
    TextCnnSettings settings =
        new TextCnnSettings(List.of(2), 4, 2, 400, 0.5, EmbeddingChannels.TWO);
    NetworkSpec spec =
        new NetworkSpec(new TextCnn(settings), new EmbeddingTableShape(WORDS, DIMENSIONS), 60);
    RandomInputs random = new RandomInputs(1);
    int[][] texts = random.texts(TEXTS, WORDS, 60);
    TokenBatch batch = TokenBatch.of(texts, IntStream.range(0, TEXTS).toArray(), 0, TEXTS);
    float[][] targets = random.targets(TEXTS, 60, false);
    try (TrainingSession session = new TrainingSession(spec, random.vectors(WORDS, DIMENSIONS))) {
      trials(session, batch, targets, 60);
      long before = residentKilobytes();
      long pointersBefore = Pointer.totalCount();
      trials(session, batch, targets, 200);
      // One leaked copy of a table per trial would be 80 MB.
      assertThat(residentKilobytes() - before).isLessThan(ALLOWED_KILOBYTES);
      assertThat(Pointer.totalCount() - pointersBefore).isLessThan(200);
    }
  }

  private static void trials(
      TrainingSession session, TokenBatch batch, float[][] targets, int count) {
    for (int trial = 0; trial < count; trial++) {
      session.start(trial);
      session.step(batch, targets, 1, 1e-3);
      session.keep();
      session.step(batch, targets, 1, 1e-3);
      session.restore();
      session.logits(batch);
      session.weights();
    }
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.US_ASCII).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
