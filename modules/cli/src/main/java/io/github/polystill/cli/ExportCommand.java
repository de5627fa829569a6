package io.github.polystill.cli;

import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.experiments.export.ModelExporter;
import io.github.polystill.experiments.run.RunDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code polystill export}. */
@Command(
    name = "export",
    description = "Write a trained model of a run as a SavedModel.",
    footer = {
      "",
      "Examples:",
      "  polystill export runs/cmdd --architecture textcnn --training distilled --to savedmodels/cmdd",
      "  polystill export runs/cmdd --architecture textcnn --training teacher --fold 0 --to"
          + " savedmodels/cmdd-teacher"
    })
final class ExportCommand extends AbstractCommand {
  @Parameters(paramLabel = "RUN", description = "Run directory.")
  Path run;

  @Option(
      names = "--architecture",
      paramLabel = "A",
      required = true,
      description = "Architecture, such as textcnn.")
  String architecture;

  @Option(
      names = "--training",
      paramLabel = "T",
      required = true,
      converter = TrainingRowConverter.class,
      description = "Training type: teacher, standalone or distilled.")
  TrainingRow training;

  @Option(
      names = "--fold",
      paramLabel = "K",
      description = "Fold, counted from 0 (default: the first that was run).")
  Integer fold;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Directory of the model's versions; each export adds one.")
  Path to;

  @Override
  Optional<Path> destination() {
    return Optional.ofNullable(to);
  }

  @Override
  public Integer call() throws Exception {
    RunDirectory directory = RunDirectory.existing(run);
    int chosen = fold == null ? directory.experiment().folds().run().get(0) : fold;
    ModelExporter exporter = new ModelExporter(directory);
    out().println(exporter.export(architecture, training.key(), chosen, to));
    return 0;
  }
}
