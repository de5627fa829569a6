package io.github.polystill.serving.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.models.savedmodel.DenseTensor;
import io.github.polystill.models.savedmodel.SignatureDescription;
import io.github.polystill.models.savedmodel.TensorDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BatchTests {
  private static Map<String, DenseTensor> request(int rows, int width) {
    String[] tokens = new String[rows * width];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = "x".repeat(i % 5);
    }
    return Map.of("tokens", new DenseTensor.Strings(new int[] {rows, width}, tokens));
  }

  @Property(tries = 200)
  void requestsInABatchGetWhatEachGetsAlone(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> widths) {
    FakeServable servable = new FakeServable();
    Batch batch = new Batch(FakeServable.SIGNATURE);
    List<CompletableFuture<Map<String, DenseTensor>>> answers = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      answers.add(new CompletableFuture<>());
      batch.add(request(1 + i % 3, widths.get(i)), answers.get(i));
    }

    batch.run(servable);

    assertThat(servable.calls).hasValue(1);
    for (int i = 0; i < widths.size(); i++) {
      Map<String, DenseTensor> alone =
          servable.call(FakeServable.SIGNATURE, request(1 + i % 3, widths.get(i)));
      Map<String, DenseTensor> together = answers.get(i).join();
      for (String output : alone.keySet()) {
        assertThat(together.get(output))
            .usingRecursiveComparison()
            .as(output)
            .isEqualTo(alone.get(output));
      }
    }
  }

  @Test
  void oneRequestThatFailsLeavesTheOthersAlone() {
    FakeServable servable = new FakeServable();
    Batch batch = new Batch(FakeServable.SIGNATURE);
    CompletableFuture<Map<String, DenseTensor>> good = new CompletableFuture<>();
    CompletableFuture<Map<String, DenseTensor>> bad = new CompletableFuture<>();
    CompletableFuture<Map<String, DenseTensor>> last = new CompletableFuture<>();
    batch.add(request(1, 2), good);
    batch.add(
        Map.of(
            "tokens",
            new DenseTensor.Strings(new int[] {1, 1}, new String[] {FakeServable.POISON})),
        bad);
    batch.add(request(2, 1), last);

    batch.run(servable);

    assertThat(good.join()).containsKey("words");
    assertThat(last.join()).containsKey("words");
    assertThat(bad).isCompletedExceptionally();
  }

  /** Each of 1000 experts says something of each token. */
  @Test
  void aLargeAnswerIsNotJoinedWithOthers() {
    SignatureDescription teacher =
        new SignatureDescription(
            "serving_default",
            "tensorflow/serving/predict",
            FakeServable.SIGNATURE.inputs(),
            List.of(
                new TensorDescription(
                    "attention", "a:0", TensorDescription.Type.FLOAT, List.of(-1, 1000, -1))));
    Batch batch = new Batch(teacher);
    batch.add(request(1, 300), new CompletableFuture<>());

    assertThat(batch.hasRoomFor(request(2, 300))).isTrue();
    assertThat(batch.hasRoomFor(request(3, 300))).isFalse();
  }

  @Test
  void aLongTextIsNotPaddedForManyOthers() {
    Batch batch = new Batch(FakeServable.SIGNATURE);
    batch.add(request(1, 60_000), new CompletableFuture<>());

    assertThat(batch.hasRoomFor(request(1, 3))).isFalse();
    assertThat(new Batch(FakeServable.SIGNATURE).hasRoomFor(request(Batch.ROWS, 3))).isTrue();
    assertThat(new Batch(FakeServable.SIGNATURE).hasRoomFor(request(Batch.ROWS + 1, 3))).isFalse();
  }
}
