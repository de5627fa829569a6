package io.github.polystill.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.polystill.cli.Polystill;
import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.Cluster;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.ProgressListener;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.models.ComputeDevice;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs with executors in JVMs of their own. */
final class SparkRunTests {
  private static final Path EXPERIMENT = Path.of("../../experiments/reproduce.yaml");

  @TempDir private Path directory;

  /** Counts trials, and does something once so many are finished. */
  private static final class Watch implements ProgressListener {
    final List<String> started = Collections.synchronizedList(new ArrayList<>());
    final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger finished = new AtomicInteger();
    private final int after;
    private final Runnable action;

    Watch(int after, Runnable action) {
      this.after = after;
      this.action = action;
    }

    @Override
    public void trialStarted(TrialName trial) {
      started.add(trial.toString());
    }

    @Override
    public void trialFinished(TrialName trial, boolean reused) {
      ended.add(trial.toString());
      if (!reused && finished.incrementAndGet() == after) {
        action.run();
      }
    }
  }

  private Path run(
      String name,
      Optional<Cluster.Address> cluster,
      ProgressListener progress,
      CancellationToken cancellation,
      String... more)
      throws Exception {
    List<String> settings =
        List.of(
            "corpus.generate.documents=120",
            "architectures={textcnn: {widths: [2], filters: 8, chunks: 2, bottleneck: 8},"
                + " gru-att: {hidden: 8, attention: 8}}",
            "folds.run=0",
            "optimisation.epochs=2",
            "student.wordReplacement={rate: 0.5, copies: 2}",
            "teacher.linear=true",
            "baselines=[]",
            "export=null");
    Experiment experiment =
        ExperimentFile.read(EXPERIMENT, Stream.concat(settings.stream(), Stream.of(more)).toList())
            .experiment();
    RunOptions options =
        new RunOptions(
            directory.resolve(name),
            2,
            false,
            Optional.empty(),
            ComputeDevice.of("auto"), // looks for a GPU first, as the command does
            Optional.empty(),
            cluster,
            Optional.empty());
    new ExperimentRunner(experiment, options, progress, cancellation).run();
    return options.directory();
  }

  private Path run(String name, Optional<Cluster.Address> cluster, String... more)
      throws Exception {
    return run(name, cluster, new Watch(0, () -> {}), new CancellationToken(), more);
  }

  private Cluster.Address address(String master) {
    return new Cluster.Address(master, directory.resolve("store").toUri().toString());
  }

