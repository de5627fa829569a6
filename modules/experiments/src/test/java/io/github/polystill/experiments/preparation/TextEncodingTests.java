package io.github.polystill.experiments.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.experiments.configuration.EncoderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEncodingTests {
  private static final List<String> TEXTS =
      IntStream.range(0, 99).mapToObj(it -> "頭痛" + it % 90).toList();

  @TempDir Path directory;

  private final List<String> messages = new ArrayList<>();
  private Runnable throwIfCancelled = () -> {};

  @BeforeEach
  void forget() {
    FakeTransformers.ENCODED.set(0);
  }

  private float[][] vectors(String model, int threads, List<String> texts) {
    EncoderSettings settings = new EncoderSettings(Optional.empty(), Optional.of(model));
    try (TextEncoding encoding =
        new TextEncoding(
            settings, directory, threads, messages::add, () -> throwIfCancelled.run())) {
      return encoding.vectors(texts);
    }
  }

  @Test
  void aTextIsEncodedOnce() {
    float[][] first = vectors("a", 2, TEXTS);
    assertThat(first[0]).isEqualTo(first[90]).isNotEqualTo(first[1]);
    assertThat(FakeTransformers.ENCODED).hasValue(90);
    assertThat(messages).hasSize(6).first().isEqualTo("encoding 90 texts");
    assertThat(messages.get(1)).matches("encoding: \\d0 % \\| .* characters/s \\| ETA \\d+ s");

    List<String> more = Stream.concat(Stream.of("新"), TEXTS.stream()).toList();
    float[][] again = vectors("a", 1, more);
    assertThat(FakeTransformers.ENCODED).hasValue(91);
    assertThat(IntStream.range(0, 99).mapToObj(it -> again[it + 1]).toArray()).isEqualTo(first);
    assertThat(vectors("b", 1, TEXTS)).isDeepEqualTo(first);
    assertThat(FakeTransformers.ENCODED).hasValue(181);
    assertThat(FakeTransformers.OPEN).hasValue(0);
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void whatIsDamagedOrUnfinishedIsEncodedAgain() throws IOException {
    float[][] first = vectors("a", 1, TEXTS);
    byte[] whole = Files.readAllBytes(file());
    whole[whole.length / 2] ^= 1;
    Files.write(file(), whole);
    Files.write(file(), new byte[50], StandardOpenOption.APPEND);

    for (int encoded : new int[] {91, 91}) {
      assertThat(vectors("a", 1, TEXTS)).isDeepEqualTo(first);
      assertThat(FakeTransformers.ENCODED).hasValue(encoded);
    }
  }

  /** What is encoded until then stays. */
  @Test
  void canBeStopped() {
    throwIfCancelled =
        () -> {
          if (FakeTransformers.ENCODED.get() > 50) {
            throw new CancellationException();
          }
        };
    assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> vectors("a", 1, TEXTS));
    int before = FakeTransformers.ENCODED.get();
    throwIfCancelled = () -> {};
    vectors("a", 1, TEXTS);
    assertThat(before).isLessThan(60);
    assertThat(FakeTransformers.ENCODED.get()).isLessThanOrEqualTo(before + 74);
  }
}
