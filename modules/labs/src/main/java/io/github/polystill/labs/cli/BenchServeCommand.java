package io.github.polystill.labs.cli;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.corpora.synthetic.HealthCorpusGenerator;
import io.github.polystill.data.Document;
import io.github.polystill.labs.inference.LoadGenerator;
import io.github.polystill.report.table.TextTable;
import io.github.polystill.serving.client.Endpoint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill bench serve}. */
@Command(
    name = "serve",
    description = {
      "Send a running polystill serve as many requests as many clients can.",
      "Each client sends a made-up article, waits for the answer and sends the next. Fails where any"
          + " request fails, or the server's memory grows: what its /metrics say after the warm-up, at"
          + " the end and at its highest."
    },
    footer = {
      "",
      "Examples:",
      "  polystill bench serve http://localhost:8501/v1/models/cmdd",
      "  polystill bench serve http://localhost:8501/v1/models/cmdd --limit 1000",
      "  polystill bench serve http://localhost:8501/v1/models/cmdd --clients 1000 --seconds 10 --json"
    })
final class BenchServeCommand extends AbstractCommand {
  private static final int TEXTS = 200;
  private static final int MOST_GROWTH = 10;

  @Parameters(
      paramLabel = "URL",
      description = "The model, such as http://localhost:8501/v1/models/cmdd.")
  String url;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Clients at the same time (default: ${DEFAULT-VALUE}).")
  int clients = 200;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long (default: ${DEFAULT-VALUE}).")
  int seconds = 60;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description = "How long before that, not measured (default: ${DEFAULT-VALUE}).")
  int warmUp = 10;

  @Option(
      names = "--limit",
      paramLabel = "MS",
      description = "Fail where the 99th percentile takes longer.")
  Optional<Double> limit = Optional.empty();

  @Option(
      names = "--growth",
      paramLabel = "PERCENT",
      description =
          "Fail where the server's memory grows by more after the warm-up, or it does not tell (default: "
              + MOST_GROWTH
              + ", where it tells).")
  Optional<Double> growth = Optional.empty();

  @Mixin BenchOptions output = new BenchOptions();

  @Override
  public Integer call() throws InterruptedException {
    requireAtLeast(1, "--clients", clients);
    requireAtLeast(1, "--seconds", seconds);
    requireAtLeast(0, "--warm-up", warmUp);
    if (growth.isPresent() && !(growth.get() >= 0)) {
      throw wrongUse("--growth must be 0 or more, not " + growth.get());
    }
    Endpoint.of(url); // whether it is a model's address
    List<String> texts =
        HealthCorpusGenerator.generate(TEXTS, 1).stream().map(Document::text).toList();
    LoadGenerator.run(url, texts, clients, Duration.ofSeconds(warmUp));
    LoadGenerator.Result result =
        LoadGenerator.run(url, texts, clients, Duration.ofSeconds(seconds));
    output.print(out(), List.of(row(result)), table(result));
    result.problems().forEach(problem -> err().println(problem));
    boolean slow = limit.isPresent() && !(result.p99Micros() <= 1000 * limit.get());
    if (slow) {
      err().println("p99 is more than " + limit.get() + " ms");
    }
    return result.errors() == 0 && !slow && isSteady(result) ? 0 : 1;
  }

  private boolean isSteady(LoadGenerator.Result result) {
    if (result.growth().isEmpty()) {
      err().println("whether the server's memory grew is unknown: its /metrics do not tell");
      return growth.isEmpty();
    }
    double most = growth.orElse((double) MOST_GROWTH);
    double grown = 100 * result.growth().getAsDouble();
    if (grown > most) {
      err()
          .println(
              figure("the server's memory grew by %.0f", grown)
                  + figure(" %%, more than %.0f %%", most));
    }
    return grown <= most;
  }

  private static Map<String, Object> row(LoadGenerator.Result result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("clients", result.clients());
    row.put("seconds", result.seconds());
    row.put("requests", result.requests());
    row.put("requestsPerSecond", result.requestsPerSecond());
    row.put("p50Micros", result.p50Micros());
    row.put("p99Micros", result.p99Micros());
    row.put("errors", result.errors());
    row.put("firstRssBytes", result.firstRssBytes());
    row.put("lastRssBytes", result.lastRssBytes());
    row.put("peakRssBytes", result.peakRssBytes());
    return row;
  }

  private static TextTable table(LoadGenerator.Result result) {
    return new TextTable(
            TextTable.right("clients"),
            TextTable.right("seconds"),
            TextTable.right("requests"),
            TextTable.right("requests/s"),
            TextTable.right("p50 ms"),
            TextTable.right("p99 ms"),
            TextTable.right("errors"),
            TextTable.right("RSS before MB"),
            TextTable.right("RSS after MB"),
            TextTable.right("RSS peak MB"))
        .row(
            String.valueOf(result.clients()),
            figure("%.1f", result.seconds()),
            String.valueOf(result.requests()),
            figure("%.0f", result.requestsPerSecond()),
            figure("%.1f", result.p50Micros() / 1000),
            figure("%.1f", result.p99Micros() / 1000),
            String.valueOf(result.errors()),
            megabytes(result.firstRssBytes()),
            megabytes(result.lastRssBytes()),
            megabytes(result.peakRssBytes()));
  }

  private static String figure(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String megabytes(OptionalLong bytes) {
    return bytes.isPresent() ? figure("%.0f", bytes.getAsLong() / 1e6) : "-";
  }
}
