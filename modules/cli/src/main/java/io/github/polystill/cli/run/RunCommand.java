package io.github.polystill.cli.run;

import io.github.polystill.cli.command.AbstractCommand;
import io.github.polystill.cli.command.CacheDirectory;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.configuration.ExportSettings;
import io.github.polystill.experiments.export.ExamplePredictions;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.preparation.CorpusPreparation;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.RunTables;
import io.github.polystill.experiments.run.Shard;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.function.FailableConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill run}. */
@Command(
    name = "run",
    description = {
      "Train, evaluate and report an experiment.",
      "A run that was stopped goes on where it stood when it is started again. One process at a time",
      "works on a run directory; several machines take --spark, or --shard and --merge."
    },
    footer = {
      "",
      "Examples:",
      "  polystill run experiments/quickstart.yaml",
      "  polystill run my.yaml --set 'corpus.path=my.csv' --set 'folds.run=0'",
      "  polystill run my.yaml --plan",
      "  polystill run my.yaml --plan --executors 1,10,100 --start-up 60 --failure-rate 0.01",
      "  polystill run my.yaml --out runs/other --workers 4 --fresh",
      "  polystill run my.yaml --tensorboard tensorboard",
      "  polystill run my.yaml --seeds 3",
      "  polystill run my.yaml --spark spark://master:7077 --store /shared/polystill",
      "  polystill run my.yaml --out runs/a --shard 1/2",
      "  polystill run my.yaml --merge --from runs/a runs/b"
    })
public final class RunCommand extends AbstractCommand {
  @Parameters(paramLabel = "EXPERIMENT", description = "Experiment file (YAML).")
  Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run directory (default: runs/ and the experiment's name).")
  Path out;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Set a key of the experiment, such as optimisation.epochs=3 or folds.run=0,1; repeatable.")
  List<String> overrides = List.of();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Networks trained side by side (default: one per core, one on a GPU). Changes no result.")
  Integer workers;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "auto, cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}, a GPU if TensorFlow finds one).")
  String device = "auto";

