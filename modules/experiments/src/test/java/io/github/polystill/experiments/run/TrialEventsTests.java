package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.polystill.data.AtomicFiles;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event files of whole runs: every epoch of every trial once, however often a run is started. */
class TrialEventsTests {
  private static final int TRIALS = 9 * 2 + 2;
  private static final List<String> CHANGES =
      List.of(
          "vectors.dimensions=4",
          "encoding.maxLength=20",
          "architectures.textcnn.widths=1",
          "architectures.textcnn.filters=2",
          "architectures.textcnn.chunks=1",
          "architectures.textcnn.bottleneck=4",
          "optimisation.epochs=4",
          "optimisation.patience=4",
          "optimisation.learningRate=0.001");

  @TempDir private Path directory;

  private void run(ProgressListener progress, CancellationToken cancellation, String... overrides)
      throws Exception {
    RunOptions options =
        new RunOptions(
            directory.resolve("run"),
            1,
            false,
            Optional.empty(),
            ComputeDevice.CPU,
            Optional.of(directory.resolve("events")),
            Optional.empty(),
            Optional.empty());
    new ExperimentRunner(
            TinyExperiment.read(directory, CHANGES, overrides), options, progress, cancellation)
        .run();
  }

  private void run(String... overrides) throws Exception {
    run(ProgressListener.NONE, new CancellationToken(), overrides);
  }

  /** Records by event file; the first is the version, each further one an epoch. */
  private Map<String, List<byte[]>> records() throws IOException {
    Map<String, List<byte[]>> records = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory.resolve("events"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<byte[]> own = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          byte[] data = new byte[(int) bytes.getLong()];
          bytes.getInt();
          bytes.get(data);
          bytes.getInt();
          own.add(data);
        }
        String trial = directory.resolve("events").relativize(file.getParent()).toString();
        assertThat(records.put(trial, own)).as("one file in " + trial).isNull();
      }
    }
    return records;
  }

  private void assertComplete() throws IOException {
    Map<String, List<byte[]>> records = records();
    assertThat(records).hasSize(TRIALS).containsKey("tiny/fold1/textcnn/teacher/藥物/W=0.5");
    assertThat(records.values())
        .allSatisfy(
            own -> {
              assertThat(own).hasSize(1 + 4);
              for (int epoch = 1; epoch <= 4; epoch++) {
                assertThat(new String(own.get(epoch), StandardCharsets.UTF_8))
                    .contains("loss/training", "loss/validation", "validation/", "learning_rate");
                // Field 2 of an event, its step, follows the wall time.
                assertThat(own.get(epoch)[9]).isEqualTo((byte) 0x10);
                assertThat(own.get(epoch)[10]).isEqualTo((byte) epoch);
              }
            });
  }

  @Test
  void aRunThatIsStoppedAndStartedAgainHasEveryEpochOnce() throws Exception {
    CancellationToken cancellation = new CancellationToken();
    ProgressListener stopping =
        new ProgressListener() {
          private int epochs;

          @Override
          public void epochFinished(TrialName trial, int epoch, int most, int samples) {
            epochs++;
            if (epochs == 4 * 5 + 2) { // in the middle of a trial
              cancellation.cancel();
            }
          }
        };
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run(stopping, cancellation));
    assertThat(records()).hasSize(6);

    run();
    assertComplete();

    Map<String, List<byte[]>> before = records();
    run();
    assertThat(records()).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void whatWasTrainedWithoutEventsIsWrittenFromItsHistory() throws Exception {
    run();
    AtomicFiles.deleteRecursively(directory.resolve("events"));

    run();

    assertComplete();
  }

  /** Halving trains in rungs and drops candidates; what goes on goes on in its file. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void halvingHasEveryEpochOnceToo(boolean again) throws Exception {
    String halving = "teacher.search=halving";
    run(halving);
    if (again) {
      run(halving);
    }
    Map<String, List<byte[]>> records = records();
    assertThat(records).hasSize(TRIALS);
    assertThat(records.values())
        .allSatisfy(
            own -> {
              for (int epoch = 1; epoch < own.size(); epoch++) {
                assertThat(own.get(epoch)[10]).isEqualTo((byte) epoch);
              }
            });
    assertThat(records.values()).anySatisfy(own -> assertThat(own).hasSize(5));
  }
}
