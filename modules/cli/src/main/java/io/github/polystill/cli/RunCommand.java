package io.github.polystill.cli;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.table.ResultTable;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.configuration.ExportSettings;
import io.github.polystill.experiments.export.ExamplePredictions;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.TrainedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polystill run}: trains, evaluates and reports an experiment. */
@Command(
    name = "run",
    description =
        "Train, evaluate and report an experiment; goes on where an earlier start stopped.",
    footer = {
      "",
      "Examples:",
      "  polystill run experiments/quickstart.yaml",
      "  polystill run my.yaml --set optimisation.epochs=3 --set folds.run=[0] --workers 4"
    })
final class RunCommand implements Callable<Integer> {
  private static final long GRACE_MILLIS = 10_000;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "EXPERIMENT.yaml", description = "What to run.")
  private Path file;

  @Option(names = "--out", description = "Run directory; default: runs/<name>.")
  private Path out;

  @Option(names = "--set", paramLabel = "key=value", description = "Override a key of the file.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--workers",
      description = "Networks trained side by side; default: the number of cores.")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--fresh", description = "Remove the run directory first.")
  private boolean fresh;

  @Override
  public Integer call() throws Exception {
    ExperimentFile read = ExperimentFile.read(file, overrides);
    read.requireFiles();
    Experiment experiment = read.experiment();
    Path directory = out == null ? Path.of("runs", experiment.name()) : out;
    PrintWriter err = spec.commandLine().getErr();
    ProgressLine progress = new ProgressLine(err, System.getenv("POLYSTILL_TERMINAL") != null);
    CancellationToken cancellation = new CancellationToken();
    RunOptions options =
        new RunOptions(
            directory, Math.max(1, workers), fresh, Optional.of(CacheDirectory.standard()));
    Thread hook = stopOnSignal(Thread.currentThread(), cancellation, progress);
    RunResult result;
    try {
      result = new ExperimentRunner(experiment, options, progress, cancellation).run();
    } finally {
      progress.close();
      forget(hook);
    }
    print(experiment, result);
    return 0;
  }

  private static Thread stopOnSignal(
      Thread main, CancellationToken cancellation, ProgressLine progress) {
    Thread hook =
        new Thread(
            () -> {
              cancellation.cancel();
              try {
                main.join(GRACE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              progress.message(
                  String.format(
                      Locale.ROOT,
                      "Interrupted: %d of %d trials are done; run the same command again to go on.",
                      progress.done(),
                      progress.total()));
            },
            "polystill-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is shutting down: the hook is what made the run end.
      return;
    }
  }

  private void print(Experiment experiment, RunResult result) throws IOException {
    PrintWriter writer = spec.commandLine().getOut();
    result.notice().ifPresent(writer::println);
    writer.println(ResultTable.of(result.evaluations()).toTerminal().stripTrailing());
    writer.println();
    writer.println("run directory: " + result.directory().root());
    writer.println("report:        " + result.directory().reportFile());
    writer.flush();
    if (experiment.export().isPresent()) {
      export(experiment, result, experiment.export().get(), writer);
    }
  }

  private static void export(
      Experiment experiment, RunResult result, ExportSettings settings, PrintWriter writer)
      throws IOException {
    ModelExporter exporter = new ModelExporter(result.directory());
    for (TrainedModel model : result.models()) {
      boolean firstFold = model.fold() == experiment.folds().run().get(0);
      if (firstFold && settings.trainings().contains(model.training())) {
        Path base =
            Path.of(settings.to())
                .resolve(
                    String.format(
                        Locale.ROOT,
                        "%s-%s-%s",
                        experiment.name(),
                        model.architecture(),
                        model.training().key()));
        Path version =
            exporter.export(model.architecture(), model.training().key(), model.fold(), base);
        writer.println("exported:      " + version);
        if (model.training() != TrainingRow.TEACHER) {
          ExamplePredictions.of(result, model, version, settings.predictions())
              .forEach(writer::println);
        }
        writer.flush();
      }
    }
  }
}
