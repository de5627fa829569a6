package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.labs.inference.InferenceBenchmark;
import io.github.polystill.labs.inference.InferenceBenchmarkSettings;
import io.github.polystill.labs.inference.InferenceRow;
import io.github.polystill.labs.train.Lengths;
import io.github.polystill.report.table.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polystill bench inference}. */
@Command(
    name = "inference",
    description = {
      "Ask exported students side by side with Python Keras.",
      "Both have the same architecture, weights, texts and number of threads and take turns. Keras is"
          + " asked with predict_on_batch and with a tf.function; the faster one counts."
          + " Where that Python has onnx and onnxruntime, TextCNN and GRU-Att in ONNX Runtime take"
          + " turns too. Times are of whole calls, from token ids in an array to probabilities in"
          + " an array."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench inference --python venv/bin/python",
      "  polystill bench inference --architectures textcnn --batches 1 --no-keras --json"
    })
final class BenchInferenceCommand extends AbstractCommand {
  @Option(
      names = "--architectures",
      split = ",",
      paramLabel = "NAME",
      description = "Students to measure (default: all).")
  List<String> architectures = InferenceBenchmark.architectures();

  @Option(
      names = "--batches",
      split = ",",
      paramLabel = "N",
      description = "Texts of a call (default: 1,32,256).")
  List<Integer> batches = List.of(1, 32, 256);

  @Option(
      names = "--lengths",
      paramLabel = "KIND",
      description = "mixed, 60 to 300 words, or full, all 300 (default: full).")
  Lengths lengths = Lengths.FULL;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each side (default: ${DEFAULT-VALUE}).")
  int threads = 1;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Both sides take turns this often (default: ${DEFAULT-VALUE}).")
  int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time of each side in a round (default: ${DEFAULT-VALUE}).")
  double seconds = 2;

  @Mixin KerasOptions peer = new KerasOptions();

  @Option(
      names = "--tables",
      negatable = true,
      description =
          "Export ours as export --tables or --no-tables does (default: as export does unless told).")
  Boolean tables;

  @Mixin BenchOptions output = new BenchOptions();

  @Override
  public Integer call() throws Exception {
    if (threads < 1 || rounds < 1 || !(seconds > 0) || batches.stream().anyMatch(it -> it < 1)) {
      throw wrongUse("--threads, --rounds, --seconds and --batches must be more than 0");
    }
    output.requireAmong("--architectures", architectures, InferenceBenchmark.architectures());
    InferenceBenchmark benchmark =
        new InferenceBenchmark(
            new InferenceBenchmarkSettings(
                architectures,
                batches,
                lengths,
                threads,
                Optional.ofNullable(tables),
                rounds,
                seconds,
                peer.python()),
            this::log);
    List<InferenceRow> rows = benchmark.run();
    output.print(out(), rows, table(rows));
    return 0;
  }

  private static TextTable table(List<InferenceRow> rows) {
    TextTable table =
        new TextTable(
            TextTable.left("model"),
            TextTable.left("tables"),
            TextTable.right("batch"),
            TextTable.right("texts/s"),
            TextTable.right("p50 ms"),
            TextTable.right("p99 ms"),
            TextTable.right("Keras texts/s"),
            TextTable.right("p50 ms"),
            TextTable.right("p99 ms"),
            TextTable.left("by"),
            TextTable.right("ratio"),
            TextTable.right("ONNX texts/s"),
            TextTable.right("p50 ms"),
            TextTable.right("p99 ms"),
            TextTable.right("ratio"),
            TextTable.right("difference"));
    for (InferenceRow row : rows) {
      table.row(
          row.model(),
          row.tables() ? "yes" : "no",
          String.valueOf(row.batch()),
          String.format(Locale.ROOT, "%.0f", row.samplesPerSecond()),
          millis(Optional.of(row.p50Micros())),
          millis(Optional.of(row.p99Micros())),
          speed(row.kerasSamplesPerSecond()),
          millis(row.kerasP50Micros()),
          millis(row.kerasP99Micros()),
          row.kerasWay().orElse("-"),
          ratio(row.ratio()),
          speed(row.onnxSamplesPerSecond()),
          millis(row.onnxP50Micros()),
          millis(row.onnxP99Micros()),
          ratio(row.onnxRatio()),
          row.largestDifference().map(it -> String.format(Locale.ROOT, "%.1e", it)).orElse("-"));
    }
    return table;
  }

  private static String speed(Optional<Double> texts) {
    return texts.map(it -> String.format(Locale.ROOT, "%.0f", it)).orElse("-");
  }

  private static String ratio(Optional<Double> ratio) {
    return ratio.map(it -> String.format(Locale.ROOT, "%.2f", it)).orElse("-");
  }

  private static String millis(Optional<Double> micros) {
    return micros.map(it -> String.format(Locale.ROOT, "%.2f", it / 1000)).orElse("-");
  }
}
