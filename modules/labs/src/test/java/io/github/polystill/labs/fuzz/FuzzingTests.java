package io.github.polystill.labs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.polystill.labs.fuzz.FuzzTarget.Seed;
import io.github.polystill.labs.fuzz.Program.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.lang3.function.FailableRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

class FuzzingTests {
  @TempDir private Path directory;

  /** A program whose works all end well. */
  private static final class Willing implements Program {
    @Override
    public Outcome run(List<String> arguments) {
      return new Outcome(0, "");
    }

    @Override
    public Outcome run(FailableRunnable<Exception> work) {
      try {
        work.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      return run(List.of());
    }
  }

  /** So that nobody deletes the directory that it may write to. */
  @Test
  void aReaderThatTakesTooLongIsAFaultAndIsWaitedFor() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    FuzzTarget hanging =
        FuzzTarget.ofReader("hanging", 1, List.of(Seed.of("a.txt", "a")), file -> released.await());
    Fuzzing fuzzing =
        new Fuzzing(
            List.of(hanging),
            Willing::new,
            1,
            1,
            directory.resolve("work"),
            directory.resolve("failures"),
            Duration.ofMillis(1));

    FuzzReport report = fuzzing.run(1, done -> {});

    assertThat(report.faults()).isEqualTo(1);
    assertThat(directory.resolve("failures/hanging/0/said.txt"))
        .content()
        .startsWith("takes more than ");
    assertThat(fuzzing.end(Duration.ofMillis(1))).isFalse();
    released.countDown();
    assertThat(fuzzing.end(Duration.ofMinutes(1))).isTrue();
    assertThat(Files.exists(directory.resolve("work"))).isTrue();
  }

  /** Its end takes all else with it. */
  @Test
  void whatNativeCodeReadsIsThereToBeFound() throws Exception {
    Path failures = directory.resolve("failures");
    List<String> found = new CopyOnWriteArrayList<>();
    FuzzTarget reader =
        FuzzTarget.ofReader(
                "graph",
                1,
                List.of(Seed.of("b/a.txt", "a")),
                file -> {
                  Path kept = failures.resolve("graph/0");
                  found.add(Files.readString(kept.resolve("said.txt")));
                  assertThat(kept.resolve("b/a.txt")).hasSameBinaryContentAs(file);
                })
            .inNativeCode();
    Fuzzing fuzzing =
        new Fuzzing(
            List.of(reader),
            Willing::new,
            1,
            1,
            directory.resolve("work"),
            failures,
            Duration.ofMinutes(1));

    assertThat(fuzzing.run(1, done -> {}).faults()).isZero();

    assertThat(found).containsExactly("the process ended while it read this\n");
    assertThat(failures).doesNotExist();
  }

  /** TensorFlow writes its maps in an order that differs between processes. */
  @Test
  void aGraphIsTheSameInEachProcess() throws Exception {
    List<byte[]> written = new ArrayList<>();
    for (List<String> keys : List.of(List.of("a", "b", "c"), List.of("c", "b", "a"))) {
      MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
      keys.forEach(key -> graph.putSignatureDef(key, SignatureDef.getDefaultInstance()));
      written.add(FuzzTargets.inOneOrder(SavedModel.newBuilder().addMetaGraphs(graph).build()));
    }
    assertThat(written.get(0)).isEqualTo(written.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | '' | true",
        "0 | 'a table\n' | true",
        "2 | 'polystill: a.json: no object; write one\n' | true",
        "1 | 'warning: old\npolystill: a.json: no end\n' | true",
        "2 | 'a.csv:2: no id\n2 records, 1 valid, 1 problem\n' | true",
        "0 | 'polystill: a.json: no object\n' | false",
        "2 | '' | false",
        "2 | 'a.json: no object\n' | false",
        "2 | 'polystill: a.json: no object\npolystill: a.json: no array\n' | false",
        "2 | 'polystill: a.json: no object\n[1, 2]\n' | false",
        "1 | 'polystill: unexpected: null; run again with --debug for details\n' | false",
        "2 | 'polystill: a.json: JsonParseException at 1\n' | false",
        "2 | 'polystill: a.json: no \u001b[2J\n' | false",
        "3 | 'polystill: a.json: no object\n' | false"
      })
  void aRefusalIsOneLine(int exitCode, String printed, boolean sound) {
    assertThat(Fuzzing.fault(new Outcome(exitCode, printed)).isEmpty()).isEqualTo(sound);
  }
}
