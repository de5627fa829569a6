package io.github.polystill.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.polystill.data.RecordsJson;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RemainingTime;
import io.github.polystill.experiments.run.Schedule;
import io.github.polystill.report.table.TextTable;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code run --plan} reckons and prints. */
final class PlanOptions {
  @Option(
      names = "--executors",
      split = ",",
      paramLabel = "N",
      description =
          "With --plan: also the work, makespan and cost of N executors of one core each, by"
              + " simulation; several with commas.")
  List<Integer> executors = List.of();

  @Option(
      names = "--start-up",
      paramLabel = "SECONDS",
      description =
          "With --executors: until an executor trains, its image, corpus and vectors among it"
              + " (default: 0).")
  Double startUp;

  @Option(
      names = "--failure-rate",
      paramLabel = "RATE",
      description =
          "With --executors: how often one is lost, with the trial that it trains, per hour of"
              + " training (default: 0).")
  Double failureRate;

  @Option(
      names = "--price",
      paramLabel = "AMOUNT",
      description = "With --executors: of an hour of a core, for the cost in money.")
  Double price;

  @Option(names = "--json", description = "With --plan: print JSON.")
  boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  void check(boolean plan) {
    require(plan || !json, "--json needs --plan");
    require(plan || executors.isEmpty(), "--executors needs --plan");
    require(
        !executors.isEmpty() || (startUp == null && failureRate == null && price == null),
        "--start-up, --failure-rate and --price need --executors");
    require(executors.stream().allMatch(it -> it >= 1), "--executors: give numbers of 1 or more");
    requireAmount("--start-up", startUp);
    requireAmount("--failure-rate", failureRate);
    requireAmount("--price", price);
  }

  private void requireAmount(String option, Double value) {
    require(
        value == null || (value >= 0 && value < Double.POSITIVE_INFINITY),
        option + " must be 0 or more, not " + value);
  }

  private void require(boolean condition, String problem) {
    if (!condition) {
      throw new ParameterException(command.commandLine(), problem);
    }
  }

  void print(Experiment experiment, RemainingTime time, int workers) {
    Schedule schedule = time.schedule();
    List<Schedule.Result> results =
        executors.stream()
            .map(it -> new Schedule.Executors(it, orZero(startUp), orZero(failureRate)))
            .map(schedule::on)
            .toList();
    PrintWriter out = command.commandLine().getOut();
    int trials = time.plan().trials().size();
    double seconds = time.seconds().orElseThrow();
    String besides = ExperimentRunner.besidesTrials(experiment);
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("trials", trials);
      all.put("workers", workers);
      all.put("seconds", seconds);
      all.put("notIncluded", besides);
      all.put("startUp", orZero(startUp));
      all.put("failureRate", orZero(failureRate));
      all.put("schedules", results.stream().map(this::fields).toList());
      out.print(RecordsJson.indented(all));
    } else {
      out.println(time.table());
      out.printf(
          Locale.ROOT,
          "all: %,d %s, about %s here (not in it: %s)%n",
          trials,
          trials == 1 ? "trial" : "trials",
          RemainingTime.duration(seconds),
          besides);
      if (!results.isEmpty()) {
        out.println();
        out.print(table(results));
        out.printf(
            Locale.ROOT,
            "work: %s; however many executors, it takes %s%n",
            RemainingTime.duration(results.get(0).work()),
            RemainingTime.duration(results.get(0).atLeast()));
      }
    }
    out.flush();
  }

  private static double orZero(Double value) {
    return value == null ? 0 : value;
  }

  private ObjectNode fields(Schedule.Result result) {
    ObjectNode fields = RecordsJson.mapper().valueToTree(result);
    if (price != null) {
      fields.put("price", price * result.coreHours());
    }
    return fields;
  }

  private TextTable table(List<Schedule.Result> results) {
    List<TextTable.Column> columns =
        List.of("executors", "makespan", "core hours", "at work", "lost", "price").stream()
            .limit(price == null ? 5 : 6)
            .map(TextTable::right)
            .toList();
    TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
    for (Schedule.Result it : results) {
      Object[] cells = {
        String.format(Locale.ROOT, "%,d", it.executors()),
        RemainingTime.duration(it.makespan()),
        String.format(Locale.ROOT, "%,.2f", it.coreHours()),
        String.format(Locale.ROOT, "%.0f %%", 100 * it.work() / (it.executors() * it.makespan())),
        it.lost(),
        String.format(Locale.ROOT, "%,.2f", price == null ? 0 : price * it.coreHours())
      };
      table.row(Arrays.copyOf(cells, columns.size()));
    }
    return table;
  }
}
