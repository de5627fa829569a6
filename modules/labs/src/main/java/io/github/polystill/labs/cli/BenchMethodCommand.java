package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.data.AtomicFiles;
import io.github.polystill.labs.method.MethodBenchmark;
import io.github.polystill.labs.method.MethodBenchmarkSettings;
import io.github.polystill.labs.method.MethodRow;
import io.github.polystill.labs.method.MethodSide;
import io.github.polystill.labs.method.Stage;
import io.github.polystill.report.table.TextTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill bench method}. */
@Command(
    name = "method",
    description = {
      "Do the whole method on one fold, side by side with Python Keras, stage by stage.",
      "Ours is polystill run in a process of its own, from corpus file to report, with nothing in"
          + " its cache, without baselines and export. Keras gets our words as ids, our word vectors"
          + " and our split, which are not in its time: it trains teacher, standalone and distilled"
          + " student in a pool of processes of one thread, with the same sizes and early stopping,"
          + " and writes no report. Where trials run side by side, their time is shared among"
          + " them. Both stop early where their own random numbers lead them: ms/epoch does not"
          + " depend on that.",
      "With experiments/cmdd.yaml as it is, and one repeat, some two hours; the short form below"
          + " some minutes for each architecture."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench method --python venv/bin/python",
      "  polystill bench method --architectures textcnn --epochs 3 --labels 4 --class-weights 1,3"
          + " --repeats 1",
      "  polystill bench method my.yaml --no-keras --repeats 3 --json"
    })
final class BenchMethodCommand extends AbstractCommand {
  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..1",
      description = "Experiment file, of which fold 0 is done (default: ${DEFAULT-VALUE}).")
  Path file = Path.of("experiments", "cmdd.yaml");

  @Option(
      names = "--architectures",
      split = ",",
      paramLabel = "NAME",
      description = "Those of the experiment to measure (default: all).")
  List<String> architectures = List.of();

  @Option(
      names = "--class-weights",
      split = ",",
      paramLabel = "W",
      description = "The teacher's class weights (default: 0.5,1,2,5).")
  List<Double> classWeights = List.of(0.5, 1.0, 2.0, 5.0);

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of every network at most (default: the experiment's).")
  Integer epochs;

  @Option(
      names = "--labels",
      paramLabel = "N",
      description = "The N most frequent labels alone (default: the experiment's).")
  Integer labels;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Measurements of both sides, alternately (default: ${DEFAULT-VALUE}).")
  int repeats = 1;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Networks trained side by side, on both sides (default: one per core).")
  int workers = cores();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a key of the experiment; repeatable.")
  List<String> overrides = List.of();

  @Mixin KerasOptions peer = new KerasOptions();

  @Mixin BenchOptions options;

  @Override
  public Integer call() throws Exception {
    requireAtLeast(1, "--repeats", repeats);
    requireAtLeast(1, "--workers", workers);
    if (epochs != null) {
      requireAtLeast(1, "--epochs", epochs);
    }
    if (labels != null) {
      requireAtLeast(2, "--labels", labels);
    }
    Path directory = Files.createTempDirectory("polystill-bench");
    try {
      List<MethodRow> rows = new MethodBenchmark(settings(), directory, this::log).run();
      options.print(out(), rows, table(rows));
      return 0;
    } finally {
      AtomicFiles.deleteRecursively(directory);
    }
  }

  private MethodBenchmarkSettings settings() {
    return new MethodBenchmarkSettings(
        file,
        overrides,
        architectures,
        classWeights,
        optional(epochs),
        optional(labels),
        repeats,
        workers,
        OwnProgram.command(),
        peer.python());
  }

  private static OptionalInt optional(Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Both sides' seconds stage by stage, then what they come to. */
  private static TextTable table(List<MethodRow> rows) {
    TextTable table =
        new TextTable(
            TextTable.left("architecture"),
            TextTable.left("stage"),
            TextTable.right("wall s"),
            TextTable.right("CPU s"),
            TextTable.right("Keras wall s"),
            TextTable.right("CPU s"),
            TextTable.right("ratio"),
            TextTable.right("of CPU"));
    for (MethodRow row : rows) {
      for (Stage stage : Stage.values()) {
        Optional<MethodSide.Seconds> ours = Optional.ofNullable(row.ours().stages().get(stage));
        Optional<MethodSide.Seconds> keras = row.keras().map(it -> it.stages().get(stage));
        if (ours.isPresent() || keras.isPresent()) {
          table.row(
              row.architecture(),
              stage.key(),
              seconds(ours, MethodSide.Seconds::wall),
              seconds(ours, MethodSide.Seconds::cpu),
              seconds(keras, MethodSide.Seconds::wall),
              seconds(keras, MethodSide.Seconds::cpu),
              "",
              "");
        }
      }
      table.row(
          row.architecture(),
          "all",
          seconds(Optional.of(row.ours()), MethodSide::wallSeconds),
          seconds(Optional.of(row.ours()), MethodSide::cpuSeconds),
          seconds(row.keras(), MethodSide::wallSeconds),
          seconds(row.keras(), MethodSide::cpuSeconds),
          ratio(row.ratio()),
          ratio(row.cpuRatio()));
      table.row(
          row.architecture(),
          "outside training",
          percent(row.ours()),
          "",
          row.keras().map(BenchMethodCommand::percent).orElse("-"),
          "",
          "",
          "");
      table.row(
          row.architecture(),
          "ms/epoch",
          milliseconds(row.ours()),
          "",
          row.keras().map(BenchMethodCommand::milliseconds).orElse("-"),
          "",
          ratio(row.epochRatio()),
          "");
      for (String training : row.ours().epochs().keySet()) {
        table.row(
            row.architecture(),
            training + ": epochs, macro-F1",
            figure("%.0f", row.ours().epochs().get(training)),
            figure("%.4f", row.ours().macroF1().get(training)),
            row.keras().map(it -> figure("%.0f", it.epochs().get(training))).orElse("-"),
            row.keras().map(it -> figure("%.4f", it.macroF1().get(training))).orElse("-"),
            "",
            "");
      }
    }
    return table;
  }

  private static <T> String seconds(Optional<T> of, ToDoubleFunction<T> time) {
    return of.map(it -> figure("%.1f", time.applyAsDouble(it))).orElse("-");
  }

  private static String ratio(Optional<Double> ratio) {
    return ratio.map(it -> figure("%.2f", it)).orElse("-");
  }

  private static String percent(MethodSide side) {
    return figure("%.1f %%", 100 * side.outsideTraining());
  }

  private static String milliseconds(MethodSide side) {
    return figure("%.0f", 1000 * side.trainingSecondsPerEpoch());
  }

  private static String figure(String format, Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