  /** What trials came to, by their files; when each was trained is in none. */
  private static Map<String, byte[]> trials(Path run) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run.resolve("trials"))) {
      for (Path file : all.filter(it -> it.toString().endsWith(".bin")).toList()) {
        files.put(run.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** Kills one of the executors that this process has started. */
  private static void killAnExecutor() {
    ProcessHandle executor =
        ProcessHandle.current()
            .children()
            .filter(it -> it.info().command().orElse("").endsWith("java"))
            .findFirst()
            .orElseThrow();
    executor.destroyForcibly();
  }

  @Test
  void executorsComeToTheSameBitsThoughTheDriverIsStoppedAndAnExecutorIsKilled() throws Exception {
    Optional<Cluster.Address> cluster = Optional.of(address("local-cluster[2,1,1024]"));
    CancellationToken cancellation = new CancellationToken();
    Watch before = new Watch(5, cancellation::cancel);
    Path store = directory.resolve("store");
    Path own = store.resolve(SparkCluster.directory(directory.resolve("there")));
    Path left = Files.createDirectories(own).resolve("part-of-a-killed-driver");
    Files.writeString(left, "");
    Path other = Files.writeString(store.resolve("part"), "of another run");
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> run("there", cluster, before, cancellation));
    Map<String, byte[]> finished = trials(directory.resolve("there"));
    assertThat(finished).isNotEmpty();

    Watch after = new Watch(3, SparkRunTests::killAnExecutor);
    Path there = run("there", cluster, after, new CancellationToken());
    Path here = run("here", Optional.empty());
    assertThat(Files.readString(there.resolve("metrics.json")))
        .isEqualTo(Files.readString(here.resolve("metrics.json")));
    Map<String, byte[]> expected = trials(here);
    Map<String, byte[]> actual = trials(there);
    assertThat(actual).hasSameSizeAs(expected);
    expected.forEach((file, bytes) -> assertThat(actual.get(file)).as(file).isEqualTo(bytes));
    respondsTheSame(here, cluster.get());
    assertThat(before.ended).hasSizeGreaterThanOrEqualTo(5);
    assertThat(after.started).isNotEmpty().doesNotContainAnyElementsOf(before.ended);
    assertThat(other).content().isEqualTo("of another run");
    assertThat(left).doesNotExist();
    if (Files.exists(own)) { // of tasks that went on after the driver was gone, or did not end
      try (Stream<Path> files = Files.list(own)) {
        assertThat(files.map(it -> it.getFileName().toString()))
            .allMatch(it -> it.startsWith("result-"));
      }
    }
  }

  /** The exit code of a command and what it writes to standard error. */
  private static String command(Object... arguments) {
    StringWriter err = new StringWriter();
    int exitCode =
        Polystill.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(err, true))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return exitCode + " " + err;
  }

  private void respondsTheSame(Path run, Cluster.Address cluster) throws IOException {
    List<String> lines =
        IntStream.range(0, 3000).mapToObj(i -> "發燒和咳嗽" + "痛".repeat(i % 7)).toList();
    Path texts = Files.write(directory.resolve("texts.txt"), lines);
    List<Object> respond =
        List.of("respond", run, "--architecture", "gru-att", "--texts", texts, "--to");
    Path here = directory.resolve("here.csv");
    Path there = directory.resolve("there.csv");
    assertThat(command(with(respond, here))).startsWith("0 ");
    assertThat(command(with(respond, there, "--spark=" + cluster.master()))).startsWith("0 ");
    assertThat(there).hasSameTextualContentAs(here);
    assertThat(Files.readAllLines(here)).hasSize(3001);
  }

  @Test
  void aFileThatCannotBeReadKeepsNoOtherFromBeingDone() throws Exception {
    Path first =
        Files.writeString(
            directory.resolve("first.jsonl"), "{\"text\": \"發燒和咳嗽\", \"labels\": [\"a\"]}\n");
    Path bad = Files.writeString(directory.resolve("bad.jsonl"), "{\"labels\": []}\n");
    Path segmented = directory.resolve("segmented");
    assertThat(command("corpus", "segment", bad, first, "--out", segmented, "--spark=local[2]"))
        .startsWith("2 ")
        .contains("polystill: " + bad + ":1: the field \"text\" is missing")
        .endsWith("1 of 2 files are done\n");
    assertThat(segmented.resolve("first.jsonl")).content().contains("發燒 和 咳嗽");
    assertThat(segmented).isDirectoryNotContaining("glob:**bad.jsonl");
  }

  private static Object[] with(List<Object> arguments, Object... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray();
  }

  /**
   * 4,000 documents with vectors of 104,000 words, TextCNN: an executor of 520 MB ran out of memory
   * by hand, one of 700 MB did not.
   */
  @Test
  void memoryIsEstimatedAsItWasMeasured() {
    int table = 104_000 * 300 * Float.BYTES;
    assertThat(SparkTrialExecutor.neededMegabytes(List.of(table, 1_000_000), table))
        .isBetween(521L, 700L);
    assertThat(SparkTrialExecutor.neededMegabytes(List.of(), 0)).isLessThan(460);
  }

  @Test
  void aTaskThatFailsIsNamedAndAnotherVersionIsToo() throws Exception {
    try (Cluster.Connection connection = new SparkCluster().connect("local[1]")) {
      assertThat(connection.call("fine", () -> 3)).isEqualTo(3);
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  connection.call(
                      "fold 0",
                      () -> {
                        throw new IOException("gone");
                      }))
          .withMessageStartingWith("fold 0 failed on Spark: ")
          .withMessageContaining("gone");
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(
              () ->
                  connection.call(
                      "fold 0",
                      () -> {
                        throw new InvalidInputException("run: is no run directory");
                      }))
          .withMessage("--spark: an executor says: run: is no run directory");
    }
    assertThat(new SparkConnection.Job<>("0.0.1", () -> 3).call().problem())
        .startsWith("has polystill ")
        .endsWith(", the driver 0.0.1");
  }

  /** As a crash of the native library does; Spark starts others, but not for ever. */
  @Test
  void aTaskThatTakesItsExecutorsDownIsNamed() {
    System.setProperty("spark.task.maxFailures", "2");
    try (Cluster.Connection connection = new SparkCluster().connect("local-cluster[1,1,480]")) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  connection.call(
                      "fold 0 textcnn teacher",
                      () -> {
                        Runtime.getRuntime().halt(134);
                        return 0;
                      }))
          .withMessageStartingWith("fold 0 textcnn teacher failed on Spark: ")
          .withMessageContaining("failed 2 times");
      assertThat(connection.call("fold 1", () -> 3)).isEqualTo(3);
    } finally {
      System.clearProperty("spark.task.maxFailures");
    }
  }

  @Test
  void anExecutorWithoutTensorFlowSaysSo() {
    String without =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(it -> !it.contains("tensorflow-core-native"))
            .map(it -> Path.of(it).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    System.setProperty("spark.executor.extraClassPath", without);
    try {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> run("without", Optional.of(address("local-cluster[1,1,1024]"))))
          .withMessageStartingWith("--spark: an executor lacks a library: ")
          .withMessageEndingWith("; put that for its machine on spark.executor.extraClassPath");
    } finally {
      System.clearProperty("spark.executor.extraClassPath");
    }
  }

  @Test
  void executorsWithTooLittleMemoryTrainNothing() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                run(
                    "little",
                    Optional.of(address("local-cluster[1,1,480]")),
                    "vectors.dimensions=20000"))
        .withMessageMatching("--spark: executors have 480 MB of heap, and .* needs about .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark://127.0.0.1:1|there is no master at spark://127.0.0.1:1: .*",
        "spark://127.0.0.1:99999|there is no master at spark://127.0.0.1:99999: .*",
        "standalone|standalone cannot be used: Could not parse Master URL.*",
        "k8s://127.0.0.1:1|k8s://127.0.0.1:1 cannot be used: .*"
      })
  void aMasterThatCannotBeUsedIsOneLine(String master, String message) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run("none", Optional.of(address(master))))
        .withMessageMatching("--spark: " + message);
  }

  @Test
  void aStoreWithoutItsFileSystemIsOneLine() {
    Cluster.Address nowhere = new Cluster.Address("local[1]", "s3a://bucket/polystill");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> run("none", Optional.of(nowhere)))
        .withMessageStartingWith("--store: s3a://bucket/polystill cannot be used: ");
  }
}