  @Option(
      names = "--fresh",
      description = "Remove what the run directory holds instead of going on with it.")
  boolean fresh;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description =
          "Write event files for TensorBoard: loss, validation figure and learning rate per trial.")
  Path tensorBoard;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Do the whole cross-validation N times, with the experiment's seed and the ones after it.")
  Integer seeds;

  @Option(
      names = "--plan",
      description =
          "Print how many trials there are and how long they take, after a few steps of each"
              + " architecture; trains nothing.")
  boolean plan;

  @Mixin SparkOptions spark;

  @Mixin PlanOptions planned;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "Train only the I-th of N parts and write no results; --merge does.")
  String shard;

  @Option(
      names = "--merge",
      description =
          "Write the results of what shards have trained; trains only distilled students that no"
              + " shard could.")
  boolean merge;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      arity = "1..*",
      description = "With --merge: run directories of shards, whose trials are copied first.")
  List<Path> from = List.of();

  private Path destination;
  private InterruptibleRun attempt;

  @Override
  protected Optional<Path> destination() {
    return Optional.ofNullable(destination);
  }

  @Override
  public Integer call() throws Exception {
    if (workers != null) {
      requireAtLeast(1, "--workers", workers);
    }
    if (shard != null && merge) {
      throw wrongUse("--shard and --merge exclude each other");
    }
    if (merge && fresh) {
      throw wrongUse("--merge needs the trials that --fresh removes");
    }
    if (!merge && !from.isEmpty()) {
      throw wrongUse("--from needs --merge");
    }
    boolean isElsewhere = spark.address(Path.of("")).isPresent();
    if (isElsewhere && device.startsWith("gpu")) {
      throw wrongUse("--spark trains on CPUs: leave --device " + device + " out");
    }
    if (plan && isElsewhere) {
      throw wrongUse("--plan measures here: give --executors N in place of --spark");
    }
    if (plan && (fresh || merge || shard != null)) {
      throw wrongUse("--plan is for a whole run, without --fresh, --shard and --merge");
    }
    planned.check(plan);
    Optional<Shard> part = Optional.ofNullable(shard).map(Shard::parse);
    Experiment experiment =
        CorpusPreparation.requireInputs(ExperimentFile.read(file, allOverrides()));
    destination = out == null ? Path.of("runs", experiment.name()) : out;
    if (plan) {
      return run(
          experiment, ExperimentRunner::plan, it -> planned.print(experiment, it, sideBySide()));
    }
    if (part.isPresent()) {
      return run(experiment, runner -> runner.runShard(part.get()), this::print);
    }
    return run(
        experiment,
        runner -> merge ? runner.merge(from) : runner.run(),
        it -> print(experiment, it));
  }

  private List<String> allOverrides() {
    List<String> all = new ArrayList<>(overrides);
    if (seeds != null) {
      all.add("seeds=" + seeds);
    }
    return all;
  }

  private int sideBySide() {
    return workers == null ? (ComputeDevice.of(device).isGpu() ? 1 : cores()) : workers;
  }

  /** The exit code; where the run was interrupted, {@link InterruptibleRun} has said so. */
  private <T> int run(
      Experiment experiment, InterruptibleRun.Work<T> work, FailableConsumer<T, Exception> printer)
      throws Exception {
    RunOptions options =
        new RunOptions(
            destination,
            sideBySide(),
            fresh,
            Optional.of(CacheDirectory.standard()),
            ComputeDevice.of(device),
            Optional.ofNullable(tensorBoard),
            spark.address(destination),
            Optional.of(commandLine()));
    attempt = new InterruptibleRun(err());
    Optional<T> result = attempt.run(experiment, options, work);
    if (result.isPresent()) {
      printer.accept(result.get());
    }
    return result.isPresent() ? 0 : 1;
  }

  private void print(Shard.Result result) {
    print(
        "shard %s: %,d trials are done, %,d of them by this process%s",
        result.shard(),
        result.trials(),
        result.trained(),
        result.wholeUnits() ? "" : "; --merge trains the distilled students");
    out().println("run directory: " + result.directory().root());
    out().flush();
    attempt.repeatWarnings(result.warnings());
  }

  private void print(Experiment experiment, RunResult result)
      throws IOException, InterruptedException {
    result.notice().ifPresent(out()::println);
    RunTables tables = RunTables.read(result.directory(), experiment).withRemarks(result.remarks());
    out().println(tables.results().toTerminal());
    out().println(tables.tuned().toTerminal());
    out().println(tables.thresholds().toTerminal());
    out().println("run directory: " + result.directory().root());
    out().println("tests, tables: " + result.directory().tableMarkdownFile());
    out().println("report:        " + result.directory().reportFile());
    out().flush();
    attempt.repeatWarnings(result.warnings());
    if (experiment.export().isPresent()) {
      ExportSettings settings = experiment.export().get();
      for (TrainedModel model : result.models()) {
        boolean firstFold =
            model.fold() == experiment.folds().run().get(0) && model.key().seed().isEmpty();
        if (firstFold && settings.trainings().contains(model.training())) {
          export(experiment, result, model, settings);
        }
      }
    }
  }

  private void export(
      Experiment experiment, RunResult result, TrainedModel model, ExportSettings settings)
      throws IOException, InterruptedException {
    String training = model.training().key();
    String name = String.join("-", experiment.name(), model.architecture(), training);
    destination = Path.of(settings.to(), name);
    Path version =
        ModelExporter.of(result, experiment)
            .exportOnce(ExportRequest.next(model.key(), destination).with(settings.thresholds()));
    out().println("exported:      " + version);
    if (model.training() != TrainingRow.TEACHER) {
      ExamplePredictions.of(
              result, model, version, settings.predictions(), experiment.segmentation().model())
          .forEach(out()::println);
    }
    out().flush();
  }
}
