package io.github.polystill.models.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.models.TfRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

class ScalarEventsTests {
  private static final Path SCRIPT =
      Path.of(System.getProperty("polystill.root"))
          .resolve("modules/models/src/test/python/read_events.py");

  @TempDir private Path directory;

  private static Map<String, Double> step(int number) {
    return Map.of("loss/training", 1.0 / number, "learning rate", 0.001);
  }

  private static List<Map<String, Double>> steps(int count) {
    List<Map<String, Double>> steps = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      steps.add(step(i));
    }
    return steps;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private List<Long> writtenSteps() throws IOException {
    List<Long> steps = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(files().get(0)));
    assertThat(TfRecord.next(bytes)).isPresent();
    while (bytes.hasRemaining()) {
      steps.add(Event.parseFrom(TfRecord.next(bytes).orElseThrow()).getStep());
    }
    return steps;
  }

  /** The framing written out once more from its description, bit by bit where that is possible. */
  @Test
  void framesAreThoseOfTfRecord() throws Exception {
    new ScalarEvents(directory, "a").startAfter(steps(1));
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(files().get(0))).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.duplicate().get(length);
      byte[] data = new byte[(int) bytes.getLong()];
      assertThat(unmasked(bytes.getInt())).isEqualTo(crc(length));
      bytes.get(data);
      assertThat(unmasked(bytes.getInt())).isEqualTo(crc(data));
      events.add(Event.parseFrom(data));
    }
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getStep()).isEqualTo(1);
    assertThat(events.get(1).getSummary().getValueList())
        .extracting(Summary.Value::getTag)
        .containsExactlyInAnyOrder("loss/training", "learning rate");
  }

  /** The inverse of TensorFlow's mask: masked = (crc >> 15 | crc << 17) + 0xa282ead8. */
  private static int unmasked(int masked) {
    int rotated = masked - 0xa282ead8;
    return rotated >>> 17 | rotated << 15;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Test
  void pythonTensorFlowReadsWhatIsWritten() throws Exception {
    ScalarEvents events = new ScalarEvents(directory.resolve("藥物/W0.5"), "abc");
    events.startAfter(List.of());
    for (int i = 1; i <= 12; i++) {
      events.add(i, step(i));
    }

    JsonNode runs = python();

    JsonNode run = runs.path("藥物/W0.5");
    assertThat(run.path("learning rate")).hasSize(12);
    for (int i = 1; i <= 12; i++) {
      JsonNode point = run.path("loss/training").path(i - 1);
      assertThat(point.path(0).asInt()).isEqualTo(i);
      assertThat((float) point.path(1).asDouble()).isEqualTo((float) (1.0 / i));
    }
  }

  private JsonNode python() throws IOException, InterruptedException {
    String python = Optional.ofNullable(System.getenv("POLYSTILL_PYTHON")).orElse("python3");
    ProcessBuilder builder =
        new ProcessBuilder(python, "-X", "utf8", SCRIPT.toString(), directory.toString());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "no Python: " + e.getMessage());
      throw e;
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    assumeTrue(!output.startsWith("skipped"), "needs Python with TensorFlow ($POLYSTILL_PYTHON)");
    return new ObjectMapper().readTree(output.substring(output.lastIndexOf('\n') + 1));
  }

  @Test
  void whatIsCompleteIsNotWrittenAgain() throws IOException {
    ScalarEvents events = new ScalarEvents(directory, "a");
    events.startAfter(steps(2));
    events.add(3, step(3));
    byte[] before = Files.readAllBytes(files().get(0));

    new ScalarEvents(directory, "a").startAfter(steps(3));

    assertThat(files()).hasSize(1);
    assertThat(files().get(0)).hasBinaryContent(before);
  }

  @Test
  void whatHasGoneFurtherIsLeft() throws IOException {
    ScalarEvents events = new ScalarEvents(directory, "a");
    events.startAfter(steps(5));
    Path before = files().get(0);

    events.holdAtLeast(steps(3));
    assertThat(files()).containsExactly(before);
    assertThat(writtenSteps()).hasSize(5);

    events.holdAtLeast(steps(6));
    assertThat(writtenSteps()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void aTrainingThatStartsAgainLeavesNoStepTwice() throws IOException {
    ScalarEvents events = new ScalarEvents(directory, "a");
    events.startAfter(steps(5));
    Path before = files().get(0);

    events.startAfter(List.of());
    events.add(1, step(1));

    assertThat(files()).hasSize(1).doesNotContain(before);
    assertThat(writtenSteps()).containsExactly(1L);
  }

  @Test
  void aRecordCutOffByAKillIsMadeGood() throws IOException {
    ScalarEvents events = new ScalarEvents(directory, "a");
    events.startAfter(steps(5));
    byte[] whole = Files.readAllBytes(files().get(0));
    Files.write(files().get(0), Arrays.copyOf(whole, whole.length - 3));

    events.startAfter(steps(5));

    assertThat(writtenSteps()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void anotherTrainingReplacesTheFileAndNothingElse() throws IOException {
    new ScalarEvents(directory, "a").startAfter(steps(2));
    Path other = Files.writeString(directory.resolve("notes.txt"), "mine");

    new ScalarEvents(directory, "b").startAfter(steps(2));

    assertThat(files()).hasSize(2).contains(other);
    assertThat(files().get(0).getFileName().toString()).endsWith(".b");
  }
}
