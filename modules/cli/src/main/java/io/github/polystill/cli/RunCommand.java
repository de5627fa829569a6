package io.github.polystill.cli;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.table.StatisticsTable;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.ExperimentFile;
import io.github.polystill.experiments.configuration.ExportSettings;
import io.github.polystill.experiments.export.ExamplePredictions;
import io.github.polystill.experiments.export.ExportRequest;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.run.CancellationToken;
import io.github.polystill.experiments.run.ExperimentRunner;
import io.github.polystill.experiments.run.RunOptions;
import io.github.polystill.experiments.run.RunResult;
import io.github.polystill.experiments.run.RunTables;
import io.github.polystill.experiments.run.TrainedModel;
import io.github.polystill.models.ComputeDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill run}. */
@Command(
    name = "run",
    description = {
      "Train, evaluate and report an experiment.",
      "A run that was stopped goes on where it stood when it is started again."
    },
    footer = {
      "",
      "Examples:",
      "  polystill run experiments/quickstart.yaml",
      "  polystill run my.yaml --set corpus.path=my.csv --set folds.run=[0]",
      "  polystill run my.yaml --out runs/other --workers 4 --fresh"
    })
final class RunCommand extends AbstractCommand {
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
      description = "Set a key of the experiment, such as optimisation.epochs=3; repeatable.")
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

  private Path destination;

  @Override
  Optional<Path> destination() {
    return Optional.ofNullable(destination);
  }

  @Override
  public Integer call() throws Exception {
    if (workers != null && workers < 1) {
      throw wrongUse("--workers must be 1 or more, not " + workers);
    }
    ExperimentFile read = ExperimentFile.read(file, overrides);
    read.requireFiles();
    Experiment experiment = read.experiment();
    destination = out == null ? Path.of("runs", experiment.name()) : out;
    Optional<RunResult> finished = run(experiment);
    if (finished.isEmpty()) {
      return 1;
    }
    print(experiment, finished.get());
    return 0;
  }

  /** Empty where the run was interrupted; {@link Interruption} has said so. */
  private Optional<RunResult> run(Experiment experiment) throws Exception {
    ComputeDevice placed = ComputeDevice.of(device);
    int sideBySide = workers == null ? (placed.isGpu() ? 1 : cores()) : workers;
    RunOptions options =
        new RunOptions(
            destination, sideBySide, fresh, Optional.of(CacheDirectory.standard()), placed);
    CancellationToken cancellation = new CancellationToken();
    ProgressLine progress = new ProgressLine(err(), Terminal.ofStderr(), System::nanoTime);
    Runnable endRedirection = LogAppender.redirect(progress::message);
    Interruption interruption = new Interruption(cancellation, progress, err());
    try {
      return Optional.of(new ExperimentRunner(experiment, options, progress, cancellation).run());
    } catch (CancellationException e) {
      if (cancellation.isCancelled()) {
        return Optional.empty();
      }
      throw e;
    } finally {
      interruption.stopWatching();
      endRedirection.run();
      progress.close();
    }
  }

  private void print(Experiment experiment, RunResult result) throws IOException {
    result.notice().ifPresent(out()::println);
    RunTables tables = RunTables.read(result.directory(), result.remarks());
    out().println(tables.results().toTerminal());
    tables.thresholds().map(StatisticsTable::toTerminal).ifPresent(out()::println);
    out().println("run directory: " + result.directory().root());
    out().println("tests, tables: " + result.directory().tableMarkdownFile());
    out().println("report:        " + result.directory().reportFile());
    out().flush();
    if (experiment.export().isPresent()) {
      ExportSettings settings = experiment.export().get();
      for (TrainedModel model : result.models()) {
        boolean firstFold = model.fold() == experiment.folds().run().get(0);
        if (firstFold && settings.trainings().contains(model.training())) {
          export(experiment, result, model, settings);
        }
      }
    }
  }

  private void export(
      Experiment experiment, RunResult result, TrainedModel model, ExportSettings settings)
      throws IOException {
    String training = model.training().key();
    String name = String.join("-", experiment.name(), model.architecture(), training);
    destination = Path.of(settings.to(), name);
    Path version =
        ModelExporter.of(result, experiment)
            .export(
                ExportRequest.next(
                    model.architecture(), model.training(), model.fold(), destination))
            .version();
    out().println("exported:      " + version);
    if (model.training() != TrainingRow.TEACHER) {
      ExamplePredictions.of(result, model, version, settings.predictions()).forEach(out()::println);
    }
    out().flush();
  }
}
